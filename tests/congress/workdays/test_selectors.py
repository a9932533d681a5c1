"""The calendar and the rules as the database has them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from congress.workdays.deadlines import Unit
from congress.workdays.models import CalendarYear, DeadlineRule, SpecialDay
from congress.workdays.selectors import deadline_for, forget_calendar, working_calendar
from tests.factories import make_region

pytestmark = pytest.mark.django_db


def test_a_fresh_installation_knows_the_official_days_of_2026():
    calendar = working_calendar()
    assert calendar.add(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert calendar.is_working(date(2026, 10, 10))
    assert calendar.reason(date(2026, 10, 3)) == "国庆节"
    assert (calendar.is_provisional(date(2026, 12, 31)), calendar.is_provisional(date(2027, 1, 4))) == (
        False,
        True,
    )


def test_every_year_names_its_notice():
    assert CalendarYear.objects.get(year=2026).notice == (
        "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"
    )


def test_a_changed_day_is_seen_at_the_next_look():
    before = working_calendar()
    SpecialDay.objects.create(date=date(2027, 1, 4), is_working=False, name="元旦", source="测试")
    after = working_calendar()
    assert before.is_working(date(2027, 1, 4))
    assert not after.is_working(date(2027, 1, 4))
    assert before.version != after.version


def test_within_the_trusted_seconds_nothing_is_asked(settings, django_assert_num_queries):
    settings.EDITION_CHECK_SECONDS = 60
    working_calendar()
    with django_assert_num_queries(0):
        working_calendar("430524")
        working_calendar()


def test_an_unchanged_calendar_costs_one_small_query(django_assert_num_queries):
    first = working_calendar()
    with django_assert_num_queries(1):
        assert working_calendar("430524001") is first


def test_an_autonomous_county_may_have_a_day_off_of_its_own():
    chengbu = make_region("430529", "城步苗族自治县")
    SpecialDay.objects.create(
        date=date(2026, 5, 25), region=chengbu, is_working=False, name="六月六", source="县政府公告"
    )
    assert not working_calendar("430529").is_working(date(2026, 5, 25))
    assert not working_calendar("430529100").is_working(date(2026, 5, 25))
    assert not working_calendar("430529").is_working(date(2026, 10, 1))
    assert working_calendar("430528").is_working(date(2026, 5, 25))
    assert working_calendar().is_working(date(2026, 5, 25))


def test_a_day_is_entered_once_for_the_country():
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(date=date(2026, 10, 1), is_working=True, name="x", source="x")


def test_the_rule_of_the_day_is_the_one_in_force_then():
    DeadlineRule.objects.create(
        code="test.reply",
        name="答复",
        amount=15,
        unit=Unit.WORKING_DAYS,
        basis="旧办法第五条",
        valid_to=date(2026, 6, 30),
    )
    DeadlineRule.objects.create(
        code="test.reply",
        name="答复",
        amount=10,
        unit=Unit.WORKING_DAYS,
        basis="新办法第五条",
        valid_from=date(2026, 7, 1),
    )
    assert deadline_for("test.reply", on=date(2026, 6, 30)).amount == 15
    assert deadline_for("test.reply", on=date(2026, 7, 1)).basis == "新办法第五条"


def test_a_clock_without_a_rule_is_an_error():
    forget_calendar()
    with pytest.raises(LookupError):
        deadline_for("test.unknown", on=date(2026, 7, 1))
