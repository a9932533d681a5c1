"""A table of points in force for the city, counted for two years; one claim, one appeal, a draft to try out."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from congress.models import Grant, Organisation, User
from congress.people.roles import Role
from deputies.models import PointAward, PointRule, RuleSet
from deputies.points.services import (
    adopt_ruleset,
    appeal,
    claim_points,
    draft_ruleset,
    recount_year,
    show_ranking_to,
)
from deputies.roster.models import Mandate

CITY, LEVEL = "430500", "city"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@transaction.atomic
def load_points(*, on: date) -> None:
    """Write it once."""
    if RuleSet.objects.exists():
        return
    first = (
        User.objects.filter(username="zhou.jianguo").first() or User.objects.filter(username="li.min").first()
    )
    second = _second_clerk(first) if first else None
    if first is None or second is None or not Mandate.objects.filter(region_code=CITY, level=LEVEL).exists():
        return
    at = datetime.combine(on, time(8), SHANGHAI)
    table = draft_ruleset(
        region_code=CITY,
        level=LEVEL,
        name="市人大代表履职积分管理办法（试行）",
        valid_from=date(on.year - 1, 1, 1),
        basis="市人大常委会主任会议通过，参照各地办法",
        actor=first,
        on=on,
    )
    adopt_ruleset(table, actor=second, at=at)
    show_ranking_to(table, "deputies", actor=first, on=on)
    for year in (on.year - 1, on.year):
        recount_year(CITY, LEVEL, year, actor=first, at=at)
    draft = draft_ruleset(
        region_code=CITY,
        level=LEVEL,
        name="市人大代表履职积分管理办法（修订草案）",
        valid_from=date(on.year + 1, 1, 1),
        basis="征求意见稿：提高联系群众的分值",
        actor=first,
        on=on,
    )
    PointRule.objects.filter(ruleset=draft, event="voice_raised").update(points=100, cap=1500)
    PointRule.objects.filter(ruleset=draft, event="duty").update(points=400)
    _ask(on, at)


def _second_clerk(first: User) -> User | None:
    """Another clerk of the city's office: who drafts does not adopt."""
    office = Organisation.objects.filter(grants__user=first, grants__role=Role.CLERK).first()
    found = (
        User.objects.filter(grants__role=Role.CLERK, grants__organisation=office).exclude(pk=first.pk).first()
    )
    if found is None and office is not None:
        found = User.objects.create(username="demo.second.clerk", name="唐志华")
        Grant.objects.create(user=found, role=Role.CLERK, organisation=office)
    return found


def _ask(on: date, at: datetime) -> None:
    """The deputy of the demo's phone asks for something that no book holds, and doubts a line."""
    mandate = Mandate.objects.filter(
        deputy__user__username="ouyang.chun", region_code=CITY, level=LEVEL
    ).select_related("deputy__user")
    row = mandate.first()
    if row is None or row.deputy.user is None:
        return
    claim_points(
        row,
        uid="demo",
        what="联系企业为枫木村小学捐建图书角，接收证明已交站点。",
        on=on,
        actor=row.deputy.user,
    )
    award = PointAward.objects.filter(mandate=row, year=on.year, rule__event="activity").first()
    if award is not None:
        appeal(
            row,
            award=award,
            year=on.year,
            text="当天上午视察、下午专题调研，应记两次。",
            actor=row.deputy.user,
            at=at,
        )
