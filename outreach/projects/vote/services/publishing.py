"""Announce a counted round: sign its archive, erase its keys, move the projects, prepare the round that must follow."""

import json
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import WrongState
from congress.people.actors import Actor
from outreach.projects.check import canonical, digest, signed_text
from outreach.projects.rules import require_office
from outreach.projects.services import advance, locked_project
from outreach.projects.states import ProjectState
from outreach.projects.vote.archive import build
from outreach.projects.vote.blind import sign_archive
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.services.rounds import draft_follower, locked_round, require_round_phase
from outreach.projects.vote.states import RoundPhase

# The outcome leaves the candidates as they were: the vote is held again.
_NOTHING = frozenset({"no_quorum", "void"})
_FOLLOWED = frozenset({"runoff", "second_round"})


def publish_round(vote: VoteRound, *, actor: Actor, at: datetime, version: int | None = None) -> VoteRound:
    """Announce the result. A test round moves nothing; a run-off or second round is drafted when the rule asks for it.

    Raises NotAllowed, Stale, WrongState while a tie waits for presidium or lot.
    """
    with transaction.atomic():
        row = locked_round(vote, version)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.COUNTED)
        result = json.loads(row.result)
        if result["outcome"] in {"presidium", "lot"} and not row.decision:
            raise WrongState("tie_open", _("同票的项目还没有由主席团或抽签决定。"))
        archive = build(row, with_ballots=row.method.publishes_ballots)
        assert row.signing_key is not None  # noqa: S101 - made at the freezing
        archive["signature"] = sign_archive(row.signing_key.reveal(), signed_text(archive))
        row.archive = canonical(archive)
        # Whoever takes the database later cannot sign another archive, nor a token for a vote that is over.
        row.signing_key = row.blind_key = None
        row.phase, row.published_at = RoundPhase.PUBLISHED, at
        row.version += 1
        row.save(update_fields=["archive", "signing_key", "blind_key", "phase", "published_at", "version"])
        if not row.is_test:
            _move_projects(row, result, actor=actor, at=at)
        if result["outcome"] in _FOLLOWED:
            draft_follower(
                row,
                outcome=result["outcome"],
                keys=result["contenders"],
                places=result["open_places"],
                actor=actor,
                at=at,
            )
        record(
            "outreach.vote.published",
            row,
            actor=actor,
            archive_hash=digest(row.archive),
            outcome=result["outcome"],
        )
    return row


def _move_projects(vote: VoteRound, result: dict, *, actor: Actor, at: datetime) -> None:
    if result["outcome"] in _NOTHING:
        return
    decided = json.loads(vote.decision)["keys"] if vote.decision else []
    won = {*result["elected"], *decided}
    waits = set(result["contenders"]) if result["outcome"] in _FOLLOWED else set()
    for row in vote.candidates.select_related("project").order_by("number"):
        key = str(row.number)
        project = locked_project(row.project, None)
        if key in waits or project.state != ProjectState.CANDIDATE:
            continue
        advance(project, "choose" if key in won else "pass_over", actor=actor, at=at, round=vote.code)
