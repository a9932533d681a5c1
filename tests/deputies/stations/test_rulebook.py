"""The standard and the star scheme get later versions at the desk; what was checked or rated before keeps its rule."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import AuditEvent
from deputies.models import Criterion, Standard
from deputies.stations.services import ratings
from deputies.stations.services.checks import record_check, standard_on
from deputies.stations.services.standards import (
    CriterionDraft,
    ItemDraft,
    drop_scheme,
    drop_standard,
    set_scheme,
    set_standard,
)
from deputies.stations.states import CheckKind
from tests.deputies.stations.test_standards import ON, answers, full, place

pytestmark = pytest.mark.django_db
__all__ = ["place"]
NEXT_YEAR = date(2027, 1, 1)
ITEMS = [ItemDraft("固定场所", "有接待场所"), ItemDraft("无障碍", "轮椅能进门")]
LINES = [CriterionDraft("按期接待", 40, figure="on_schedule"), CriterionDraft("群众满意", 60, is_result=True)]


def new_standard(actor, **changes):
    words = {
        "name": "“二有”标准（2027）",
        "basis": "市人大常委会通知",
        "valid_from": NEXT_YEAR,
        "holds_days": 180,
    }
    return set_standard(**{**words, "items": ITEMS, **changes}, actor=actor, on=ON)


def new_scheme(actor, **changes):
    words = {"name": "星级办法（2027）", "valid_from": NEXT_YEAR, "criteria": LINES}
    return set_scheme(**{**words, **changes}, actor=actor, on=ON)


def test_a_new_standard_begins_on_its_day_and_an_old_check_keeps_the_old_one(place, clerk) -> None:
    check = record_check(place, kind=CheckKind.INSPECTION, answers=answers(), actor=clerk, on=ON)
    old = standard_on(ON)
    new = new_standard(clerk)
    assert (standard_on(date(2026, 12, 31)), standard_on(NEXT_YEAR)) == (old, new)
    old.refresh_from_db()
    assert old.valid_to == date(2026, 12, 31)
    check.refresh_from_db()
    assert (check.standard, check.met, check.answers.count()) == (old, 7, 7)
    assert [(item.order, item.name) for item in new.items.all()] == [(1, "固定场所"), (2, "无障碍")]
    assert AuditEvent.objects.get(verb="deputies.standard.set").facts["items"] == ["固定场所", "无障碍"]


def test_a_round_that_was_applied_for_keeps_the_lines_of_the_old_scheme(place, clerk) -> None:
    rating = ratings.apply_for_stars(place, points=full(), actor=clerk, on=ON)
    new_scheme(clerk)
    assert [row.name for row in ratings.criteria_on(NEXT_YEAR)] == ["按期接待", "群众满意"]
    assert len(ratings.criteria_on(date(2026, 12, 31))) == 7
    visited = ratings.visit_rating(rating, points=full("0.9"), version=1, actor=clerk, on=NEXT_YEAR)
    assert (visited.scores.count(), visited.stars) == (7, 5)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([CriterionDraft("按期接待", 50), CriterionDraft("群众满意", 60, is_result=True)], "现在是 110 分"),
        ([CriterionDraft("按期接待", 60), CriterionDraft("群众满意", 40, is_result=True)], "应不少于 50 分"),
        ([CriterionDraft("群众满意", 50, is_result=True), CriterionDraft("群众满意", 50)], "有两项同名"),
        ([], "至少写一项"),
    ],
)
def test_a_scheme_has_100_points_and_half_of_them_for_results(clerk, lines, sentence) -> None:
    with pytest.raises(BadInput, match=sentence):
        new_scheme(clerk, criteria=lines)
    assert Criterion.objects.count() == 7


def test_no_version_begins_today_or_under_an_old_name(clerk) -> None:
    with pytest.raises(BadInput, match="今天以后"):
        new_standard(clerk, valid_from=ON)
    with pytest.raises(BadInput, match="已有同名"):
        new_standard(clerk, name="“七有”标准")
    with pytest.raises(BadInput, match="已有同名"):
        new_scheme(clerk, name="星级站点评定办法")


def test_one_version_waits_at_a_time_and_is_taken_back_while_it_waits(clerk) -> None:
    old, new = standard_on(ON), new_standard(clerk)
    new_scheme(clerk)
    with pytest.raises(WrongState, match="请先撤回"):
        new_standard(clerk, name="又一版")
    with pytest.raises(WrongState, match="请先撤回"):
        new_scheme(clerk, name="又一版")
    drop_standard(new, actor=clerk, on=ON)
    drop_scheme("星级办法（2027）", actor=clerk, on=ON)
    old.refresh_from_db()
    assert (Standard.objects.get(), old.valid_to, Criterion.objects.count()) == (old, None, 7)
    with pytest.raises(WrongState, match="已经生效"):
        drop_standard(old, actor=clerk, on=ON)
    with pytest.raises(WrongState, match="已经撤回"):
        drop_scheme("星级办法（2027）", actor=clerk, on=ON)


def test_a_county_sets_no_rules_for_the_city(county_clerk, signed_in) -> None:
    with pytest.raises(NotAllowed):
        new_standard(county_clerk)
    client = signed_in(county_clerk)
    page = client.get(reverse("deputies:rulebook"))
    assert page.status_code == 200
    assert reverse("deputies:standard-next") not in page.content.decode()
    assert client.get(reverse("deputies:standard-next")).status_code == 403


def test_the_city_writes_the_next_standard_from_the_present_one(signed_in, clerk) -> None:
    client = signed_in(clerk)
    address = reverse("deputies:standard-next")
    form = client.get(address).context["form"]
    assert (form["title_0"].value(), form["title_6"].value(), form["holds_days"].value()) == (
        "固定场所", "经费保障", 365,
    )  # fmt: skip
    coming = localdate() + timedelta(days=30)
    words = {"name": "“两有”标准", "valid_from": coming.isoformat(), "basis": "", "holds_days": "200",
             "title_0": "固定场所", "what_0": "有接待场所", "title_3": "无障碍", "what_3": "轮椅能进门"}  # fmt: skip
    late = client.post(address, {**words, "valid_from": localdate().isoformat()})
    assert late.status_code == 422
    assert "生效日期应在今天以后。" in late.content.decode()
    assert late.context["form"]["title_3"].value() == "无障碍"
    assert client.post(address, words).status_code == 302
    new = Standard.objects.get(name="“两有”标准")
    assert [item.name for item in new.items.all()] == ["固定场所", "无障碍"]
    page = client.get(reverse("deputies:rulebook")).content.decode()
    assert "尚未生效" in page
    client.post(reverse("deputies:rulebook"), {"standard": new.pk})
    assert not Standard.objects.filter(pk=new.pk).exists()


def test_the_city_writes_the_next_scheme_and_is_told_what_is_wrong(signed_in, clerk) -> None:
    client = signed_in(clerk)
    address = reverse("deputies:scheme-next")
    coming = localdate() + timedelta(days=30)
    words = {"name": "新办法", "valid_from": coming.isoformat(), "title_0": "按期接待", "weight_0": "40",
             "figure_0": "on_schedule", "title_1": "群众满意", "weight_1": "50", "is_result_1": "on"}  # fmt: skip
    short = client.post(address, words)
    assert short.status_code == 422
    assert "各项合计应为 100 分，现在是 90 分。" in short.content.decode()
    assert client.post(address, {**words, "weight_1": "60"}).status_code == 302
    rows = Criterion.objects.filter(scheme="新办法").values_list("name", "weight", "is_result", "figure")
    assert list(rows) == [("按期接待", 40, False, "on_schedule"), ("群众满意", 60, True, "")]
    client.post(reverse("deputies:rulebook"), {"scheme": "新办法"})
    assert not Criterion.objects.filter(scheme="新办法").exists()
