"""Reminding deputies of the half-year's contacts: by hand, and by itself 60, 30 and 7 days before its end."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import NotAllowed
from congress.models import User
from congress.notices.services import Posting, post_notices
from congress.people.actors import SYSTEM
from congress.people.roles import Role
from congress.people.rules import roles_of
from deputies.logbooks.owed import HalfYear, Progress, add_up, behind, keepers, progress_of
from deputies.roster.models import Deputy
from deputies.roster.selectors import reach
from deputies.stations.models import StationAssignment
from deputies.stations.selectors import assigned

MARKS = (60, 30, 7)
# A worker that was away sends a mark's reminders late, but not when the mark is long past.
GRACE_DAYS = 5


def mark_of(half: HalfYear, on: date) -> int | None:
    """The mark (days before the end) whose reminders are due that day; None between the marks."""
    left = half.days_left(on)
    return next((mark for mark in MARKS if mark - GRACE_DAYS <= left <= mark), None)


def sweep_contacts(*, at: datetime) -> int:
    """What is due at today's mark: one message a deputy who owes something, one a station. The number of new ones.

    The key holds the mark: however often this runs, nobody is told twice.
    """
    on = localdate(at)
    half = HalfYear.of(on)
    mark = mark_of(half, on)
    if mark is None:
        return 0
    late = behind(keepers(Deputy.objects.all(), on=on), on=on)
    progress = progress_of(late, on=on)
    with transaction.atomic():
        told = post_notices(_to_deputies(late, progress, half=half, on=on, mark=str(mark)))
        count = told + post_notices(_to_stations(half=half, on=on, mark=mark))
        if told:
            record("deputies.contact.reminded", None, actor=SYSTEM, deputies=told, mark=mark)
    return count


@transaction.atomic
def remind_contacts(deputies: QuerySet[Deputy], *, actor: User, on: date) -> tuple[int, int]:
    """Remind those of the chosen who owe something: (newly told, chosen). Once a day and deputy.

    `deputies` are such as the actor may see. Who owes nothing, is suspended or out of office is passed over.
    """
    if not roles_of(actor, on=on) & {Role.CLERK, Role.STATION_OFFICER}:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    chosen = deputies.count()
    late = behind(keepers(deputies, on=on), on=on)
    progress = progress_of(late, on=on)
    told = post_notices(_to_deputies(late, progress, half=HalfYear.of(on), on=on, mark=f"hand-{on}"))
    if told:
        record("deputies.contact.reminded", None, actor=actor, deputies=told, mark="hand")
    return told, chosen


def _to_deputies(
    deputies: QuerySet[Deputy], progress: Mapping[int, Progress], *, half: HalfYear, on: date, mark: str
) -> Iterable[Posting]:
    for deputy in deputies.select_related("user").order_by("pk").iterator(chunk_size=2000):
        to, own = reach(deputy), progress.get(deputy.pk)
        if to is None or own is None:
            continue
        yield Posting(
            "contacts_owed",
            to,
            key=f"contacts-owed:{deputy.pk}:{half.first}:{mark}",
            link="/m/contacts/",
            context={
                "calls": own.calls_left,
                "visits": own.visits_left,
                "last": half.last,
                "left": half.days_left(on),
            },
        )


def _to_stations(*, half: HalfYear, on: date, mark: int) -> Iterable[Posting]:
    """One summary a station where somebody is behind, by main station."""
    duty = keepers(Deputy.objects.all(), on=on)
    progress = progress_of(duty, on=on)
    members: dict[int, list[int]] = {}
    stations = {}
    rows = StationAssignment.objects.filter(assigned(on), is_main=True, deputy__in=duty).select_related(
        "station__organisation"
    )
    for row in rows:
        members.setdefault(row.station_id, []).append(row.deputy_id)
        stations[row.station_id] = row.station
    for pk, people in sorted(members.items()):
        sums = add_up(people, progress)
        if sums.behind:
            organisation = stations[pk].organisation
            yield Posting(
                "contacts_behind",
                organisation,
                key=f"contacts-behind:{pk}:{half.first}:{mark}",
                link=f"/desk/contacts/?station={organisation.code}&only=behind",
                context={
                    "station": organisation.short_name,
                    "behind": sums.behind,
                    "deputies": sums.deputies,
                    "last": half.last,
                    "left": half.days_left(on),
                },
            )
