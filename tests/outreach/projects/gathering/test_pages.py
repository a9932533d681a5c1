"""The clerk's way from the year's opening to the formal list and the adopted method, over the pages."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outreach.models import Project, ProjectYear, VotingMethod
from tests.deputies.makers import make_term
from tests.factories import make_user
from tests.outreach.makers import make_notice, make_project, make_year

pytestmark = pytest.mark.django_db


def test_from_the_opening_to_the_list_and_the_method(clerk, city_office, department, signed_in):
    client = signed_in(clerk)
    term = make_term(ends_on=date(2031, 12, 31))
    opened = client.post("/desk/projects/years/new/", {"term": term.pk, "year": 2027})
    year = ProjectYear.objects.get()
    assert opened.url == f"/desk/projects/years/{year.uid}/"
    sheet = {
        "title": "双江口村安全饮水", "category": "rural", "problem": "旱季断水二十天。", "content": "新建蓄水池两座。",
        "beneficiaries": "2300", "unit": department.pk, "head": "王局长", "cost": "380.5", "own_money": "200",
        "year_goal": "十二月底通水到户。",
    }  # fmt: skip
    assert client.post(f"/desk/projects/years/{year.uid}/candidates/new/", sheet).status_code == 302
    project = Project.objects.get()
    assert (project.cost_fen, project.own_money_fen, project.beneficiaries) == (
        380_500_000,
        200_000_000,
        2300,
    )
    refused = client.post(f"/desk/projects/years/{year.uid}/candidates/new/", {**sheet, "own_money": "381"})
    assert (refused.status_code, "本级财政资金不能多于总投资" in refused.content.decode()) == (422, True)
    edit = f"/desk/projects/candidates/{project.uid}/edit/"
    assert 'value="380.5' in client.get(edit).content.decode()
    assert client.post(edit, {**sheet, "cost": "400", "version": 1}).status_code == 302
    for version, phase in enumerate(["collecting", "screening", "consulting", "noticing"], start=1):
        moved = client.post(f"/desk/projects/years/{year.uid}/phase/", {"phase": phase, "version": version})
        assert moved.status_code == 302
    make_notice(year, opens_on=date(2020, 1, 1), closes_on=date(2020, 1, 10))
    assert (
        client.post(f"/desk/projects/years/{year.uid}/list/", {f"place_{project.pk}": "1"}).status_code == 302
    )
    project.refresh_from_db()
    assert (project.state, project.number, project.cost_fen) == ("candidate", 1, 400_000_000)
    page = client.get(f"/desk/projects/years/{year.uid}/method/").content.decode()
    assert "还没有起草" in page
    draft = {
        "places": 10, "ballot_type": "choose_up_to_s", "min_diff": 2, "base": "all", "threshold_upper": 1,
        "threshold_lower": 2, "quorum_upper": 2, "quorum_lower": 3, "tie_rule": "runoff_tied",
        "shortfall_rule": "accept_fewer", "money_cap": "8000", "electronic": "on",
    }  # fmt: skip
    assert client.post(f"/desk/projects/years/{year.uid}/method/edit/", draft).status_code == 302
    method = VotingMethod.objects.get()
    assert (method.money_cap_fen, method.electronic, method.remote) == (8_000_000_000, True, False)
    assert "应选 10 项" in client.get(f"/desk/projects/years/{year.uid}/method/").content.decode()
    colleague = make_user(role="clerk", organisation=city_office)
    adopt = {"document_number": "邵人发〔2026〕3号", "adopted_on": "2026-01-20", "sure": "on"}
    assert client.post(f"/desk/projects/years/{year.uid}/method/adopt/", adopt).status_code == 403
    other = signed_in(colleague)
    assert other.post(f"/desk/projects/years/{year.uid}/method/adopt/", adopt).status_code == 302
    method.refresh_from_db()
    assert method.sha256 in other.get(f"/desk/projects/years/{year.uid}/method/").content.decode()


def test_dates_are_moved_and_wrong_ones_said_at_their_field(clerk, city_office, signed_in):
    year = make_year(2027, office=city_office)
    client, path = signed_in(clerk), f"/desk/projects/years/{year.uid}/dates/"
    given = {}
    for row in year.phases.all():
        given |= {
            f"{row.phase}_opens": row.opens_on.isoformat(),
            f"{row.phase}_closes": row.closes_on.isoformat(),
        }
    assert client.post(path, {**given, "collecting_closes": "2026-10-31"}).status_code == 302
    assert year.phases.get(phase="collecting").closes_on.isoformat() == "2026-10-31"
    assert client.post(path, {**given, "collecting_closes": "2026-08-31"}).status_code == 422
    assert client.post(path, {**given, "collecting_closes": "x"}).status_code == 422


def test_going_back_a_phase_needs_a_reason(clerk, city_office, signed_in):
    year = make_year(2027, state="screening", office=city_office)
    client, path = signed_in(clerk), f"/desk/projects/years/{year.uid}/phase/"
    assert client.post(path, {"phase": "collecting", "version": 1}).status_code == 422
    assert client.post(path, {"phase": "collecting", "version": 1, "reason": "补征集一周"}).status_code == 302
    assert client.post(path, {"phase": "screening", "version": 1}).status_code == 409


def test_the_list_of_years_asks_the_same_for_one_and_for_three(clerk, city_office, signed_in):
    client = signed_in(clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/desk/projects/years/").status_code == 200
        return len([query for query in seen if "congress_edition" not in query["sql"]])

    make_project(make_year(2025, office=city_office))
    client.get("/desk/projects/years/")
    one = queries()
    for number in (2026, 2027):
        make_project(make_year(number, office=city_office))
    assert queries() == one


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_open_to_everybody(clerk, city_office, window, width):
    year = make_year(2026, state="noticing", office=city_office)
    make_project(year)
    make_project(year, state="candidate")
    page = window(clerk, width)
    one = f"/desk/projects/years/{year.uid}/"
    candidate = f"/desk/projects/candidates/{year.projects.first().uid}/"
    for path in (
        "/desk/projects/years/", "/desk/projects/years/new/", one, f"{one}dates/", f"{one}phase/", f"{one}candidates/new/",
        f"{one}list/", f"{one}method/", f"{one}method/edit/", f"{candidate}edit/", f"{candidate}drop/",
    ):  # fmt: skip
        page.goto(path)
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
