"""Counties in the phases between: one asks its deputies, one publishes its candidates, one has voted. By the services."""

import base64
import json
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from congress.models import User
from congress.people.actors import CITIZEN
from congress.people.demo import demo_password
from congress.registry import DemoAccount, demo_accounts
from deputies.models import Mandate
from deputies.roster.states import Level
from outreach.demo.years import account, appointed, candidates, clerk_of, opened, watched
from outreach.projects.check import ballot_texts
from outreach.projects.consulting.models import Advice
from outreach.projects.consulting.services import (
    AdviceLine,
    CommentDraft,
    advise,
    answer_advice,
    answer_comment,
    comment,
    publish_notice,
)
from outreach.projects.models import ProjectYear
from outreach.projects.states import ProjectState, YearState
from outreach.projects.vote import box
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.services import closing, publishing, roll, rounds
from outreach.projects.vote.services.casting import cast
from outreach.projects.vote.states import Means

CONSULTING, NOTICING, VOTED = "430581", "430523", "430522"
ADVISER = "daibiao.1"
# Of the demo alone, and therefore known to everybody: a real key is made by the scrutineers and never comes here.
DEMO_KEY = 0x5E0C4B1D2A39F8E7D6C5B4A39281706F5E4D3C2B1A0987654321FEDCBA987651
WORDS = (
    (0, "市区的事，乡镇代表意见可能不一样，建议写明惠及哪些乡镇的群众。"),
    (3, "药品配送最急，老人等不起。"),
    (4, "渡口必须在汛期以前建好。"),
)
COMMENTS = (
    (1, "步道能不能多装几盏路灯？", "设计已含路灯，间距二十五米。"),
    (2, "课桌椅请选没有气味的。", "招标文件写明环保标准，到货抽检，样品由家长代表挑选。"),
    (None, "希望把老旧小区加装电梯也列进来。", "已作为提案存入储备库，明年优先研究。"),
    (8, "施工时能不能留一条非机动车道？", ""),
)


def load_stages(year: int, *, at: datetime) -> None:
    """Nothing where a county's congress or office is missing in the demo."""
    clerk = clerk_of("430500")
    if clerk is None:
        return
    asked = opened(Level.COUNTY, CONSULTING, year, YearState.CONSULTING, at=at, clerk=clerk)
    if asked is not None:
        _consulted(asked, clerk, at=at)
    shown = opened(Level.COUNTY, NOTICING, year, YearState.NOTICING, at=at, clerk=clerk)
    if shown is not None:
        _published(shown, clerk, at=at)
    decided = opened(Level.COUNTY, VOTED, year, YearState.VOTING, at=at, clerk=clerk)
    if decided is not None:
        _voted(decided, clerk, at=at)


def announce() -> None:
    """The deputy whose phone shows the consultation, in the list of accounts."""
    for user in User.objects.filter(username=ADVISER):
        demo_accounts.append(DemoAccount(user.username, demo_password(), "deputy", user.name, "phone"))


def _consulted(year: ProjectYear, clerk: User, *, at: datetime) -> None:
    projects = candidates(year, ProjectState.INITIAL, at=at, many=6)
    seats = Mandate.objects.in_office(at.date()).filter(term=year.term, state="active", deputy__user=None)
    chance = Random(year.pk)  # noqa: S311 - the same world every time
    for number, seat in enumerate(seats.select_related("deputy").order_by("pk")[:8], 1):
        user = account(seat, f"daibiao.{number}")
        order = chance.sample(range(len(projects)), k=4)
        said = dict(WORDS[number % 3 : number % 3 + 1])
        lines = [
            AdviceLine(project.uid, order.index(place) + 1 if place in order else None, said.get(place, ""))
            for place, project in enumerate(projects)
        ]
        if user.username == ADVISER:
            user.set_password(demo_password())
            user.save(update_fields=["password"])
        else:
            advise(year, lines, actor=user, at=at)
    asked = Advice.objects.filter(year=year).order_by("pk").first()
    if asked is not None:
        answer_advice(asked.project, "已吸收意见，修改了建设内容和预算。", actor=clerk, at=at)


def _published(year: ProjectYear, clerk: User, *, at: datetime) -> None:
    projects = candidates(year, ProjectState.INITIAL, at=at)
    day = at.date()
    publish_notice(
        year, opens_on=day, closes_on=day + timedelta(days=10), actor=clerk, at=at,
        text="经征集、初筛和征求代表意见，现将候选项目公示。对项目内容、资金、地点有意见的，请在公示期内提出，逐条答复。",
    )  # fmt: skip
    for place, words, answer in COMMENTS:
        draft = CommentDraft(words, None if place is None else projects[place])
        row = comment(year, draft, actor=CITIZEN, at=at, client_uuid=uuid4())
        if answer:
            answer_comment(row, answer, actor=clerk, at=at)


def _voted(year: ProjectYear, clerk: User, *, at: datetime) -> None:
    """The test vote that must come first, and the one that counts."""
    candidates(year, ProjectState.CANDIDATE, at=at)
    watchers = appointed(year, clerk, prefix="jiandu", at=at, places=8)
    if watchers is None:
        return
    chance = Random(year.pk)  # noqa: S311 - the same world every time
    for is_test in (True, False):
        vote = rounds.draft_round(
            year, session=f"{year.region.name}第十八届人民代表大会第六次会议", means=Means.ELECTRONIC, opens_at=at,
            closes_at=at + timedelta(hours=1), actor=clerk, at=at, is_test=is_test,
        )  # fmt: skip
        watched(vote, watchers, actor=clerk, at=at)
        _held(vote, watchers, clerk, chance, at=at)


def _held(vote: VoteRound, watchers: list[User], clerk: User, chance: Random, *, at: datetime) -> None:
    public = ec.derive_private_key(DEMO_KEY, ec.SECP256R1()).public_key()
    raw = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    rounds.set_key(vote, base64.urlsafe_b64encode(raw).decode().rstrip("="), k=2, actor=watchers[0], at=at)
    vote = rounds.freeze_round(vote, actor=clerk, at=at)
    codes = [code for _number, code in roll.make_envelopes(vote, actor=clerk, at=at)]
    active = vote.roll.filter(mandate__state="active").order_by("seat").values_list("seat", flat=True)
    for seat in active:
        roll.check_in(vote, seat, actor=clerk, at=at)
        roll.hand_out(vote, seat, actor=clerk, at=at)
    vote = rounds.open_round(vote, actor=clerk, at=at)
    size = json.loads(vote.frozen)["box_size"]
    lines = list(vote.candidates.order_by("number").values_list("number", flat=True))
    # The last one keeps the envelope unused.
    for code in codes[: len(active) - 1]:
        liked = sorted(lines, key=lambda number: chance.random() * (number + 4))[: chance.randint(6, 8)]
        ballot = [[str(number), "approve"] for number in sorted(liked)]
        sealed = box.seal(ballot, public=raw, frozen_hash=vote.frozen_hash, size=size)
        cast(vote.code, code, base64.urlsafe_b64encode(sealed).decode().rstrip("="))
    vote = closing.close_round(vote, actor=clerk, at=at)
    opened_boxes = [
        box.open_box(bytes(row.box), private=DEMO_KEY, frozen_hash=vote.frozen_hash)
        for row in vote.boxes.all()
    ]
    ballots = [json.loads(text) for text in ballot_texts(opened_boxes)]
    for watcher in watchers[:2]:
        vote = closing.enter_opening(vote, ballots, actor=watcher, at=at)
    vote = closing.count_round(vote, actor=watchers[0], at=at)
    publishing.publish_round(vote, actor=clerk, at=at)
