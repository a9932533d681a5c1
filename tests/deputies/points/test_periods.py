"""Closed times, appeals and ranks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from congress.errors import BadInput, NotAllowed, RightExpired, WrongState
from deputies.models import PointAccount, PointAward
from deputies.points.selectors import ranking
from deputies.points.services.periods import appeal, freeze_period, hash_of, rule_appeal
from tests.deputies.makers import make_mandate
from tests.deputies.points.test_recount import activity, mandate, recount, second, table, total

pytestmark = pytest.mark.django_db
__all__ = ["mandate", "second", "table"]
AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
CITY = {"region_code": "430500", "level": "city"}


def test_a_quarter_is_closed_once_when_it_is_over_with_a_hash_of_its_totals(mandate, clerk) -> None:
    activity(mandate, date(2026, 5, 4))
    recount()
    with pytest.raises(BadInput, match="没有结束"):
        freeze_period(**CITY, year=2026, quarter=4, actor=clerk, at=AT)
    period = freeze_period(**CITY, year=2026, quarter=2, actor=clerk, at=AT)
    assert period.totals == {str(mandate.pk): 300}
    assert period.content_hash == hash_of(period.totals)
    with pytest.raises(WrongState, match="已经冻结"):
        freeze_period(**CITY, year=2026, quarter=2, actor=clerk, at=AT)


def test_an_upheld_appeal_stands_against_the_recount(mandate, clerk, deputy) -> None:
    activity(mandate)
    recount()
    award = PointAward.objects.get(key__startswith="entry")
    row = appeal(mandate, award=award, year=2026, text="当天还做了两场宣讲", actor=deputy, at=AT)
    with pytest.raises(WrongState, match="不用重复"):
        appeal(mandate, award=award, year=2026, text="当天还做了两场宣讲", actor=deputy, at=AT)
    with pytest.raises(NotAllowed):
        rule_appeal(row, is_upheld=True, ruling="情况属实", points=500, actor=deputy, at=AT)
    rule_appeal(row, is_upheld=True, ruling="情况属实", points=500, actor=clerk, at=AT)
    recount()
    assert total(mandate) == 6500


def test_ten_days_after_the_year_closed_nobody_appeals(mandate, clerk, deputy) -> None:
    january = datetime(2027, 1, 10, 4, tzinfo=UTC)
    freeze_period(**CITY, year=2026, quarter=0, actor=clerk, at=january)
    appeal(mandate, award=None, year=2026, text="少记一次值班", actor=deputy, at=january + timedelta(days=10))
    with pytest.raises(RightExpired):
        appeal(
            mandate, award=None, year=2026, text="少记一次值班", actor=deputy, at=january + timedelta(days=11)
        )


def test_the_same_total_has_the_same_rank_and_four_are_not_ranked(mandate) -> None:
    for points in (7000, 6500, 6500, 6000):
        other = make_mandate()
        PointAccount.objects.create(mandate=other, year=2026, total=points, counted_at=AT)
    accounts = PointAccount.objects.filter(year=2026)
    assert ranking(accounts) == []
    PointAccount.objects.create(mandate=mandate, year=2026, total=5000, counted_at=AT)
    assert [row.rank for row in ranking(accounts)] == [1, 2, 2, 4, 5]
