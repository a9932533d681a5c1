"""The pages of deputies and stations in a real browser: accessible, quiet, nothing pushed sideways, nearest first by a button."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate
from playwright.sync_api import expect

from deputies.models import DutyShift, GridCell, OpeningHours, ShiftDeputy
from deputies.stations.services import ratings
from deputies.stations.services.checks import Answer, record_check, standard_on
from deputies.stations.services.plans import make_plan
from deputies.stations.states import CheckKind, ShiftState
from tests.deputies.makers import (
    assign,
    make_constituency,
    make_deputy,
    make_mandate,
    make_station,
    make_term,
)
from tests.factories import make_region

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FACES = [(390, False), (390, True), (1440, False)]


@pytest.fixture
def world(db, clerk):
    """A station with everything that its pages can show; addresses of all pages."""
    on = localdate()
    town = make_region(
        "430524001", "桃花坪街道", parent=make_region("430524", "隆回县", parent=make_region())
    )
    station = make_station(
        region=town, latitude=Decimal("27.11"), longitude=Decimal("111.03"), phone="0739-5001234",
        directions="下车步行五分钟。", services="接待群众。", is_accessible=True,
    )  # fmt: skip
    far = make_station(region=town, latitude=Decimal("27.51"), longitude=Decimal("111.03"))
    for day in range(1, 6):
        OpeningHours.objects.create(station=station, weekday=day, opens=time(9), closes=time(17))
    term = make_term(starts_on=on - timedelta(days=300), ends_on=on + timedelta(days=900), ordinal=99)
    people = [make_deputy(f"周明{n}", employer="桃花坪小学", job="教师", home_region=town) for n in "德远"]
    for deputy in people:
        make_mandate(deputy, term=term, constituency=make_constituency(term, region=town.parent))
    zhou = people[0]
    assign(zhou, station)
    cell = GridCell.objects.create(station=station, region=town, name="枫木村", voters=400, deputy=zhou)
    GridCell.objects.create(station=station, region=town, name="石桥村", voters=300)
    day = on + timedelta(days=1)
    shift = DutyShift.objects.create(
        station=station,
        on=day,
        planned_on=day,
        starts_at=time(9),
        ends_at=time(11),
        state=ShiftState.PUBLISHED,
    )
    ShiftDeputy.objects.create(shift=shift, deputy=zhou)
    answers = {item.pk: Answer(number > 0) for number, item in enumerate(standard_on(on).items.all())}
    record_check(station, kind=CheckKind.SELF, answers=answers, actor=clerk, on=on)
    points = {row.pk: Decimal(row.weight) for row in ratings.criteria_on(on)}
    rating = ratings.apply_for_stars(station, points=points, actor=clerk, on=on)
    plan = make_plan("430524", actor=clerk, on=on)
    code, uid = station.organisation.code, zhou.uid
    return {
        "public": [
            "/stations/", "/stations/?near=27.11,111.03", "/stations/?q=zzz", f"/stations/{code}/?scan=1",
            "/deputies/", f"/deputies/?county=430524&town=430524001&cell={cell.pk}", f"/deputies/{uid}/",
        ],
        "desk": [
            "/desk/deputies/", "/desk/deputies/?q=zzz", f"/desk/deputies/{uid}/", f"/desk/deputies/{uid}/edit/",
            f"/desk/deputies/{uid}/mandate/?term={term.pk}", f"/desk/deputies/{uid}/mandates/{zhou.mandates.get().pk}/",
            f"/desk/deputies/{uid}/photo/", "/desk/deputies/import/", "/desk/stations/", f"/desk/stations/{code}/",
            f"/desk/stations/{code}/edit/", f"/desk/stations/{code}/close/", f"/desk/stations/{code}/inspect/",
            f"/desk/stations/{code}/villages/{cell.pk}/", f"/desk/stations/{code}/stars/{rating.pk}/",
            "/desk/stations/plans/", f"/desk/stations/plans/{plan.pk}/",
        ],
        "near": [station.organisation.name, far.organisation.name],
    }  # fmt: skip


def look(page, address: str) -> list[tuple[str, str, str]]:
    """What is wrong with a page."""
    answer = page.goto(address)
    assert answer.status == 200, address
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wrong = [(address, rule["id"], node["html"][:140]) for rule in found for node in rule["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append((address, "sideways", ""))
    return wrong


@pytest.mark.parametrize(("width", "elder"), FACES)
def test_the_public_pages_are_accessible(new_page, world, width, elder) -> None:
    page = new_page(width)
    if elder:
        page.context.add_cookies([{"name": "elder", "value": "1", "domain": "localhost", "path": "/"}])
    assert [wrong for address in world["public"] for wrong in look(page, address)] == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_desk_pages_are_accessible(new_page, signed_in, clerk, world, width) -> None:
    page = new_page(width)
    session = signed_in(clerk).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    assert [wrong for address in world["desk"] for wrong in look(page, address)] == []


def test_the_phone_says_where_it_is_and_the_nearest_station_comes_first(new_page, world) -> None:
    page = new_page(
        390, geolocation={"latitude": 27.5123456, "longitude": 111.0312345}, permissions=["geolocation"]
    )
    page.goto("/stations/")
    page.get_by_role("button", name="按离我远近排列").click()
    expect(page.locator("li.reply a").first).to_have_text(world["near"][1])
    assert "near=27.51%2C111.03" in page.url


def test_a_phone_that_will_not_say_keeps_the_list(new_page, world) -> None:
    page = new_page(390)
    page.goto("/stations/")
    page.get_by_role("button", name="按离我远近排列").click()
    expect(page.get_by_text("没有得到位置")).to_be_visible()
