"""Prepare a round, appoint who watches it, freeze it, open it."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, Stale, WrongState
from congress.models import User
from congress.people.actors import Actor
from congress.texts import require_text
from deputies.roster.models import Mandate
from outreach.projects.check import canonical, digest, unpack
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import require_office
from outreach.projects.services import locked_year
from outreach.projects.states import ProjectState
from outreach.projects.tally import BadMethod, read_round
from outreach.projects.vote import blind, box
from outreach.projects.vote.models import RollEntry, RoundCandidate, Scrutineer, VoteRound, VotingMethod
from outreach.projects.vote.rules import (
    LEAST_WATCHERS,
    adopted_text,
    counting_method,
    entitled_hash,
    is_electronic,
    marks_of,
    require_scrutineer,
    require_watcher,
)
from outreach.projects.vote.selectors import received, roll_figures
from outreach.projects.vote.states import Means, RoundKind, RoundPhase, ScrutineerRole

# No 0/O, 1/I/L, U/V: read aloud in a hall.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
MOST_SHARES = 9


def draft_round(
    year: ProjectYear,
    *,
    session: str,
    means: str,
    opens_at: datetime,
    closes_at: datetime,
    actor: Actor,
    at: datetime,
    is_test: bool = False,
) -> VoteRound:
    """Prepare a first round over the year's formal candidates by its adopted method, with the whole roll.

    Raises NotAllowed; WrongState without a method or candidates, or while another round decides; BadInput.
    """
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        method = VotingMethod.objects.filter(year=row, adopted_on__isnull=False).first()
        if method is None:
            raise WrongState("no_method", _("票决办法还没有通过，不能建立投票。"))
        if not is_test:
            _require_undecided(row)
        projects = list(row.projects.filter(state=ProjectState.CANDIDATE).order_by("number"))
        if not projects:
            raise WrongState("no_candidates", _("还没有正式候选项目。"))
        return _write(
            row, method, projects, places=method.places, kind=RoundKind.FIRST, parent=None, means=means,
            session=require_text(session, field="session", least=4, most=80), opens_at=opens_at, closes_at=closes_at,
            is_test=is_test, actor=actor, at=at,
        )  # fmt: skip


def draft_follower(
    vote: VoteRound, *, outcome: str, keys: Sequence[str], places: int, actor: Actor, at: datetime
) -> VoteRound:
    """The run-off or second round that a result asks for, among those candidates. In the caller's transaction."""
    projects = [
        row.project for row in vote.candidates.select_related("project") if str(row.number) in set(keys)
    ]
    kind = RoundKind.RUNOFF if outcome == "runoff" else RoundKind.SECOND
    follower = _write(
        vote.year, vote.method, projects, places=places, kind=kind, parent=vote, means=vote.means, session=vote.session,
        opens_at=at, closes_at=at + (vote.closes_at - vote.opens_at), is_test=vote.is_test, actor=actor, at=at,
    )  # fmt: skip
    Scrutineer.objects.bulk_create(
        Scrutineer(round=follower, user=row.user, role=row.role) for row in vote.scrutineers.order_by("pk")
    )
    return follower


def _require_undecided(year: ProjectYear) -> None:
    """One round decides: another is drafted only after one that could not be held or was void."""
    for vote in VoteRound.objects.filter(year=year, is_test=False, parent=None):
        over = vote.phase == RoundPhase.PUBLISHED and json.loads(vote.result)["outcome"] in {
            "no_quorum",
            "void",
        }
        if not over:
            raise WrongState("round_there", _("本年度已有一次投票，不能另建。"))


def _write(
    year: ProjectYear,
    method: VotingMethod,
    projects: Sequence[Project],
    *,
    places: int,
    kind: str,
    parent: VoteRound | None,
    means: str,
    session: str,
    opens_at: datetime,
    closes_at: datetime,
    is_test: bool,
    actor: Actor,
    at: datetime,
) -> VoteRound:
    if means != Means.PAPER and not method.electronic:
        raise BadInput("paper_only", _("票决办法没有规定电子投票，只能用纸质票。"), field="means")
    if closes_at <= opens_at:
        raise BadInput("bad_times", _("截止时间要晚于开始时间。"), field="closes_at")
    vote = VoteRound.objects.create(
        code="".join(secrets.choice(_ALPHABET) for _n in range(8)),
        year=year, method=method, parent=parent, kind=kind, is_test=is_test, means=means, session=session,
        places=places, opens_at=opens_at, closes_at=closes_at,
    )  # fmt: skip
    RoundCandidate.objects.bulk_create(
        RoundCandidate(round=vote, project=project, number=project.number) for project in projects
    )
    mandates = (
        Mandate.objects.in_office(localdate(at))
        .filter(term=year.term)
        .order_by("delegation__name", "deputy__name", "pk")
        .values_list("pk", "deputy__name")
    )
    RollEntry.objects.bulk_create(
        RollEntry(round=vote, mandate_id=pk, seat=seat, name=name)
        for seat, (pk, name) in enumerate(mandates, start=1)
    )
    record("outreach.vote.drafted", vote, actor=actor, kind=kind, means=means, is_test=is_test)
    return vote


