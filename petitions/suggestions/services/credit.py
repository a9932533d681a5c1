"""What a solved matter brings the deputies who passed the voter's words on (跟踪解决)."""

from contextlib import suppress
from datetime import date

from congress.errors import WrongState
from congress.people.actors import Actor
from deputies.logbooks.models import Voice
from deputies.logbooks.states import Attendance
from deputies.points.services import award_points
from deputies.points.services.awards import rule_for
from deputies.points.states import EventKind
from deputies.roster.models import Mandate
from deputies.roster.rules import active_mandates
from petitions.suggestions.models import Suggestion
from petitions.suggestions.states import Solved


def credit_deputies(matter: Suggestion, *, actor: Actor, on: date) -> int:
    """Award the deputies who brought in a matter that ends solved; how many awards. Once a matter, however often it ends.

    Goes to the highest mandate, to the others where the rule says so. A closed quarter changes nothing and stops nothing.
    """
    if matter.solved != Solved.SOLVED:
        return 0
    voice = Voice.objects.filter(uid=matter.client_uuid, matter_number=matter.number).first()
    if voice is None:
        return 0
    parts = voice.entry.deputies.filter(attendance=Attendance.PRESENT).select_related("deputy")
    return sum(
        _award(mandate, matter, actor=actor, on=on)
        for part in parts
        for place, mandate in enumerate(active_mandates(part.deputy, on=on))
        if place == 0 or _feeds_every(mandate, on)
    )


def _feeds_every(mandate: Mandate, on: date) -> bool:
    rule = rule_for(mandate, EventKind.VOICE_SOLVED, on=on)
    return rule is not None and rule.feeds_every_mandate


def _award(mandate: Mandate, matter: Suggestion, *, actor: Actor, on: date) -> bool:
    with suppress(WrongState):
        key = f"solved:{matter.number}"
        return award_points(mandate, EventKind.VOICE_SOLVED, key=key, on=on, actor=actor) is not None
    return False
