"""The fourth of the five logbooks, 选民反映问题转办反馈记录簿: never typed, a view on what came through the stations."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from congress.models import User
from deputies.logbooks.models import Voice
from petitions.suggestions.models import Suggestion
from petitions.suggestions.models.matter import NO_DUE
from petitions.suggestions.selectors import suggestions_for

HEADS = (
    _("编号"), _("反映人"), _("反映时间"), _("接待代表"), _("问题摘要"), _("类别"), _("转办日期"), _("承办单位"),
    _("办理期限"), _("签收日期"), _("办理情况"), _("答复日期"), _("回访"), _("解决情况"), _("满意度"), _("办结日期"),
)  # fmt: skip


def issues_for(
    user: User, *, on: date, station: str = "", since: date | None, until: date | None
) -> QuerySet[Suggestion]:
    """The cases that came through a station and that this account sees, newest first."""
    condition = Q(station__isnull=False)
    if station:
        condition &= Q(station__code=station)
    if since:
        condition &= Q(received_on__gte=since)
    if until:
        condition &= Q(received_on__lte=until)
    return (
        suggestions_for(user, on=on)
        .filter(condition)
        .select_related("category", "lead", "station")
        .prefetch_related("petitioners", "assignments", "follow_ups")
    )


def rows_of(cases: Iterable[Suggestion]) -> list[list[Any]]:
    """The columns of HEADS for each case. Names are masked. Two queries beside those of the cases."""
    cases = list(cases)
    received_by = _deputies([case.number for case in cases])
    return [_row(case, received_by.get(case.number, "")) for case in cases]


def _deputies(numbers: list[str]) -> dict[str, str]:
    voices = (
        Voice.objects.filter(matter_number__in=numbers)
        .select_related("entry")
        .prefetch_related("entry__deputies__deputy")
        .only("matter_number", "entry")
    )
    return {
        voice.matter_number: "、".join(part.deputy.name for part in voice.entry.deputies.all())
        for voice in voices
    }


def _row(case: Suggestion, deputies: str) -> list[Any]:
    people = list(case.petitioners.all())
    signed = next((a.signed_on for a in case.assignments.all() if a.is_active and a.signed_on), None)
    call = next(iter(case.follow_ups.all()), None)
    return [
        case.number,
        str(people[0].name) if people and people[0].name else "—",
        case.received_on,
        deputies or "—",
        case.summary or case.title,
        str(case.category or "—"),
        case.transferred_on,
        str(case.lead or "—"),
        None if case.due_on == NO_DUE else case.due_on,
        signed,
        case.get_state_display(),
        case.replied_on,
        call.called_at if call else None,
        case.get_solved_display() or "—",
        case.get_satisfied_display() or "—",
        case.concluded_on,
    ]
