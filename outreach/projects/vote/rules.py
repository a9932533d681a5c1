"""What may be voted on, by whom, and the texts that are frozen. Nothing here writes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congress.errors import BadInput, NotAllowed
from congress.models import User
from congress.people.actors import Actor
from congress.people.roles import ADMIN_ROLES, Role
from congress.people.rules import roles_of
from deputies.roster.models import Mandate
from outreach.projects.check import canonical, digest
from outreach.projects.vote.models import PaperCount, RoundCandidate, Scrutineer, VoteRound, VotingMethod
from outreach.projects.vote.states import BallotType, Means, RoundKind, ScrutineerRole

# A surplus below a fifth of the places needs a reason (domain paper B3).
USUAL_DIFF = 5
LEAST_WATCHERS = 3
# Below so many deputies the ballots themselves are not published: a pattern of marks would be a signature.
SMALL_BODY = 100
_ADMINS = frozenset(str(role) for role in ADMIN_ROLES)
# Who runs the office or carries the projects out does not watch their vote.
_NO_WATCHERS = frozenset({str(Role.CLERK), str(Role.HANDLER)}) | _ADMINS


def adopted_text(method: VotingMethod) -> dict[str, Any]:
    """The method's parameters as they are hashed and frozen. Money in fen."""
    return {
        "places": method.places,
        "ballot_type": method.ballot_type,
        "base": method.base,
        "threshold": [method.threshold_upper, method.threshold_lower],
        "quorum": [method.quorum_upper, method.quorum_lower],
        "tie_rule": method.tie_rule,
        "shortfall_rule": method.shortfall_rule,
        "money_cap": method.money_cap_fen,
        "min_diff": method.min_diff,
        "electronic": method.electronic,
        "remote": method.remote,
        "publishes_ballots": method.publishes_ballots,
        "document_number": method.document_number,
        "adopted_on": method.adopted_on.isoformat() if method.adopted_on else "",
    }


def method_hash(method: VotingMethod) -> str:
    """What `VotingMethod.sha256` holds once it is adopted."""
    return digest(canonical(adopted_text(method)))


def counting_method(
    method: VotingMethod, vote: VoteRound, candidates: Sequence[RoundCandidate]
) -> dict[str, Any]:
    """The method as tally.py reads it, with this round's places and candidates."""
    adopted = adopted_text(method)
    follows = vote.kind != RoundKind.FIRST
    return {
        "places": vote.places,
        "candidates": [
            {"key": str(row.number), "title": row.project.title, "cost": row.project.cost_fen}
            for row in candidates
        ],
        "ballot_type": adopted["ballot_type"],
        "base": adopted["base"],
        "threshold": adopted["threshold"],
        "quorum": adopted["quorum"],
        "tie_rule": adopted["tie_rule"],
        "shortfall_rule": adopted["shortfall_rule"],
        # What was chosen before is not counted again: the presidium looks at the sum.
        "money_cap": None if follows else adopted["money_cap"],
        "min_diff": 0 if follows or method.ballot_type == BallotType.BLOCK else adopted["min_diff"],
    }


def marks_of(ballot_type: str, places: int) -> list[Any]:
    """Every mark that a line of this kind of ballot may bear; the longest decides the size of a box."""
    if ballot_type == BallotType.RANK:
        return list(range(1, places + 1))
    if ballot_type in {BallotType.UP_TO, BallotType.EXACTLY}:
        return ["approve", "abstain"]
    return ["approve", "against", "abstain"]


def participants(entries: Sequence[Any]) -> list[dict[str, Any]]:
    """Who was entitled and took part; names of deputies are public by law."""
    return [
        {
            "seat": row.seat,
            "name": row.name,
            "present": row.checked_in,
            "given": row.credential_given,
            "signed": bool(row.blinded_hash),
            "paper": row.paper_given,
            "exchanged": row.exchanged is not None,
            "left": row.left,
        }
        for row in entries
    ]


def sums_hash(count: PaperCount) -> str:
    """Of a paper count's figures: equal for two teams that counted alike."""
    return digest(canonical([count.issued, count.returned, count.valid, count.spoiled, count.lines]))


def entitled_hash(entries: Sequence[Any]) -> str:
    """The roll's hash: seats and names, not who took part."""
    return digest(canonical([[row.seat, row.name] for row in entries]))


def is_electronic(vote: VoteRound) -> bool:
    """Does any ballot of this round pass through a screen?"""
    return vote.means != Means.PAPER


def require_watcher(user: User, vote: VoteRound, *, role: str, on: date) -> None:
    """Raise BadInput unless the account may watch: a deputy of this congress, on no other side of the table."""
    if roles_of(user, on=on) & _NO_WATCHERS:
        raise BadInput("other_side", _("组织投票的人和承办单位的人不能当监票人、计票人。"), field="user")
    mandate = Mandate.objects.in_office(on).filter(deputy__user=user, term=vote.year.term, state="active")
    if role != ScrutineerRole.COUNTER and not mandate.exists():
        raise BadInput("no_deputy", _("监票人从本届代表中产生。"), field="user")


def require_scrutineer(actor: Actor, vote: VoteRound, *roles: str) -> None:
    """Raise NotAllowed unless the actor is appointed to this round (in one of these roles)."""
    wanted = {"role__in": roles} if roles else {}
    if actor.pk is None or not Scrutineer.objects.filter(round=vote, user_id=actor.pk, **wanted).exists():
        raise NotAllowed("not_scrutineer", _("只有本次投票的监票人可以这样做。"))


def rule_sentence(method: VotingMethod, deputies: int) -> str:
    """The rule in one sentence, with what it means for so many deputies."""
    need = deputies * method.threshold_upper // method.threshold_lower + 1
    quorum = -(-deputies * method.quorum_upper // method.quorum_lower)
    share = (
        _("半数")
        if (method.threshold_upper, method.threshold_lower) == (1, 2)
        else f"{method.threshold_upper}/{method.threshold_lower}"
    )
    base = (
        _("赞成超过全体代表的%(share)s（%(deputies)d 名代表，即 %(need)d 票）的通过")
        if method.base == "all"
        else _("赞成超过到会代表的%(share)s的通过")
    ) % {"share": share, "deputies": deputies, "need": need}
    return _(
        "应选 %(places)d 项，%(kind)s；到会须达到 %(quorum)d 人；%(base)s，得票多的当选；同票%(tie)s；不足%(short)s。"
    ) % {
        "places": method.places,
        "kind": method.get_ballot_type_display(),
        "quorum": quorum,
        "base": base,
        "tie": method.get_tie_rule_display(),
        "short": method.get_shortfall_rule_display(),
    }
