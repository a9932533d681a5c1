"""The calendar and the rules, to look at: they change at the desk, by services."""

from django.contrib import admin
from django.http import HttpRequest

from congress.admin_site import ReferenceAdmin, SeparatedAdmin
from congress.people.roles import Role
from congress.workdays.models import CalendarYear, DeadlineRule, SpecialDay


@admin.register(SpecialDay)
class SpecialDayAdmin(ReferenceAdmin):
    """A single day may be corrected here; a whole notice is entered at the desk."""

    list_display = ["date", "is_working", "name", "region", "source"]
    list_filter = ["is_working", "region"]
    search_fields = ["name", "source"]
    date_hierarchy = "date"
    autocomplete_fields = ["region"]
    list_select_related = ["region"]


class ReadOnlyAdmin(SeparatedAdmin):
    readers = frozenset({Role.SYSTEM_ADMIN})
    may_add = False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(CalendarYear)
class CalendarYearAdmin(ReadOnlyAdmin):
    list_display = ["year", "notice_title", "notice_number", "loaded_at", "loaded_by"]
    list_select_related = ["loaded_by"]


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "amount", "unit", "basis", "valid_from", "valid_to"]
    search_fields = ["code", "name", "basis"]
