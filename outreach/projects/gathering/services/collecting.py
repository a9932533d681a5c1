"""Open the collection and take proposals in: from the portal, the station, the desk, a suggestion, an earlier year."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import Organisation, Region, User
from congress.people.actors import Actor
from congress.people.roles import Role
from congress.people.rules import organisations_of
from congress.privacy import normalise_phone
from congress.texts import require_text
from outreach.projects.gathering.models import CollectionRound, Proposal
from outreach.projects.gathering.states import OPEN_TO_STAFF, Channel, ProposalState
from outreach.projects.models import ProjectYear
from outreach.projects.rules import is_office_of, require_office
from outreach.projects.services import locked_year
from outreach.projects.states import Category, YearState
from petitions.suggestions.codes import code_hash, query_code
from petitions.suggestions.models import Suggestion

# 景洪办法: at least a month.
LEAST_DAYS = 30
# Whoever proposed is told what became of it; a year and a half covers the year and its reserve.
PROPOSER_MONTHS = 18


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """What is proposed; name and phone may be empty."""

    title: str
    problem: str
    category: str
    region: Region
    who: str = ""
    spot: str = ""
    cost_fen: int | None = None
    proposer: str = ""
    phone: str = ""


def publish_collection(
    year: ProjectYear, *, opens_on: date, closes_on: date, notice: str, actor: User, at: datetime
) -> CollectionRound:
    """Publish the notice, or move its end. At least thirty days. Raises NotAllowed, WrongState, BadInput."""
    notice = require_text(notice, field="notice", least=10, most=2000)
    if (closes_on - opens_on).days + 1 < LEAST_DAYS:
        raise BadInput("too_short", _("征集不少于 30 天。"), field="closes_on")
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        if row.state not in {YearState.PREPARING, YearState.COLLECTING}:
            raise WrongState("too_late", _("征集阶段已经结束。"))
        made, _new = CollectionRound.objects.update_or_create(
            year=row,
            defaults={
                "opens_on": opens_on, "closes_on": closes_on, "notice": notice, "published_by": actor, "published_at": at,
            },
        )  # fmt: skip
        record("outreach.collection.published", made, actor=actor, opens_on=opens_on, closes_on=closes_on)
    return made


def is_collecting(year: ProjectYear, *, on: date) -> bool:
    """May the public propose today?"""
    found = CollectionRound.objects.filter(year=year, opens_on__lte=on, closes_on__gte=on).exists()
    return found and year.state == YearState.COLLECTING


def propose(
    year: ProjectYear,
    draft: ProposalDraft,
    *,
    actor: Actor,
    at: datetime,
    client_uuid: UUID | None = None,
    channel: str = Channel.PORTAL,
    station: Organisation | None = None,
) -> tuple[Proposal, str]:
    """Take a proposal in; the row, and the code with which its fate is found. The same `client_uuid` gives the first again.

    The public within the collection's days; the office and stations until the screening ends. Raises NotAllowed,
    WrongState, BadInput.
    """
    client_uuid = client_uuid or uuid4()
    known = Proposal.objects.filter(client_uuid=client_uuid).first()
    if known is not None:
        return known, query_code(client_uuid)
    _require_open(year, channel, station, actor=actor, on=localdate(at))
    checked = _checked(year, draft)
    try:
        with transaction.atomic():
            made = _write(
                year, checked, actor=actor, at=at, client_uuid=client_uuid, channel=channel, station=station
            )
    except IntegrityError:
        known = Proposal.objects.filter(client_uuid=client_uuid).first()
        if known is None:
            raise
        return known, query_code(client_uuid)
    return made, query_code(client_uuid)


def _require_open(
    year: ProjectYear, channel: str, station: Organisation | None, *, actor: Actor, on: date
) -> None:
    if channel == Channel.PORTAL:
        if not is_collecting(year, on=on):
            raise WrongState("not_collecting", _("现在不在征集期内。您可以随时通过“我要反映”提出意见。"))
        return
    if year.state not in OPEN_TO_STAFF:
        raise WrongState("not_collecting", _("现在不在征集或筛选阶段。"))
    if channel == Channel.STATION:
        if (
            actor.pk is None
            or station is None
            or station.pk not in organisations_of(actor, Role.STATION_OFFICER, on=on)
        ):
            raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
        return
    if not is_office_of(actor, year, on=on):
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


def _checked(year: ProjectYear, draft: ProposalDraft) -> dict:
    if draft.category not in Category.values:
        raise BadInput("no_category", _("请选一类。"), field="category")
    if not draft.region.code.startswith(year.region.prefix):
        raise BadInput("other_region", _("地点不在本级行政区内。"), field="region")
    if draft.cost_fen is not None and not 0 <= draft.cost_fen <= 10**14:
        raise BadInput("bad_money", _("估计投资不对。"), field="cost")
    phone = ""
    if draft.phone.strip():
        phone = normalise_phone(draft.phone)
    return {
        "title": require_text(draft.title, field="title", least=4, most=60),
        "problem": require_text(draft.problem, field="problem", least=8, most=1000),
        "category": draft.category,
        "region": draft.region,
        "who": draft.who.strip()[:120],
        "spot": draft.spot.strip()[:120],
        "cost_fen": draft.cost_fen,
        "proposer": draft.proposer.strip()[:40] or None,
        "phone": phone or None,
    }


def _write(
    year: ProjectYear,
    checked: dict,
    *,
    actor: Actor,
    at: datetime,
    client_uuid: UUID,
    channel: str,
    station: Organisation | None = None,
    suggestion: Suggestion | None = None,
    former: Proposal | None = None,
) -> Proposal:
    made = Proposal.objects.create(
        year=year, client_uuid=client_uuid, code_hash=code_hash(query_code(client_uuid)), channel=channel, station=station,
        suggestion=suggestion, former=former, created_at=at, **checked,
    )  # fmt: skip
    record("outreach.proposal.received", made, actor=actor, channel=channel, category=made.category)
    return made


def convert_suggestion(
    suggestion: Suggestion, year: ProjectYear, *, category: str, actor: User, at: datetime
) -> Proposal:
    """Make a proposal of a citizen's suggestion; both show the other. Once a year and suggestion.

    The suggestion goes its own way on: it is owed its reply. Raises NotAllowed, WrongState, BadInput.
    """
    on = localdate(at)
    _require_open(year, Channel.SUGGESTION, None, actor=actor, on=on)
    if Proposal.objects.filter(year=year, suggestion=suggestion).exists():
        raise WrongState("converted", _("这件意见已经转为本年度的项目提案。"))
    draft = ProposalDraft(
        title=suggestion.title[:60], problem=suggestion.content[:1000], category=category, region=suggestion.region,
        spot=suggestion.spot,
    )  # fmt: skip
    with transaction.atomic():
        return _write(
            year, _checked(year, draft), actor=actor, at=at, client_uuid=uuid4(), channel=Channel.SUGGESTION,
            suggestion=suggestion,
        )  # fmt: skip


def roll_over(year: ProjectYear, *, actor: User, at: datetime) -> int:
    """Carry the reserve of the congress's former years into this one; how many. Doing it again carries nothing twice."""
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        if row.state not in {YearState.PREPARING, *OPEN_TO_STAFF}:
            raise WrongState("too_late", _("筛选已经结束，不能再转入储备项目。"))
        waiting = list(
            Proposal.objects.select_for_update(of=("self",)).filter(
                year__region=row.region, year__year__lt=row.year, state=ProposalState.RESERVED, later=None
            )
        )
        copied = ("title", "problem", "category", "region_id", "who", "spot", "cost_fen")
        made = []
        for old in waiting:
            key = uuid4()
            made.append(
                Proposal(
                    year=row, client_uuid=key, code_hash=code_hash(query_code(key)), channel=Channel.RESERVE, former=old,
                    suggestion_id=old.suggestion_id, created_at=at, **{name: getattr(old, name) for name in copied},
                )
            )  # fmt: skip
        Proposal.objects.bulk_create(made)
        if made:
            record("outreach.proposals.rolled_over", row, actor=actor, many=len(made))
    return len(made)


def erase_proposers(*, before: date, on: date) -> int:
    """Eraser: names and phones go, the proposal stays."""
    until = make_aware(datetime.combine(before, datetime.min.time()))
    named = Q(proposer__isnull=False) | Q(phone__isnull=False)
    return Proposal.objects.filter(named, created_at__lt=until).update(proposer=None, phone=None)