def locked_round(vote: VoteRound, version: int | None = None) -> VoteRound:
    """The row, locked, before anything about it is judged. Raises Stale."""
    row = (
        VoteRound.objects.select_for_update(of=("self",))
        .select_related("year__region", "year__term", "method")
        .get(pk=vote.pk)
    )
    if version is not None and row.version != version:
        raise Stale("stale", _("这次投票刚被办理，请刷新后再试。"))
    return row


def require_round_phase(vote: VoteRound, *phases: str) -> None:
    """Raise WrongState unless the round is in one of the phases."""
    if vote.phase not in phases:
        raise WrongState(
            "wrong_phase", _("投票处于“%(phase)s”，不能这样做。") % {"phase": RoundPhase(vote.phase).label}
        )


def appoint(vote: VoteRound, user: User, *, role: str, actor: Actor, at: datetime) -> Scrutineer:
    """Appoint a scrutineer or counter before the freezing. Raises NotAllowed, WrongState, BadInput (field `user`)."""
    with transaction.atomic():
        row = locked_round(vote)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.DRAFT)
        require_watcher(user, row, role=role, on=localdate(at))
        if row.scrutineers.filter(user=user).exists():
            raise BadInput("appointed", _("该人员已经在名单上。"), field="user")
        if role == ScrutineerRole.CHIEF and row.scrutineers.filter(role=role).exists():
            raise BadInput("one_chief", _("总监票人只有一位。"), field="role")
        made = Scrutineer.objects.create(round=row, user=user, role=role)
        record("outreach.vote.appointed", row, actor=actor, user=user.pk, role=role)
    return made


def dismiss(vote: VoteRound, user: User, *, actor: Actor, at: datetime) -> None:
    """Take somebody off the list before the freezing; a key that was made with that person is void."""
    with transaction.atomic():
        row = locked_round(vote)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.DRAFT)
        if not row.scrutineers.filter(user=user).delete()[0]:
            raise BadInput("not_appointed", _("该人员不在名单上。"), field="user")
        row.scrutineers.update(share=None)
        row.public_key = row.kid = ""
        row.threshold_k = row.shares_n = 0
        row.save(update_fields=["public_key", "kid", "threshold_k", "shares_n"])
        record("outreach.vote.dismissed", row, actor=actor, user=user.pk)


def set_key(vote: VoteRound, public_key: str, *, k: int, actor: Actor, at: datetime) -> VoteRound:
    """Take the public half of the key that the scrutineers made on their own device (raw point, base64url).

    Shares 1 to n belong to chief and scrutineers in the order of their appointment. Raises NotAllowed unless the actor
    is one of them, WrongState, BadInput.
    """
    try:
        raw = unpack(public_key)
        box.require_public(raw)
    except ValueError as wrong:
        raise BadInput("bad_key", _("收到的公钥不对，请重新生成。"), field="public_key") from wrong
    with transaction.atomic():
        row = locked_round(vote)
        require_round_phase(row, RoundPhase.DRAFT)
        require_scrutineer(actor, row, ScrutineerRole.CHIEF, ScrutineerRole.SCRUTINEER)
        holders = list(row.scrutineers.exclude(role=ScrutineerRole.COUNTER).order_by("pk"))
        if not LEAST_WATCHERS <= len(holders) <= MOST_SHARES or not 2 <= k <= len(holders):
            raise BadInput("bad_shares", _("监票人要有 3 至 9 位，启封至少要其中 2 位。"), field="k")
        for number, holder in enumerate(holders, start=1):
            holder.share = number
        row.scrutineers.update(share=None)
        Scrutineer.objects.bulk_update(holders, ["share"])
        row.public_key, row.kid = public_key, box.key_id(raw)
        row.threshold_k, row.shares_n = k, len(holders)
        row.version += 1
        row.save(update_fields=["public_key", "kid", "threshold_k", "shares_n", "version"])
        record("outreach.vote.keyed", row, actor=actor, kid=row.kid, k=k, n=len(holders))
    return row


def freeze_round(vote: VoteRound, *, actor: Actor, at: datetime, version: int | None = None) -> VoteRound:
    """Seal what is voted on, by what rule, by whom and to which key; the database refuses changes from here on.

    Raises NotAllowed, Stale, WrongState, BadInput with what is missing.
    """
    with transaction.atomic():
        row = locked_round(vote, version)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.DRAFT)
        _require_watchers(row)
        entries = list(row.roll.order_by("seat"))
        candidates = list(row.candidates.select_related("project").order_by("number"))
        counting = counting_method(row.method, row, candidates)
        try:
            read_round({"method": counting, "roll": dict.fromkeys(_ROLL, 0), "ballots": []})[
                0
            ].require_sound()
        except BadMethod as wrong:
            raise BadInput("bad_method", str(wrong)) from wrong
        document = _document(row, counting, entries)
        row.frozen = canonical(document)
        row.frozen_hash = digest(row.frozen)
        row.deputies_total = len(entries)
        row.phase = RoundPhase.FROZEN
        row.version += 1
        row.save()
        if is_electronic(row):
            with connection.cursor() as cursor:
                cursor.execute("SELECT vote_make_intake(%s)", [row.pk])
        record(
            "outreach.vote.frozen", row, actor=actor, frozen_hash=row.frozen_hash, deputies=len(entries),
            method_hash=row.method.sha256,
        )  # fmt: skip
    return row


