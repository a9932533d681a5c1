"""Table of contents of the core's models."""

from congress.people.models import Grant, User
from congress.regions.models import Organisation, OrganisationKind, Region, RegionLevel

__all__ = ["Grant", "Organisation", "OrganisationKind", "Region", "RegionLevel", "User"]
