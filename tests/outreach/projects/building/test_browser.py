"""The pages of the building in a real browser: accessible, nothing pushed sideways, at both widths."""

from datetime import timedelta
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.timezone import localdate, now

from outreach.models import ChangeRequest
from outreach.projects.building import services
from outreach.projects.states import ProjectState
from tests.congress.attachments import files
from tests.outreach.makers import make_project, make_year
from tests.outreach.projects.building.test_pages import months_ago
from tests.outreach.projects.building_makers import make_building, make_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def world(clerk, handler, deputy, department, city_office, make_member):
    """One project with everything that can hang on it, one to be handed over, one that is built; addresses by face."""
    on, at = localdate(), now()
    year = make_year(on.year + 1, office=city_office, state="building")
    steps = (("完成招标和测量放线", on - timedelta(days=20), 40), ("竣工通车", on + timedelta(days=60), 100))
    project = make_building(
        clerk, year=year, unit=department, title="桃花坪街道六个村通组公路硬化（含错车道和安全护栏）", starts_on=months_ago(3),
        steps=steps, cost_fen=5_000_000_00,
    )  # fmt: skip
    make_member(project, user=deputy, is_leader=True)
    photo = services.Photos([files.upload("a.jpg", files.jpeg((600, 400)))], "三组")
    for back, percent in ((3, 12), (2, 20)):
        draft = services.ReportDraft(
            month=months_ago(back), percent=percent, spent_fen=percent * 10_000_00, done="路基完成两公里。",
            obstacles="二组两户征地未签。", after=photo,
        )  # fmt: skip
        report = services.submit_report(project, draft, actor=handler, at=at)
        photo = services.Photos([files.upload("b.jpg", files.jpeg((600, 400)))], "三组")
    seen = services.InspectionDraft("routine", on, "三组", "serious", "路基标高不够，雨后积水。", "请返工。")
    services.record_inspection(
        project, seen, files=[files.upload("c.jpg", files.jpeg((60, 40)))], uid=uuid4(), actor=deputy, at=at
    )
    urging = services.issue_urging(
        project, content="请倒排工期。", due_on=on + timedelta(days=3), inspection=None, actor=clerk, at=at
    )
    services.ask_change(
        project, "change", values={"year_goal": "硬化六公里半。"}, new_end=on + timedelta(days=90),
        reason="沿线新增滑坡治理，原投资不足。", effect="", agreed_by="", actor=handler, at=at,
    )  # fmt: skip
    make_project(year, state=ProjectState.CHOSEN, unit=department)
    built = make_building(clerk, year=year, unit=department, starts_on=months_ago(3), steps=steps)
    make_report(built, clerk, months_ago(1), 100)
    asked = services.ask_acceptance(
        built,
        finished_on=on,
        actual_cost_fen=1,
        result="全部完成，已经通车。",
        papers=["quality"],
        actor=handler,
        at=at,
    )

    def to(name: str, row=project) -> str:
        return reverse(f"outreach:{name}", args=[row.uid])

    change = ChangeRequest.objects.get()
    return {
        clerk: [
            "/desk/projects/building/", "/desk/projects/building/?light=stopped", to("project"), to("project", built),
            to("project-hand-over", year), to("progress-publish", report), to("change-decide", change),
            to("project-group"), to("project-inspection"), to("project-urging"), to("acceptance-check", asked),
        ],
        handler: [
            to("project-plan"), to("project-report"), to("project-change"), to("urging-answer", urging),
            to("project-acceptance"),
        ],
        deputy: ["/m/", "/m/projects/groups/", to("my-project-group"), to("my-project-inspection")],
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
def test_the_pages_of_the_building_are_accessible(new_page, signed_in, world, width) -> None:
    wrong = []
    for who, addresses in world.items():
        page = new_page(width)
        session = signed_in(who).cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}]
        )
        for address in addresses:
            wrong += look(page, address)
    assert wrong == []
