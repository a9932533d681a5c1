"""What pages read about points."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Rank
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import holds, region_prefixes
from deputies.points.arithmetic import bucket_of, capped
from deputies.points.defaults import ABSENCE_WARNING
from deputies.points.models import PointAccount, PointAppeal, PointAward, RuleSet
from deputies.points.states import AppealState, AwardState, EventKind, RuleSetState
from deputies.roster.models import Mandate, Term
from deputies.roster.rules import READERS

# Below this a ranking would point at persons: none is shown.
LEAST_RANKED = 5


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of a ranking; the same total has the same rank."""

    rank: int
    account: PointAccount


def ranking(accounts: QuerySet[PointAccount]) -> list[Ranked]:
    """The accounts of one year by total; empty for groups of fewer than five."""
    rows = list(
        accounts.select_related("mandate__deputy", "mandate__delegation")
        .annotate(rank=Window(Rank(), order_by=F("total").desc()))
        .order_by("rank", "mandate_id")
    )
    return [Ranked(row.rank, row) for row in rows] if len(rows) >= LEAST_RANKED else []


def ranked_page(accounts: QuerySet[PointAccount], rows: Sequence[PointAccount]) -> list[Ranked]:
    """A page of `accounts`, ordered by falling total, with ranks: one count for the first row, then by comparing."""
    if not rows:
        return []
    ahead = accounts.filter(total__gt=rows[0].total).count()
    first = accounts.filter(total=rows[0].total, mandate_id__lt=rows[0].mandate_id).count()
    found, place, rank = [], ahead + first, ahead + 1
    for index, row in enumerate(rows):
        if index and row.total != rows[index - 1].total:
            rank = place + index + 1
        found.append(Ranked(rank, row))
    return found


def rank_of(account: PointAccount) -> int | None:
    """The place of one account among its congress's; None where fewer than five are ranked."""
    same = PointAccount.objects.filter(
        year=account.year,
        mandate__region_code=account.mandate.region_code,
        mandate__level=account.mandate.level,
    )
    return same.filter(total__gt=account.total).count() + 1 if same.count() >= LEAST_RANKED else None


def shows_ranks(user: User, term: Term, year: int, *, on: date) -> bool:
    """May this person at the desk see who stands where? By the table that held last in that year; none: the office."""
    last = min(on, date(year, 12, 31))
    table = (
        RuleSet.objects.filter(
            region_code=term.region_code,
            level=term.level,
            state=RuleSetState.ADOPTED,
            valid_from__lte=last,
        )
        .order_by("-valid_from")
        .first()
    )
    shown = table.ranking_shown_to if table else "office"
    return shown == "deputies" or (shown == "office" and holds(user, Role.CLERK, on=on))


def tables_for(user: User, *, on: date) -> QuerySet[RuleSet]:
    """The rule tables of the divisions that this account sees at the desk."""
    return RuleSet.objects.filter(_inside("region_code", user, on))


def get_table_for(user: User, pk: int, *, on: date) -> RuleSet:
    """The one door. Raises NotFound."""
    table = tables_for(user, on=on).filter(pk=pk).first()
    if table is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return table


def mandates_for(user: User, *, on: date) -> QuerySet[Mandate]:
    """Those whose points this account sees at the desk."""
    return Mandate.objects.filter(_inside("region_code", user, on)).select_related(
        "deputy", "term", "delegation", "constituency"
    )


def get_mandate_for(user: User, pk: int, *, on: date) -> Mandate:
    """The one door. Raises NotFound."""
    mandate = mandates_for(user, on=on).filter(pk=pk).first()
    if mandate is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return mandate


def _inside(name: str, user: User, on: date) -> Q:
    found = Q(pk__in=[])
    for prefix in region_prefixes(user, READERS, on=on):
        found |= Q(**{f"{name}__startswith": prefix})
    return found


def claims_for(user: User, *, on: date) -> QuerySet[PointAward]:
    """Claims that wait to be looked at, oldest first."""
    return (
        PointAward.objects.filter(_inside("mandate__region_code", user, on), state=AwardState.CLAIMED)
        .select_related("mandate__deputy", "rule")
        .order_by("pk")
    )


def appeals_for(user: User, *, on: date) -> QuerySet[PointAppeal]:
    """Appeals that wait for a ruling, oldest first."""
    return (
        PointAppeal.objects.filter(_inside("mandate__region_code", user, on), state=AppealState.OPEN)
        .select_related("mandate__deputy", "award__rule")
        .order_by("pk")
    )


def table_in_force(mandate: Mandate, *, on: date) -> RuleSet | None:
    """The adopted table of the mandate's congress that day."""
    return (
        RuleSet.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            region_code=mandate.region_code,
            level=mandate.level,
            state=RuleSetState.ADOPTED,
            valid_from__lte=on,
        )
        .order_by("-valid_from")
        .first()
    )


@dataclass(slots=True)
class Item:
    """A line of an account: its awards, their sum, and what of it counts under the cap. Hundredths of a point."""

    label: str
    cap: int | None
    awards: list[PointAward] = field(default_factory=list)

    @property
    def points(self) -> int:
        return sum(award.points for award in self.awards if award.state == AwardState.CONFIRMED)

    @property
    def counted(self) -> int:
        return capped(self.points, self.cap)


@dataclass(frozen=True, slots=True)
class Statement:
    """A mandate's year: the total as booked and how it comes about."""

    mandate: Mandate
    year: int
    account: PointAccount | None
    items: list[Item]
    warning: str


def statement_of(mandate: Mandate, year: int) -> Statement:
    """Everything that was counted, claimed, refused or revoked that year. Two queries."""
    awards = (
        PointAward.objects.filter(mandate=mandate, year=year).select_related("rule").order_by("-on", "-pk")
    )
    items: dict[str, Item] = {}
    missed = 0
    for award in awards:
        rule = award.rule
        bucket = bucket_of(rule.label, rule.cap_group)
        item = items.setdefault(bucket, Item(rule.label, rule.cap))
        if rule.cap is not None:
            item.cap = rule.cap if item.cap is None else max(item.cap, rule.cap)
        if rule.cap_group and rule.label not in item.label:
            item.label = f"{item.label}、{rule.label}"
        item.awards.append(award)
        missed += rule.event == EventKind.SESSION_ABSENT and award.state == AwardState.CONFIRMED
    account = PointAccount.objects.filter(mandate=mandate, year=year).first()
    warning = str(ABSENCE_WARNING) if missed else ""
    return Statement(mandate, year, account, sorted(items.values(), key=lambda item: -item.points), warning)
