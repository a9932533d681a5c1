"""The pages of dossiers, meetings and commendations in a real browser: accessible, nothing pushed sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate, now

from deputies.dossiers.models import Dossier, DossierObjection, Honour, Meeting
from deputies.roster.states import Level
from tests.deputies.makers import make_constituency, make_deputy, make_mandate, make_term
from tests.factories import make_region

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def addresses(county_office, county_clerk):
    """A meeting of three deputies, a commendation, a dossier with an objection that nobody has answered."""
    term = make_term(Level.COUNTY, "430524", 18)
    seat = make_constituency(term, region=make_region("430524"))
    people = [make_deputy(name, employer="桃花坪小学") for name in ("欧阳春", "周明德", "刘桂香")]
    mandates = [make_mandate(person, term=term, constituency=seat) for person in people]
    on = localdate()
    meeting = Meeting.objects.create(
        key="RD-2026-6", kind="session", title="县十八届人大六次会议", region_code="430524", on=on,
        level="county", half_days=6,
    )  # fmt: skip
    meeting.attendances.create(deputy=people[0], presence="present", half_days=6, on=on)
    honour = Honour.objects.create(
        deputy=people[0], on=on, title="优秀代表", granted_by="县人大常委会", rank="county",
        recorded_by=county_clerk, recorded_at=now(),
    )  # fmt: skip
    dossier = Dossier.objects.create(mandate=mandates[0], year=on.year - 1, state="objected")
    objection = DossierObjection.objects.create(dossier=dossier, text="少了十月的一次执法检查", made_at=now())
    return [
        "/desk/meetings/", "/desk/meetings/new/", "/desk/meetings/import/", f"/desk/meetings/{meeting.pk}/",
        f"/desk/meetings/{meeting.pk}/edit/", "/desk/honours/", f"/desk/honours/{honour.pk}/",
        f"/desk/honours/{honour.pk}/remove/", f"/desk/deputies/{people[0].uid}/honours/new/",
        f"/desk/dossiers/{dossier.uid}/", f"/desk/dossiers/{dossier.uid}/objections/{objection.pk}/",
    ]  # fmt: skip


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
def test_the_pages_are_accessible(new_page, signed_in, addresses, width, county_clerk) -> None:
    page = new_page(width)
    session = signed_in(county_clerk).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    assert [trouble for address in addresses for trouble in look(page, address)] == []