_ROLL = ("deputies", "present", "issued", "returned")


def _require_watchers(vote: VoteRound) -> None:
    watchers = vote.scrutineers.exclude(role=ScrutineerRole.COUNTER)
    if watchers.count() < LEAST_WATCHERS or not watchers.filter(role=ScrutineerRole.CHIEF).exists():
        raise BadInput("few_watchers", _("至少要有一位总监票人和两位监票人。"))
    if is_electronic(vote) and (not vote.kid or vote.shares_n != watchers.count()):
        raise BadInput("no_key", _("监票人还没有生成密钥，或名单在生成以后变了。"))
    tested = VoteRound.objects.filter(
        year=vote.year, is_test=True, phase__in=[RoundPhase.COUNTED, RoundPhase.PUBLISHED]
    )
    first = vote.kind == RoundKind.FIRST and not vote.is_test
    if is_electronic(vote) and first and not tested.exclude(means=Means.PAPER).exists():
        raise BadInput("no_test", _("正式投票以前要做一次测试投票并计票。"))


def _document(vote: VoteRound, counting: dict, entries: list[RollEntry]) -> dict:
    adopted = adopted_text(vote.method)
    signing = blind.make_key()
    vote.signing_key = signing
    remote = vote.method.remote and is_electronic(vote)
    if remote:
        vote.blind_key = blind.make_key()
    size = 0
    if is_electronic(vote):
        keys = (
            ["*"] if counting["ballot_type"] == "block" else [line["key"] for line in counting["candidates"]]
        )
        marks = [str(mark) for mark in marks_of(counting["ballot_type"], counting["places"])]
        size = box.box_size(keys, marks)
    return {
        "version": 1,
        "round": vote.code,
        "title": vote.year.title,
        "session": vote.session,
        "kind": vote.kind,
        "is_test": vote.is_test,
        "means": vote.means,
        "adopted": adopted,
        "method_hash": vote.method.sha256,
        "method": counting,
        "roll": {"deputies": len(entries), "entitled_hash": entitled_hash(entries)},
        "public_key": vote.public_key,
        "kid": vote.kid,
        "k": vote.threshold_k,
        "n": vote.shares_n,
        "box_size": size,
        "blind_key": blind.public_text(vote.blind_key.reveal()) if remote else None,
        "signing_key": blind.public_text(signing),
        "opens_at": vote.opens_at.isoformat(),
        "closes_at": vote.closes_at.isoformat(),
    }


def open_round(vote: VoteRound, *, actor: Actor, at: datetime, version: int | None = None) -> VoteRound:
    """Begin: the number present is fixed, the box is shown to be empty. Raises WrongState below the quorum.

    A round below the quorum cannot be opened; it is recorded (`outreach.vote.no_quorum`) before the refusal.
    """
    with transaction.atomic():
        row = locked_round(vote, version)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.FROZEN)
        present = roll_figures(row).present
        need = -(-row.deputies_total * row.method.quorum_upper // row.method.quorum_lower)
        is_short = present < need
        if is_short:
            record("outreach.vote.no_quorum", row, actor=actor, present=present, need=need)
        else:
            boxes = received(row)
            if boxes:
                raise WrongState("box_not_empty", _("票箱里已有选票，不能开始。"))
            row.phase, row.present, row.opened_at = RoundPhase.OPEN, present, at
            row.version += 1
            row.save(update_fields=["phase", "present", "opened_at", "version"])
            record("outreach.vote.opened", row, actor=actor, present=present, boxes=boxes)
    if is_short:
        raise WrongState(
            "no_quorum",
            _("到会 %(present)d 人，法定人数 %(need)d 人，不能开始投票；已记录。")
            % {"present": present, "need": need},
        )
    return row


def allow_paper(vote: VoteRound, *, reason: str, actor: Actor, at: datetime) -> VoteRound:
    """Go on with paper beside the screens: an unused envelope is handed in and exchanged for a paper ballot.

    Decided by the chief scrutineer. Raises NotAllowed, WrongState, BadInput.
    """
    with transaction.atomic():
        row = locked_round(vote)
        require_scrutineer(actor, row, ScrutineerRole.CHIEF)
        require_round_phase(row, RoundPhase.FROZEN, RoundPhase.OPEN)
        if row.means != Means.ELECTRONIC:
            raise WrongState("paper_there", _("本次投票已经可以用纸质票。"))
        reason = require_text(reason, field="reason", least=4, most=200)
        row.means = Means.MIXED
        row.version += 1
        row.save(update_fields=["means", "version"])
        record("outreach.vote.paper_allowed", row, actor=actor, reason=reason)
    return row
