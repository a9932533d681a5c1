"""Table of contents of the core's admin pages."""

from congress.people.admin import AccountAdmin, GrantAdmin
from congress.regions.admin import OrganisationAdmin, RegionAdmin

__all__ = ["AccountAdmin", "GrantAdmin", "OrganisationAdmin", "RegionAdmin"]
