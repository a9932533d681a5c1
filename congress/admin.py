"""Table of contents of the core's admin pages."""

from congress.api.admin import ApiClientAdmin
from congress.people.admin import AccountAdmin, GrantAdmin
from congress.regions.admin import OrganisationAdmin, RegionAdmin

__all__ = ["AccountAdmin", "ApiClientAdmin", "GrantAdmin", "OrganisationAdmin", "RegionAdmin"]
