"""The pages of the scores in a real browser: accessible, nothing pushed sideways, at both widths."""

from datetime import date
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe

from outreach.models import Assessment, Rectification
from outreach.projects.scores import services
from outreach.projects.states import ProjectState, YearState
from tests.outreach.makers import make_year
from tests.outreach.projects.building_makers import make_building, make_report
from tests.outreach.projects.scores.makers import (
    AT,
    make_counting,
    make_plan,
    make_sheet,
    publish,
    second_clerk,
)
from tests.outreach.projects.scores.test_built import accept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TITLES = ("资江北路人行天桥和无障碍电梯", "农村安全饮水提质改造（十二个村）", "城区公办幼儿园新增学位 900 个")


@pytest.fixture
def world(clerk, city_office, department):
    """Three published with one to be put right, one being counted whose counts differed; addresses by face."""
    other = second_clerk(city_office)
    year = make_year(2026, office=city_office, state=YearState.EVALUATING)
    projects = [
        make_building(
            clerk, year=year, state=ProjectState.ACCEPTED, unit=department, title=title, beneficiaries=3200
        )
        for title in TITLES
    ]
    for project in projects:
        make_report(project, clerk, date(2026, 11, 1), 100)
        accept(project, clerk)
    made = make_counting(clerk, *projects)
    sheet = make_sheet(made, (17, 11, 1), (29, 0, 0), (6, 7, 14))
    for person in (clerk, other):
        services.enter_count(made, sheet, turn=1, actor=person, at=AT)
    for project in projects[:2]:
        services.enter_survey(
            project, kind="household", population=900, good=230, fair=55, poor=15, done_on=date(2027, 1, 10),
            conductor="市社情民意调查中心", actor=clerk, at=AT,
        )  # fmt: skip
        services.rate_project(
            project, phone="13800001234", grade="fair", better="桥上夜里太暗，请加灯。", at=AT
        )
    for remark in projects[0].remarks.all():
        services.code_remark(remark, topic="quality", actor=clerk, at=AT)
    services.set_completion(
        made.items.get(position=3), completion=Decimal("88.50"), note="学位少 100 个", actor=clerk, at=AT
    )
    made.refresh_from_db()
    publish(made, clerk)
    waiting = make_building(clerk, year=year, state=ProjectState.ACCEPTED, title="社区日间照料中心")
    counting = make_counting(clerk, waiting, title="市人大常委会第三十一次会议")
    services.enter_count(counting, make_sheet(counting, (20, 5, 4)), turn=1, actor=clerk, at=AT)
    services.enter_count(counting, make_sheet(counting, (19, 6, 4)), turn=1, actor=other, at=AT)
    ready = make_building(clerk, year=year, state=ProjectState.ACCEPTED, title="老旧小区加装路灯")
    draft = services.plan_assessment(
        year, make_plan(title="市人大常委会第三十二次会议"), [ready], actor=clerk, at=AT
    )
    task = Rectification.objects.get()
    first, scores = projects[0].uid, "/desk/projects/scores"
    assert Assessment.objects.count() == 3
    return {
        "desk": {
            "scores": f"{scores}/", "year": f"{scores}/{year.uid}/", "plan": f"{scores}/{year.uid}/plan/",
            "published": f"{scores}/a/{made.uid}/", "counting": f"{scores}/a/{counting.uid}/",
            "count": f"{scores}/a/{counting.uid}/count/", "draft": f"{scores}/a/{draft.uid}/",
            "project": f"{scores}/p/{first}/", "survey": f"{scores}/p/{first}/survey/",
            "remarks": f"{scores}/a/{made.uid}/remarks/", "completion": f"{scores}/a/{draft.uid}/completion/1/",
            "task": f"{scores}/tasks/{task.uid}/", "urge": f"{scores}/tasks/{task.uid}/urge/",
            "figures": f"{scores}/figures/?since=2022&until=2026",
            "records": f"{scores}/figures/projects/?since=2022&until=2026&what=chosen",
        },
        "public": {
            "rate": f"/projects/p/{first}/rate/", "score": f"/projects/p/{first}/score/",
            "poor": f"/projects/p/{projects[2].uid}/score/", "year": f"/projects/{year.uid}/scores/",
        },
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
def test_the_pages_of_the_scores_are_accessible(new_page, signed_in, world, width, clerk) -> None:
    wrong = []
    for face, who in (("desk", clerk), ("public", None)):
        page = new_page(width)
        if who is not None:
            session = signed_in(who).cookies["sessionid"].value
            page.context.add_cookies(
                [{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}]
            )
        for address in world[face].values():
            wrong += look(page, address)
    assert wrong == []
