"""What pages and other concepts read about logbooks."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from congress.search.selectors import matching
from deputies.logbooks.models import EntryDeputy, LogEntry
from deputies.logbooks.rules import LIVING
from deputies.roster.models import Deputy

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)


def entries_for(user: User, *, on: date) -> QuerySet[LogEntry]:
    """The entries that this account reads, corrected and withdrawn ones included."""
    mine = EntryDeputy.objects.filter(entry=OuterRef("pk"), deputy__user=user)
    visible = Q(recorded_by=user) | Q(Exists(mine))
    for prefix in region_prefixes(user, READERS, on=on):
        visible |= Q(region_code__startswith=prefix)
    stations = organisations_of(user, Role.STATION_OFFICER, on=on)
    if stations:
        visible |= Q(station__in=stations)
    return LogEntry.objects.filter(visible).select_related("station__organisation", "region", "recorded_by")


def get_entry_for(user: User, uid: UUID, *, on: date) -> LogEntry:
    """The one door. Raises NotFound."""
    entry = entries_for(user, on=on).filter(uid=uid).first()
    if entry is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return entry


def search_entries(entries: QuerySet[LogEntry], text: str) -> QuerySet[LogEntry]:
    """Narrowed to those whose title, place or words hold every word."""
    return matching(entries, text, text_field="search_text", gram_field="search_grams")


def entries_of(deputy: Deputy, *, since: date, until: date) -> QuerySet[LogEntry]:
    """The living entries that a deputy took part in, newest first, by the index of the parts."""
    parts = EntryDeputy.objects.filter(deputy=deputy, happened_on__gte=since, happened_on__lte=until)
    return LogEntry.objects.filter(pk__in=parts.values("entry"), state__in=LIVING).order_by(
        "-happened_on", "-pk"
    )
