"""A table of points in force for the city, counted for two years; one claim, one appeal, a draft to try out."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from congress.models import Grant, User
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
    clerks = _clerks()
    if len(clerks) < 2 or not Mandate.objects.filter(region_code=CITY, level=LEVEL).exists():
        return
    first, second = clerks[:2]
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


def _clerks() -> list[User]:
    """Two clerks of the city's office, the second made where there is one alone: who drafts does not adopt."""
    grants = Grant.objects.filter(role=Role.CLERK, organisation__region=CITY).select_related(
        "user", "organisation"
    )
    found = {grant.user_id: grant for grant in grants.order_by("pk")}
    if len(found) == 1:
        office = next(iter(found.values())).organisation
        user = User.objects.create(username="tang.zhihua", name="唐志华")
        found[user.pk] = Grant.objects.create(user=user, role=Role.CLERK, organisation=office)
    return [grant.user for grant in found.values()]


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
