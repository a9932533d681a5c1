"""Table of contents of the core's admin pages."""

from congress.api.admin import ApiClientAdmin
from congress.notices.admin import NoticeAdmin
from congress.people.admin import AccountAdmin, GrantAdmin
from congress.regions.admin import OrganisationAdmin, RegionAdmin, RegionMapAdmin
from congress.workdays.admin import CalendarYearAdmin, DeadlineRuleAdmin, SpecialDayAdmin

__all__ = [
    "AccountAdmin",
    "ApiClientAdmin",
    "CalendarYearAdmin",
    "DeadlineRuleAdmin",
    "GrantAdmin",
    "NoticeAdmin",
    "OrganisationAdmin",
    "RegionAdmin",
    "RegionMapAdmin",
    "SpecialDayAdmin",
]
