"""Divisions and organisations: reference data of the system administrator."""

from django.contrib import admin

from congress.admin_site import ReferenceAdmin
from congress.people.roles import Role
from congress.regions.models import Organisation, Region, RegionMap


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    list_display = ["code", "name", "level", "parent", "is_active"]
    list_filter = ["level", "is_active"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent"]
    list_select_related = ["parent"]

    def get_readonly_fields(self, request, obj=None):
        # Cases and numbers are built on the code: it never changes once it is there.
        return ["code"] if obj else []


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    # The security administrator chooses organisations when giving grants.
    readers = frozenset({Role.SECURITY_ADMIN})
    list_display = ["code", "name", "short_name", "kind", "region", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "short_name"]
    autocomplete_fields = ["region", "parent", "successor"]
    list_select_related = ["region"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


@admin.register(RegionMap)
class RegionMapAdmin(ReferenceAdmin):
    """Built by `build_region_map`; here the office writes down who approved it for the portal."""

    may_add = False
    list_display = ["city", "source", "approval", "built_at"]
    list_select_related = ["city"]
    fields = ["city", "source", "approval", "built_at"]
    readonly_fields = ["city", "source", "built_at"]
