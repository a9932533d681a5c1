"""What the counts of a satisfaction assessment say, with a pencil."""

from decimal import Decimal

import pytest

from outreach.projects.scores.rules import (
    Counts,
    Points,
    completion_of,
    distribution,
    grade_of,
    is_ceiling,
    margin_of_error,
    mean_rate,
    points_of,
    rate_of,
    reaches_half,
    votes_needed,
    weighted_total,
)
from outreach.projects.scores.states import Grade

WEIGHTS = {"deputies": Decimal(50), "residents": Decimal(30), "completion": Decimal(20)}


def test_zhenhai_2022_17_11_1_of_29_is_satisfied():
    assert grade_of(Counts(17, 11, 1), members=29) == Grade.GOOD
    assert votes_needed(29, half_inclusive=False) == 15


@pytest.mark.parametrize(
    ("counts", "members", "half_inclusive", "grade"),
    [
        # Exactly half: fails by default, passes where the method says "含半数".
        (Counts(14, 0, 14), 28, False, Grade.POOR),
        (Counts(14, 0, 14), 28, True, Grade.GOOD),
        (Counts(15, 0, 13), 28, False, Grade.GOOD),
        # Both grades together at exactly half.
        (Counts(10, 4, 14), 28, False, Grade.POOR),
        (Counts(10, 4, 14), 28, True, Grade.FAIR),
        (Counts(10, 5, 13), 28, False, Grade.FAIR),
        # Half of the satisfied exactly, with basically satisfied beside them.
        (Counts(14, 14, 0), 28, False, Grade.FAIR),
        (Counts(14, 14, 0), 28, True, Grade.GOOD),
        # An odd number has no exact half: both readings agree.
        (Counts(14, 0, 15), 29, False, Grade.POOR),
        (Counts(14, 0, 15), 29, True, Grade.POOR),
        (Counts(15, 0, 14), 29, True, Grade.GOOD),
        # The base is all members: those who stayed away and abstained make it harder.
        (Counts(14, 0, 0), 29, False, Grade.POOR),
        (Counts(14, 1, 0, 5), 29, False, Grade.FAIR),
        (Counts(164, 0, 0), 327, False, Grade.GOOD),
        (Counts(163, 0, 0), 327, False, Grade.POOR),
        (Counts(0, 0, 0), 1, False, Grade.POOR),
        (Counts(0, 0, 0, 1), 1, True, Grade.POOR),
        (Counts(1, 0, 0), 1, False, Grade.GOOD),
    ],
)
def test_the_grade_follows_half_of_all_members(counts, members, half_inclusive, grade):
    assert grade_of(counts, members=members, half_inclusive=half_inclusive) == grade


def test_the_printed_number_is_the_least_that_passes():
    for members in range(1, 60):
        for half_inclusive in (False, True):
            needed = votes_needed(members, half_inclusive=half_inclusive)
            assert reaches_half(needed, members, half_inclusive=half_inclusive)
            assert not reaches_half(needed - 1, members, half_inclusive=half_inclusive)


def test_a_better_answer_never_makes_the_grade_worse():
    order = [Grade.POOR, Grade.FAIR, Grade.GOOD]
    for members in (7, 8):
        for good in range(members + 1):
            for fair in range(members - good):
                before = grade_of(Counts(good, fair, 1), members=members)
                fairer = grade_of(Counts(good, fair + 1, 0), members=members)
                better = grade_of(Counts(good + 1, fair, 0), members=members)
                assert order.index(before) <= order.index(fairer) <= order.index(better)


def test_more_answers_than_members_are_nobodys_count():
    with pytest.raises(ValueError, match="more answers"):
        grade_of(Counts(20, 9, 1), members=29)
    with pytest.raises(ValueError, match="needs members"):
        grade_of(Counts(0, 0, 0), members=0)


def test_the_distribution_is_published_and_not_the_rate_alone():
    assert distribution(Counts(17, 11, 1)) == [
        (Grade.GOOD, 17, Decimal("58.62")),
        (Grade.FAIR, 11, Decimal("37.93")),
        (Grade.POOR, 1, Decimal("3.45")),
    ]
    assert rate_of(Counts(17, 11, 1)) == Decimal("96.55")
    assert rate_of(Counts(0, 0, 0, 4)) is None
    assert mean_rate([Counts(182, 10, 1), Counts(185, 8, 0)]) == Decimal("99.74")


@pytest.mark.parametrize(
    ("answers", "population", "margin"),
    [
        (300, None, "5.7"),
        (1067, None, "3.0"),
        (1, None, "98.0"),
        (300, 600, "4.0"),
        (300, 300, "0.0"),
        (1, 1, "0.0"),
    ],
)
def test_a_sample_is_shown_with_its_margin_of_error(answers, population, margin):
    assert margin_of_error(answers, population) == Decimal(margin)


def test_nobody_asked_has_no_margin():
    assert margin_of_error(0) is None
    with pytest.raises(ValueError, match="more answers"):
        margin_of_error(301, 300)


def test_the_total_is_50_30_20_and_shows_its_working():
    total = weighted_total(
        {"deputies": Decimal("90.00"), "residents": Decimal("80.00"), "completion": Decimal("100.00")},
        WEIGHTS,
    )
    assert total.value == Decimal("89.00")
    assert [share.added for share in total.shares] == [Decimal("45.00"), Decimal("24.00"), Decimal("20.00")]
    assert total.missing == ()


def test_a_part_without_a_value_leaves_its_weight_to_the_others():
    total = weighted_total({"deputies": Decimal(90), "residents": None, "completion": Decimal(60)}, WEIGHTS)
    # 90 * 50/70 + 60 * 20/70
    assert total.value == Decimal("81.43")
    assert total.missing == ("residents",)
    assert [share.used for share in total.shares] == [Decimal("71.43"), Decimal(0), Decimal("28.57")]


def test_nothing_known_has_no_total():
    assert weighted_total({}, WEIGHTS).value is None
    assert weighted_total({"deputies": Decimal(90)}, {**WEIGHTS, "deputies": Decimal(0)}).value is None


def test_every_item_at_99_per_cent_tells_nothing_apart():
    assert is_ceiling([Counts(99, 0, 1), Counts(50, 50, 0)])
    assert not is_ceiling([Counts(99, 0, 1), Counts(98, 0, 2)])
    assert not is_ceiling([Counts(100, 0, 0), Counts(0, 0, 0)])
    assert not is_ceiling([])


def test_points_are_the_mean_of_the_answers():
    assert points_of(Counts(17, 11, 1), Points()) == Decimal("85.17")
    assert points_of(Counts(0, 0, 0), Points()) is None


@pytest.mark.parametrize(
    ("progress", "on_time", "spent", "value"),
    [
        (100, True, 1000, "100.00"),
        (100, False, 1000, "90.00"),
        (100, True, 1050, "95.00"),
        (100, True, 5000, "80.00"),
        (5, False, 5000, "0.00"),
        (100, True, None, "100.00"),
    ],
)
def test_completion_counts_the_goal_the_date_and_the_budget(progress, on_time, spent, value):
    assert completion_of(progress=progress, on_time=on_time, cost_fen=1000, spent_fen=spent) == Decimal(value)
