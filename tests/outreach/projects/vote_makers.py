"""Rounds in every phase, made through the services: a roll, watchers, envelopes, sealed ballots."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from congress.models import User
from congress.people.roles import Role
from congress.regions.models import Organisation
from deputies.models import Term
from outreach.models import ProjectYear, VoteRound, VotingMethod
from outreach.projects.check import ballot_texts
from outreach.projects.states import ProjectState, YearState
from outreach.projects.vote import box
from outreach.projects.vote.rules import method_hash
from outreach.projects.vote.services import closing, publishing, roll, rounds
from outreach.projects.vote.services.casting import cast
from outreach.projects.vote.states import Means, ScrutineerRole
from tests.deputies.makers import make_deputy, make_mandate, make_term
from tests.factories import give_role, make_organisation, make_user
from tests.outreach.makers import make_project, make_year
from tests.outreach.projects.vote_keys import PRIVATE, PUBLIC

AT = datetime(2026, 1, 20, 1, 0, tzinfo=UTC)
ON = date(2026, 1, 20)
PUBLIC_TEXT = base64.urlsafe_b64encode(PUBLIC).decode().rstrip("=")


def make_method(year: ProjectYear, *, drafter: User, signer: User, **fields: Any) -> VotingMethod:
    """An adopted method: choose up to two, electronic voting allowed."""
    method = VotingMethod(
        year=year, drafted_by=drafter, updated_at=AT, **{"places": 2, "electronic": True, **fields}
    )
    method.save()
    method.document_number, method.adopted_on, method.adopted_by = "邵人发〔2026〕3号", ON, signer
    method.sha256 = method_hash(method)
    method.save()
    return method


def make_watchers(term: Term, station: Organisation) -> list[User]:
    """Three deputies of the congress who watch: the first is the chief."""
    watchers = []
    for number in range(3):
        user = make_user(username=f"watcher{number}", name=f"监票{number}")
        give_role(user, Role.DEPUTY, station)
        make_mandate(make_deputy(f"监票{number}", user=user), term=term)
        watchers.append(user)
    return watchers


class Hall:
    """A congress in session: `clerk` runs it, `watchers` watch it, `year` has `candidates` projects to choose from."""

    def __init__(
        self, clerk: User, office: Organisation, *, deputies: int = 9, candidates: int = 4, **method: Any
    ) -> None:
        self.clerk = clerk
        self.term = make_term(starts_on=date(2022, 1, 1))
        self.year = make_year(2026, state=YearState.VOTING, term=self.term, office=office)
        self.projects = [
            make_project(self.year, state=ProjectState.CANDIDATE, title=f"第{n}项")
            for n in range(1, candidates + 1)
        ]
        station = make_organisation("430524001-ZD", "桃花坪街道代表联络站", region=self.year.region)
        self.watchers = make_watchers(self.term, station)
        self.deputies = len(self.watchers)
        self.grow(deputies)
        signer = make_user(username="signer", name="核签人")
        self.method = make_method(self.year, drafter=clerk, signer=signer, **method)
        self.codes: list[str] = []
        self.receipts: list[str] = []

    def grow(self, deputies: int) -> None:
        """Elect more, until there are so many."""
        for number in range(self.deputies, deputies):
            make_mandate(make_deputy(f"代表{number - len(self.watchers):04d}"), term=self.term)
        self.deputies = max(self.deputies, deputies)

    def drafted(self, *, is_test: bool = False, means: str = Means.ELECTRONIC) -> VoteRound:
        """With its watchers and, on screens, their key."""
        vote = rounds.draft_round(
            self.year, session="市第十七届人大第六次会议", means=means, opens_at=AT, closes_at=AT + timedelta(hours=1),
            actor=self.clerk, at=AT, is_test=is_test,
        )  # fmt: skip
        return self.watched(vote)

    def watched(self, vote: VoteRound) -> VoteRound:
        """Appoint the three, who make a key with two of three shares."""
        roles = [ScrutineerRole.CHIEF, ScrutineerRole.SCRUTINEER, ScrutineerRole.SCRUTINEER]
        for user, role in zip(self.watchers, roles, strict=True):
            if not vote.scrutineers.filter(user=user).exists():
                rounds.appoint(vote, user, role=role, actor=self.clerk, at=AT)
        if vote.means != Means.PAPER:
            rounds.set_key(vote, PUBLIC_TEXT, k=2, actor=self.watchers[0], at=AT)
        return vote

    def frozen(self, vote: VoteRound | None = None, *, is_test: bool = True) -> VoteRound:
        """Frozen, with envelopes; a test round unless said otherwise."""
        vote = rounds.freeze_round(vote or self.drafted(is_test=is_test), actor=self.clerk, at=AT)
        if vote.kid:
            self.codes = [code for _number, code in roll.make_envelopes(vote, actor=self.clerk, at=AT)]
        return vote

    def opened(
        self, vote: VoteRound | None = None, *, present: int | None = None, is_test: bool = True
    ) -> VoteRound:
        """All (or so many) are present and hold an envelope; the round is open."""
        vote = vote if vote and vote.frozen else self.frozen(vote, is_test=is_test)
        for seat in range(1, (vote.deputies_total if present is None else present) + 1):
            roll.check_in(vote, seat, actor=self.clerk, at=AT)
            if vote.kid:
                roll.hand_out(vote, seat, actor=self.clerk, at=AT)
        return rounds.open_round(vote, actor=self.clerk, at=AT)

    def vote(self, vote: VoteRound, choices: Sequence[Sequence[str]]) -> list[str]:
        """Cast one ballot for each list of chosen numbers; the receipts."""
        sheets = [[[key, "approve"] for key in chosen] for chosen in choices]
        return [
            cast(vote.code, code, sealed(vote, sheet)).receipt
            for code, sheet in zip(self.codes, sheets, strict=False)
        ]

    def counted(self, vote: VoteRound, choices: Sequence[Sequence[str]]) -> VoteRound:
        """Cast, closed, opened by two scrutineers, counted."""
        self.vote(vote, choices)
        closed = closing.close_round(vote, actor=self.clerk, at=AT)
        for watcher in self.watchers[:2]:
            closed = closing.enter_opening(closed, read_boxes(closed), actor=watcher, at=AT)
        return closing.count_round(closed, actor=self.watchers[0], at=AT)

    def tested(self) -> None:
        """The test vote that must come before a real one on screens."""
        test = self.counted(self.opened(is_test=True), [["1"], [], ["1", "2"]])
        publishing.publish_round(test, actor=self.clerk, at=AT)


def sealed(vote: VoteRound, ballot: Sequence[Any]) -> str:
    """The ballot as the browser sends it."""
    size = json.loads(vote.frozen)["box_size"]
    raw = box.seal(ballot, public=PUBLIC, frozen_hash=vote.frozen_hash, size=size)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_boxes(vote: VoteRound) -> list[Any]:
    """What a scrutineer's device gets out of the boxes."""
    ballots = []
    for row in vote.boxes.all():
        try:
            ballots.append(box.open_box(bytes(row.box), private=PRIVATE, frozen_hash=vote.frozen_hash))
        except box.BadBox:
            ballots.append(box.UNREADABLE)
    return [json.loads(text) for text in ballot_texts(ballots)]
