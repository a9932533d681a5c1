"""The pages of the duty reports in a real browser: accessible, quiet, nothing pushed sideways; sheets as paper."""

from dataclasses import replace
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from deputies.logbooks.reports import services
from tests.deputies.logbooks.reports import BALLOTS, HELD, hold, publish, write
from tests.deputies.makers import make_mandate, make_term

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def world(ouyang, place, station_officer, county_clerk):
    """One published, one of last year as a draft, one whose two counts differ; addresses of the pages by face."""
    public = publish(ouyang, station_officer, county_clerk)
    draft = write(ouyang, year=2025)
    make_mandate(ouyang, term=make_term(level="county", region_code="430524", ordinal=18))
    report = hold(ouyang, station_officer)
    for person, ballots in ((station_officer, BALLOTS), (county_clerk, replace(BALLOTS, good=25, fair=4))):
        services.enter_count(report, ballots, turn=1, actor=person, at=HELD + timedelta(hours=1))
    code = place.organisation.code
    return {
        "desk": [
            "/desk/reports/", "/desk/reports/?state=planned", f"/desk/reports/{public.uid}/",
            f"/desk/reports/{report.uid}/", f"/desk/reports/{report.uid}/count/",
            f"/desk/reports/{report.uid}/plan/", f"/desk/reports/new/{code}/",
        ],
        "phone": ["/m/reports/", "/m/reports/new/", f"/m/reports/{public.uid}/", f"/m/reports/{draft.uid}/"],
        "public": [f"/reports/{public.uid}/", f"/deputies/{ouyang.uid}/", f"/stations/{code}/"],
        "sheets": f"/desk/reports/{public.uid}/",
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


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_duty_reports_are_accessible(
    new_page, signed_in, world, width, county_clerk, ouyang
) -> None:
    wrong = []
    for face, who in (("desk", county_clerk), ("phone", ouyang.user), ("public", None)):
        page = new_page(width)
        if who is not None:
            session = signed_in(who).cookies["sessionid"].value
            page.context.add_cookies(
                [{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}]
            )
        for address in world[face]:
            wrong += look(page, address)
    assert wrong == []


@pytest.mark.parametrize(("button", "words"), [("述职报告 A4", "述职代表签名"), ("计票单 A4", "监票人")])
def test_the_sheets_print_on_one_page_of_a4(new_page, signed_in, world, county_clerk, button, words):
    page = new_page(1440)
    session = signed_in(county_clerk).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    page.goto(world["sheets"])
    page.get_by_role("button", name=button).click()
    page.get_by_text(words).wait_for()
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
