"""The haves and the stars: dated data, the rule beside the result, results weigh at least half."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from congress.errors import BadInput, Stale, WrongState
from congress.models import Attachment
from deputies.models import Criterion, GridCell, Standard, StarRating, StationCheck
from deputies.stations.services import ratings
from deputies.stations.services.checks import Answer, record_check, standard_on
from deputies.stations.states import RATING_FLOW, CheckKind, RatingState, StationState
from tests.deputies.makers import make_deputy, make_station
from tests.deputies.roster.test_desk import picture
from tests.factories import make_region

pytestmark = pytest.mark.django_db
__all__ = ["picture"]
ON = date(2026, 11, 23)


@pytest.fixture
def place(db):
    return make_station(
        region=make_region(
            "430524001", "桃花坪街道", parent=make_region("430524", "隆回县", parent=make_region())
        )
    )


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


def answers(missing: int = 0) -> dict[int, Answer]:
    items = list(standard_on(ON).items.all())
    return {item.pk: Answer(number >= missing) for number, item in enumerate(items)}


def full(share: str = "1") -> dict[int, Decimal]:
    return {row.pk: (row.weight * Decimal(share)).quantize(Decimal("0.1")) for row in ratings.criteria_on(ON)}


def test_the_seven_haves_stand_in_the_data_as_the_paper_names_them() -> None:
    standard = standard_on(ON)
    assert [item.name for item in standard.items.all()] == [
        "固定场所", "统一挂牌", "工作制度", "负责人员", "工作档案", "网络平台", "经费保障",
    ]  # fmt: skip
    assert (standard.name, standard.holds_days) == ("“七有”标准", 365)


def test_a_later_standard_holds_from_its_day(place) -> None:
    Standard.objects.update(valid_to=date(2026, 12, 31))
    nine = Standard.objects.create(name="“九有”标准", valid_from=date(2027, 1, 1))
    assert standard_on(date(2026, 12, 31)).name == "“七有”标准"
    assert standard_on(date(2027, 1, 1)) == nine


def test_results_weigh_half_of_the_stars_at_least() -> None:
    rows = ratings.criteria_on(ON)
    assert (sum(r.weight for r in rows), sum(r.weight for r in rows if r.is_result)) == (100, 50)
    Criterion.objects.filter(is_result=True).update(weight=10)
    with pytest.raises(WrongState, match="不到一半"):
        ratings.criteria_on(ON)


def test_a_self_check_is_dated_and_an_inspection_sends_a_station_to_put_things_right(place, clerk) -> None:
    record_check(place, kind=CheckKind.SELF, answers=answers(), actor=clerk, on=ON)
    place.refresh_from_db()
    assert (place.standard_met, place.standard_of, place.state) == (7, 7, StationState.OPEN)
    with pytest.raises(BadInput, match="整改意见"):
        record_check(place, kind=CheckKind.INSPECTION, answers=answers(2), actor=clerk, on=ON)
    record_check(
        place, kind=CheckKind.INSPECTION, answers=answers(2), remarks="一个月内挂牌", actor=clerk, on=ON
    )
    place.refresh_from_db()
    assert (place.standard_met, place.state) == (5, StationState.IMPROVING)
    record_check(place, kind=CheckKind.INSPECTION, answers=answers(), actor=clerk, on=ON + timedelta(days=30))
    place.refresh_from_db()
    assert (place.standard_met, place.state) == (7, StationState.OPEN)
    assert StationCheck.objects.count() == 3


def test_a_check_leaves_no_item_out(place, clerk) -> None:
    some = dict(list(answers().items())[:3])
    with pytest.raises(BadInput, match="一项也不能少"):
        record_check(place, kind=CheckKind.SELF, answers=some, actor=clerk, on=ON)
    assert not StationCheck.objects.exists()


def test_a_station_officer_checks_the_own_station_with_a_photo_and_inspects_none(
    signed_in, station_officer, station, picture
) -> None:
    own = make_station(station)
    client = signed_in(station_officer)
    items = list(standard_on(ON).items.all())
    body = {f"has_{item.pk}": "yes" for item in items} | {f"photo_{items[0].pk}": picture}
    code = own.organisation.code
    assert client.post(reverse("deputies:station-check", args=[code]), body).status_code == 302
    photo = Attachment.objects.get()
    shown = client.get(reverse("attachment", args=[photo.pk]))
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    assert (
        reverse("attachment", args=[photo.pk])
        in client.get(reverse("deputies:desk-station", args=[code])).content.decode()
    )
    assert client.get(reverse("deputies:station-inspect", args=[code])).status_code == 403
    half = client.post(reverse("deputies:station-check", args=[code]), {f"has_{items[0].pk}": "yes"})
    assert (half.status_code, StationCheck.objects.count()) == (422, 1)


def test_a_round_from_the_application_to_the_stars(place, clerk) -> None:
    GridCell.objects.create(station=place, region_id="430524001", name="枫木村", deputy=make_deputy("甲"))
    GridCell.objects.create(station=place, region_id="430524001", name="石桥村")
    rating = ratings.apply_for_stars(place, points=full(), actor=clerk, on=ON)
    grid = rating.scores.get(criterion__figure="grid")
    assert (rating.self_score, grid.points, grid.source) == (
        Decimal("100.0"),
        Decimal("5.0"),
        "1/2 个村有责任代表",
    )
    rating = ratings.visit_rating(rating, points=full("0.8"), version=1, actor=clerk, on=ON)
    assert (rating.state, rating.score, rating.stars) == (RatingState.VISITED, Decimal("80.0"), 4)
    rating = ratings.announce_rating(rating, version=2, actor=clerk, on=ON)
    with pytest.raises(WrongState, match="公示未满 7 天"):
        ratings.grant_rating(rating, version=3, actor=clerk, on=ON + timedelta(days=6))
    rating = ratings.object_to_rating(rating, text="平时没有人", version=3, actor=clerk, on=ON)
    rating = ratings.answer_objection(
        rating, text="查实两次", score=Decimal("72.5"), version=4, actor=clerk, on=ON + timedelta(days=3)
    )
    assert (rating.state, rating.stars) == (RatingState.ANNOUNCED, 3)
    rating = ratings.grant_rating(rating, version=5, actor=clerk, on=ON + timedelta(days=10))
    place.refresh_from_db()
    assert (place.stars, place.stars_until) == (3, date(2029, 12, 31))
    with pytest.raises(WrongState, match="本年度已经申报过"):
        ratings.apply_for_stars(place, points=full(), actor=clerk, on=ON)
    ratings.withdraw_rating(rating, text="弄虚作假", version=6, actor=clerk, on=ON + timedelta(days=20))
    place.refresh_from_db()
    assert (place.stars, place.stars_until) == (None, None)


@pytest.mark.parametrize(
    ("score", "stars"), [("90", 5), ("89.9", 4), ("80", 4), ("70", 3), ("60", 2), ("50", 1), ("49.9", None)]
)
def test_the_stars_of_a_score(score, stars) -> None:
    assert ratings.stars_for(Decimal(score)) == stars


def test_two_clerks_at_one_round_do_not_overwrite_each_other(place, clerk) -> None:
    rating = ratings.apply_for_stars(place, points=full(), actor=clerk, on=ON)
    with pytest.raises(Stale):
        ratings.visit_rating(rating, points=full(), version=9, actor=clerk, on=ON)
    rating.refresh_from_db()
    assert rating.state == RatingState.APPLIED


def test_which_steps_are_open_in_which_state() -> None:
    table = {state: [step.name for step in RATING_FLOW.available(state, ["clerk"])] for state in RatingState}
    assert table == {
        "applied": ["visit", "withdraw"],
        "visited": ["announce", "withdraw"],
        "announced": ["object", "grant", "withdraw"],
        "objected": ["answer", "withdraw"],
        "granted": ["withdraw"],
        "withdrawn": [],
    }


def test_the_round_at_the_screen(desk, place) -> None:
    code = place.organisation.code
    points = {f"points_{key}": str(value) for key, value in full().items()}
    assert desk.post(reverse("deputies:station-stars", args=[code]), points).status_code == 302
    rating = StarRating.objects.get()
    address = reverse("deputies:station-rating", args=[code, rating.pk])
    key = next(iter(points))
    assert desk.post(address, {**points, key: "999", "step": "visit", "version": "1"}).status_code == 422
    assert desk.post(address, {**points, "step": "visit", "version": "1"}).status_code == 302
    assert desk.post(address, {"step": "grant", "version": "2"}).status_code == 409
    assert desk.post(address, {"step": "announce", "version": "2"}).status_code == 302
    assert desk.post(address, {"step": "object", "version": "3", "text": " "}).status_code == 422
    assert desk.post(address, {"step": "nonsense"}).status_code == 422
    rating.refresh_from_db()
    assert (rating.state, rating.announced_on, rating.stars) == (RatingState.ANNOUNCED, localdate(), 5)


def test_the_public_sees_the_stars_with_their_rule(client, place, clerk) -> None:
    record_check(place, kind=CheckKind.SELF, answers=answers(1), actor=clerk, on=ON)
    rating = ratings.apply_for_stars(place, points=full(), actor=clerk, on=ON)
    rating = ratings.visit_rating(rating, points=full(), version=1, actor=clerk, on=ON)
    rating = ratings.announce_rating(rating, version=2, actor=clerk, on=ON)
    ratings.grant_rating(rating, version=3, actor=clerk, on=ON + timedelta(days=7))
    text = client.get(reverse("deputies:station", args=[place.organisation.code])).content.decode()
    assert "满分 100 分，其中群众得到的结果占 50 分" in text
    assert "7 项中达到 6 项" in text
