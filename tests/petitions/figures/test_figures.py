"""What is counted, in which month, and how shares over few cases are told."""

from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from congress import clock
from congress.models import Organisation, User
from congress.people.actors import CITIZEN
from petitions.figures.definitions import Share, Tally
from petitions.figures.models import FigureState, MonthFigure
from petitions.figures.selectors import Span, tallies, tally, visible_to
from petitions.figures.services.refresh import refresh_figures
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.rating import rate_suggestion
from petitions.suggestions.services.reply import reply_suggestion
from petitions.suggestions.states import ResultClass, Satisfaction, SignatureLevel, Solved
from tests.petitions.suggestions.cases import ANSWER, MONDAY, in_hand, receive, replied

NOVEMBER = date(2026, 11, 1)


def refresh(on: date = MONDAY) -> int:
    return refresh_figures(on=on, at=timezone.now())


def rated(matter: Suggestion, solved: Solved, satisfied: Satisfaction, *, on: date = MONDAY) -> Suggestion:
    with clock.at(timezone.now() + timedelta(hours=1)):
        return rate_suggestion(
            matter, solved=solved, satisfied=satisfied, comment="说说为什么", actor=CITIZEN, on=on
        )


@pytest.mark.django_db
def test_a_reply_counts_in_time_and_a_good_rating_as_satisfied(
    clerk: User, department: Organisation, handler: User
) -> None:
    rated(replied(clerk, department, handler), Solved.SOLVED, Satisfaction.BASICALLY)
    receive()
    assert refresh() == 1
    all_ = tally(Q())
    assert {name: all_.n(name) for name in ("received", "accepted", "sent", "sent_in_time", "replied")} == {
        "received": 2, "accepted": 1, "sent": 1, "sent_in_time": 1, "replied": 1,
    }  # fmt: skip
    texts = {name: share.text for name, share in all_.shares.items()}
    assert texts == {
        "on_time": "100.0%", "strict": "100.0%", "closed": "0.0%", "satisfaction": "100.0%", "satisfaction_strict": "0.0%",
        "solved": "100.0%", "partly": "0.0%", "rated": "100.0%", "reopened": "0.0%", "second_no": "—",
        "accepted": "50.0%", "declined": "0.0%", "on_spot": "0.0%", "sent_in_time": "100.0%",
        "signed_in_time": "100.0%", "returned": "0.0%", "followed": "0.0%", "reached": "—",
    }  # fmt: skip
    assert (all_.median, all_.p90, all_.average) == (0, 0, 0.0)


@pytest.mark.django_db
def test_a_limit_that_has_passed_without_a_reply_counts_as_missed(
    clerk: User, department: Organisation, handler: User
) -> None:
    in_hand(clerk, department, handler)
    late = in_hand(clerk, department, handler, phone="13900001235")
    due = late.clocks.get(kind="reply").due_on
    refresh(due)
    assert tally(Q()).n("due") == 0
    refresh(due + timedelta(days=1))
    assert tally(Q()).share("on_time") == Share(0, 2)
    reply_suggestion(
        late, text=ANSWER, result_class=ResultClass.SOLVED, signature_level=SignatureLevel.HEAD, actor=handler,
        on=due + timedelta(days=1),
    )  # fmt: skip
    refresh(due + timedelta(days=1))
    line = tallies("lead_id", Q())[department.pk]
    assert (line.share("on_time"), line.n("replied"), line.is_small) == (Share(0, 2), 1, True)


@pytest.mark.django_db
def test_nothing_is_counted_anew_when_nothing_changed(
    clerk: User, department: Organisation, handler: User
) -> None:
    replied(clerk, department, handler)
    refresh()
    cells = list(MonthFigure.objects.values_list("pk", flat=True))
    FigureState.objects.update(counted_to=timezone.now() + timedelta(hours=1))
    assert refresh() == 0
    assert list(MonthFigure.objects.values_list("pk", flat=True)) == cells


@pytest.mark.django_db
def test_a_case_that_changes_is_counted_once_only(
    clerk: User, department: Organisation, handler: User
) -> None:
    matter = replied(clerk, department, handler)
    refresh()
    rated(matter, Solved.UNSOLVED, Satisfaction.DISSATISFIED)
    refresh()
    refresh()
    all_ = tally(Q())
    assert (all_.n("received"), all_.n("replied"), all_.n("dissatisfied"), all_.share("reopened")) == (
        1, 1, 1, Share(1, 1),
    )  # fmt: skip


@pytest.mark.django_db
def test_the_lines_of_every_dimension_add_up(clerk: User, department: Organisation, handler: User) -> None:
    replied(clerk, department, handler)
    receive(on=date(2026, 10, 12), phone="13900001236")
    refresh()
    for dimension in ("month", "county_code", "lead_id", "category_group", "channel"):
        assert sum(line.n("received") for line in tallies(dimension, Q()).values()) == 2
    assert list(tallies("month", Q())) == [date(2026, 10, 1), NOVEMBER]


@pytest.mark.django_db
def test_a_county_sees_its_own_figures_and_a_handler_those_of_the_own_organisation(
    clerk: User, county_clerk: User, department: Organisation, handler: User, other_handler: User
) -> None:
    replied(clerk, department, handler)
    refresh()
    seen = {
        user.username: tally(visible_to(user, on=MONDAY)).n("received")
        for user in (clerk, county_clerk, handler, other_handler)
    }
    assert seen == {"li.min": 1, "zhou.jianguo": 1, "wang.qiang": 1, "chen.jing": 0}


def test_a_share_over_nothing_is_a_dash_and_one_over_few_is_marked() -> None:
    assert (Share(0, 0).text, Share(9, 9).is_small, Share(9, 10).text, Share(9, 10).is_small) == (
        "—", True, "90.0%", False,
    )  # fmt: skip


def test_median_and_p90_are_days_that_really_occurred() -> None:
    line = Tally({}, {1: 4, 3: 4, 20: 2})
    assert (line.median, line.p90) == (3, 20)
    assert (Tally().median, Tally().average) == (None, None)


def test_nonsense_in_the_address_shows_the_last_twelve_months() -> None:
    span = Span.from_address({"since": "x", "until": "2026-99", "lead": "１;", "channel": "fax"}, on=MONDAY)
    assert span == Span(date(2025, 12, 1), NOVEMBER)


@pytest.fixture
def with_figures(clerk: User, department: Organisation, handler: User) -> None:
    rated(replied(clerk, department, handler, on=timezone.localdate()), Solved.SOLVED, Satisfaction.SATISFIED)
    refresh_figures(on=timezone.localdate(), at=timezone.now())
