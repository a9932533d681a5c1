"""What may be known of a round, and to whom. Of an open one: that it is open, and how many boxes have come."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from deputies.roster.models import Mandate
from outreach.projects.check import unpack
from outreach.projects.selectors import years_for
from outreach.projects.vote.models import Credential, PaperCount, RollEntry, Scrutineer, VoteRound
from outreach.projects.vote.states import RoundPhase


def rounds_for(user: User, *, on: date) -> QuerySet[VoteRound]:
    """At the desk: the office's rounds; a scrutineer's own."""
    watched = Exists(Scrutineer.objects.filter(round=OuterRef("pk"), user=user))
    return VoteRound.objects.filter(Q(year__in=years_for(user, on=on)) | watched).select_related(
        "year__region", "year__term", "method"
    )


def get_round_for(user: User, code: str, *, on: date) -> VoteRound:
    """The one door at the desk. Raises NotFound."""
    return _found(rounds_for(user, on=on).filter(code=code).first())


def get_public_round(code: str) -> VoteRound:
    """From its freezing on a round is public: what is voted on, by what rule, sealed to which key. Raises NotFound."""
    found = VoteRound.objects.exclude(phase=RoundPhase.DRAFT).filter(code=code)
    return _found(found.select_related("year__region", "year__term", "method").first())


def get_round_of_deputy(user: User, code: str, *, on: date) -> tuple[VoteRound, RollEntry]:
    """The round and the deputy's own line on its roll. Raises NotFound for who is not on it."""
    entry = (
        RollEntry.objects.filter(round__code=code, mandate__deputy__user=user)
        .exclude(round__phase=RoundPhase.DRAFT)
        .select_related("round__year__region", "round__year__term", "round__method", "mandate__deputy")
        .first()
    )
    if entry is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return entry.round, entry


def remote_rounds_of(user: User) -> QuerySet[VoteRound]:
    """Rounds on whose roll the deputy stands and in which an unnamed credential can be had or cast now."""
    return VoteRound.objects.filter(
        phase__in=[RoundPhase.FROZEN, RoundPhase.OPEN],
        roll__mandate__deputy__user=user,
        roll__credential_given=False,
        method__remote=True,
    ).exclude(kid="")


def received(vote: VoteRound) -> int:
    """Boxes so far: all that anybody may know before the end."""
    if vote.received is not None:
        return vote.received
    with connection.cursor() as cursor:
        cursor.execute("SELECT vote_received(%s)", [vote.pk])
        return int(cursor.fetchone()[0])


def is_spent(vote: VoteRound, credential: bytes) -> bool:
    """Was a box cast with this credential? For the voiding of envelopes alone; waits for casts under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vote_is_spent(%s, %s)", [vote.pk, credential])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class RollFigures:
    """`deputies` on the roll, `present` now, `left` since; `given` envelopes, `signed` tokens, `paper` ballots, of which
    `exchanged` for an envelope."""

    deputies: int
    present: int
    left: int
    given: int
    signed: int
    paper: int
    exchanged: int

    @property
    def issued(self) -> int:
        """Rights to cast on a screen that somebody holds."""
        return self.given + self.signed


def roll_figures(vote: VoteRound) -> RollFigures:
    """The roll in one query."""
    counts = RollEntry.objects.filter(round=vote).aggregate(
        deputies=Count("pk"),
        present=Count("pk", filter=Q(checked_in=True, left=False)),
        left=Count("pk", filter=Q(left=True)),
        given=Count("pk", filter=Q(credential_given=True)),
        signed=Count("pk", filter=~Q(blinded_hash="")),
        paper=Count("pk", filter=Q(paper_given=True)),
        exchanged=Count("pk", filter=Q(exchanged__isnull=False)),
    )
    return RollFigures(**counts)


def envelope_figures(vote: VoteRound) -> dict[str, int]:
    """`envelopes` = `spent` + `voided` + `unused`; before closing `spent` is not known and counts as unused."""
    made = Credential.objects.filter(round=vote)
    counts = made.aggregate(envelopes=Count("pk"), voided=Count("pk", filter=Q(voided=True)))
    spent = made.filter(hash__in=vote.spent.values("hash")).count()
    return {**counts, "spent": spent, "unused": counts["envelopes"] - counts["voided"] - spent}


def agreed_paper(vote: VoteRound) -> PaperCount | None:
    """The paper count that two teams made alike; None while there is none."""
    counts = list(vote.paper_counts.order_by("team"))
    hashes = [count.sha256 for count in counts]
    return next((count for count in counts if hashes.count(count.sha256) > 1), None)


def paper_of(vote: VoteRound) -> tuple[list[dict[str, Any]], int]:
    """The agreed sums of paper as tally.py reads them, and how many paper ballots were issued."""
    found = agreed_paper(vote)
    if found is None:
        return [], 0
    sums = {"returned": found.returned, "valid": found.valid, "spoiled": found.spoiled, "lines": found.lines}
    return [sums], found.issued


@dataclass(frozen=True, slots=True)
class Slot:
    """What the server must know of a round to take a box: fixed from the freezing on. `blind` is (n, e) or None."""

    pk: int
    code: str
    kid: str
    box_size: int
    blind: tuple[int, int] | None


# Of this process. What is frozen never changes again (trigger), so nothing here grows old; only real rounds get in.
_slots: dict[str, Slot] = {}


def slot_of(code: str) -> Slot | None:
    """By its code; None for a round that is not there, not frozen, or on paper alone. Asked once in each process."""
    slot = _slots.get(code)
    if slot is None:
        row = VoteRound.objects.filter(code=code).exclude(kid="").values_list("pk", "frozen").first()
        if row is None or not row[1]:
            return None
        slot = _slots[code] = _slot(row[0], code, json.loads(row[1]))
    return slot


def _slot(pk: int, code: str, told: dict[str, Any]) -> Slot:
    blind = told["blind_key"]
    return Slot(
        pk,
        code,
        told["kid"],
        told["box_size"],
        (int.from_bytes(unpack(blind["n"]), "big"), blind["e"]) if blind else None,
    )


def _found(vote: VoteRound | None) -> VoteRound:
    if vote is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return vote


def votes_of(mandate: Mandate, first: date, last: date) -> list[tuple[str, date, str, str]]:
    """For the dossier: the published votes at which a deputy was present. That somebody took part is public, nothing else
    is known.
    """
    rows = (
        RollEntry.objects.filter(
            mandate=mandate,
            checked_in=True,
            round__phase=RoundPhase.PUBLISHED,
            round__is_test=False,
            round__opened_at__date__gte=first,
            round__opened_at__date__lte=last,
        )
        .select_related("round__year")
        .order_by("round__opened_at", "pk")
    )
    return [
        (
            "meetings",
            localdate(row.round.opened_at),
            _("%(session)s民生实事项目票决") % {"session": row.round.session},
            str(row.round.get_kind_display()),
        )
        for row in rows
        if row.round.opened_at
    ]
