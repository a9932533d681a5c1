"""The pages of the building: board, a project's page with its steps, the phone of the group."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from congress.models import AuditEvent
from outreach.models import Acceptance, ChangeRequest, Inspection, Project, Urging
from outreach.projects.building.panels import inspection_todos
from outreach.projects.building.rules import last_day, month_of
from outreach.projects.states import ProjectState
from tests.congress.attachments import files
from tests.deputies.makers import make_deputy, make_mandate
from tests.outreach.makers import make_project, make_year
from tests.outreach.projects.building_makers import make_building, make_report

pytestmark = pytest.mark.django_db


def months_ago(number: int) -> date:
    month = month_of(localdate())
    for _back in range(number):
        month = month_of(month - timedelta(days=1))
    return month


BOARD = "/desk/projects/building/"


@pytest.fixture
def year(city_office):
    # Next year's: a plan that begins today and ends in two months is never too late for it.
    return make_year(localdate().year + 1, office=city_office, state="building")


@pytest.fixture
def project(year, department, clerk):
    """Begun two months ago, to be done in two months; nothing was reported."""
    on = localdate()
    steps = (("完成招标", on - timedelta(days=20), 40), ("竣工", on + timedelta(days=60), 100))
    return make_building(
        clerk,
        year=year,
        unit=department,
        cost_fen=500_000_00,
        title="桃花坪村道硬化",
        starts_on=months_ago(2),
        steps=steps,
    )


def address(name: str, row) -> str:
    return reverse(f"outreach:{name}", args=[row.uid])


def test_the_board_shows_the_worst_first_and_a_department_sees_its_own(
    year, project, clerk, handler, other_handler, county_clerk, signed_in
):
    calm = make_building(clerk, year=year, title="市民公园改造", starts_on=localdate() + timedelta(days=3))
    page = signed_in(clerk).get(BOARD)
    assert [row.project for row, *_rest in page.context["rows"]] == [project, calm]
    assert "月报逾期" in page.content.decode()
    assert [row.project for row, *_rest in signed_in(handler).get(BOARD).context["rows"]] == [project]
    for stranger in (other_handler, county_clerk):
        empty = signed_in(stranger).get(BOARD)
        assert "还没有票决确定的项目" in empty.content.decode()
    overdue = signed_in(clerk).get(BOARD, {"only": "overdue"})
    assert [row.project for row, *_rest in overdue.context["rows"]] == [project]
    nothing = signed_in(clerk).get(BOARD, {"light": "stopped", "year": "nonsense", "page": "x"})
    assert "没有符合条件的项目" in nothing.content.decode()


def test_what_belongs_to_others_does_not_exist(project, other_handler, county_clerk, signed_in):
    for stranger in (other_handler, county_clerk):
        client = signed_in(stranger)
        for name in ("project", "project-plan", "project-report", "project-change", "project-acceptance"):
            assert client.get(address(name, project)).status_code == 404


def test_the_board_asks_as_many_questions_for_thirty_projects_as_for_one(year, project, clerk, signed_in):
    client = signed_in(clerk)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(BOARD)
        return len([query for query in asked if "congress_edition" not in query["sql"]])

    questions()
    first = questions()
    for _number in range(29):
        make_report(make_building(clerk, year=year), clerk, months_ago(1), 10)
    assert questions() == first <= 36


def test_the_office_hands_over_with_one_form(year, clerk, department, signed_in):
    one = make_project(year, state=ProjectState.CHOSEN, unit=department)
    client = signed_in(clerk)
    assert "还没有交办" in client.get(BOARD).content.decode()
    where = address("project-hand-over", year)
    given = {"projects": [one.pk], "document_number": "", "announced": localdate().isoformat()}
    assert client.post(where, given).status_code == 422
    assert client.post(where, given | {"document_number": "邵人大函〔2026〕3号"}).status_code == 302
    one.refresh_from_db()
    assert one.state == ProjectState.HANDED_OVER


def test_the_unit_sends_its_plan_and_the_office_publishes_it(year, clerk, handler, department, signed_in):
    project = make_building(clerk, year=year, unit=department, state=ProjectState.HANDED_OVER)
    project.plans.all().delete()
    on, unit, office = localdate(), signed_in(handler), signed_in(clerk)
    given = {
        "starts_on": on, "ends_on": on + timedelta(days=60), "builder": "市水利工程公司", "money_plan": "上级补助三十万元。",
        "guarantee": "每周调度。", "title_1": "主体完工", "due_on_1": on + timedelta(days=30), "percent_1": 60,
        "title_2": "竣工", "due_on_2": on + timedelta(days=60),
    }  # fmt: skip
    where = address("project-plan", project)
    half = unit.post(where, given)
    assert half.status_code == 422
    assert "要一起填写" in half.content.decode()
    low = unit.post(where, given | {"percent_2": 90})
    assert low.status_code == 422
    assert "最后一个节点须为完工日期" in low.content.decode()
    assert unit.post(where, given | {"percent_2": 100}).status_code == 302
    plan = project.plans.get()
    assert office.get(address("plan-publish", plan)).status_code == 200
    assert office.post(address("plan-publish", plan), {"version": plan.version}).status_code == 302
    project.refresh_from_db()
    assert project.state == ProjectState.BUILDING
    again = unit.post(where, given | {"percent_2": 100})
    assert again.status_code == 409
    assert "须先经决定批准调整" in again.content.decode()


def test_the_unit_reports_with_photos_and_the_office_publishes(project, clerk, handler, signed_in):
    unit, office, month = signed_in(handler), signed_in(clerk), months_ago(1)
    where = address("project-report", project)
    assert 'enctype="multipart/form-data"' in unit.get(where).content.decode()
    given = {"month": month.isoformat(), "percent": "30", "spent": "12.5", "done": "完成路基和垫层。"}
    bare = unit.post(where, given)
    assert bare.status_code == 422
    assert "请附现场照片" in bare.content.decode()
    picture = files.upload("现场.jpg", files.jpeg((30, 20)))
    assert unit.post(where, given | {"after": picture, "after_place": "三组"}).status_code == 302
    report = project.reports.get()
    assert (report.percent, report.spent_fen, report.state) == (30, 12_500_000, "submitted")
    assert report.as_of == last_day(month)
    photo = report.photos.get()
    shown = unit.get(f"/attachments/{photo.attachment_id}/")
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert office.post(address("progress-publish", report), {"version": report.version}).status_code == 302
    shown = office.get(address("project", project)).content.decode()
    assert "完成路基和垫层" in shown
    assert "12.50 万元" in shown


def test_a_report_that_came_back_is_corrected_with_what_was_typed(project, handler, clerk, signed_in):
    report = make_report(
        project, clerk, months_ago(1), 0, state="returned", remark="请补充照片", published_at=None
    )
    page = signed_in(handler).get(address("project-report", project))
    assert page.context["form"].initial["month"] == report.month.isoformat()
    assert page.context["form"].initial["done"] == "按计划推进。"


def test_a_report_that_waits_is_changed_from_its_own_link_only(project, clerk, handler, signed_in):
    for back in (2, 1):
        make_report(project, clerk, months_ago(back), 0, state="submitted", published_at=None)
    report = project.reports.order_by("month").last()
    unit, where = signed_in(handler), address("project-report", project)
    plain = unit.get(where)
    if plain.status_code == 409:
        # In the last days of a month its own report may come already.
        assert "现在没有可以报送的月份" in plain.content.decode()
    opened = f"{where}?month={report.month.isoformat()}"
    given = {
        "month": report.month.isoformat(),
        "percent": "0",
        "spent": "0",
        "done": "改正了文字。",
        "version": "1",
    }
    assert unit.post(opened, given).status_code == 302
    again = unit.post(opened, given)
    assert again.status_code == 409
    report.refresh_from_db()
    assert (report.done, report.version) == ("改正了文字。", 2)


def test_the_office_chases_from_the_page(project, clerk, handler, signed_in):
    office = signed_in(clerk)
    assert "催报" in office.get(address("project", project)).content.decode()
    assert "已催报" in office.post(address("project-chase", project), follow=True).content.decode()
    assert "今天已经催过了" in office.post(address("project-chase", project), follow=True).content.decode()
    assert signed_in(handler).post(address("project-chase", project)).status_code == 403


def test_a_change_is_asked_and_decided_with_its_document(project, clerk, handler, signed_in):
    unit, office = signed_in(handler), signed_in(clerk)
    where = address("project-change", project)
    kept = {"kind": "change", "reason": "沿线新增滑坡治理，原投资不足。", "cost": "60", "own_money": "0"}
    assert unit.post(where, kept).status_code == 302
    change = ChangeRequest.objects.get()
    shown = office.get(address("project", project)).content.decode()
    assert "50 万元" in shown
    assert "60 万元" in shown
    given = {"approved": "yes", "meeting": "市人大常委会第三十次会议", "decided_on": localdate().isoformat()}
    assert office.post(address("change-decide", change), given).status_code == 422
    given["document_number"] = "邵人大常发〔2026〕9号"
    assert office.post(address("change-decide", change), given).status_code == 302
    project.refresh_from_db()
    assert project.cost_fen == 60_000_000


def test_an_opinion_goes_out_comes_back_and_is_closed(project, supervisor, handler, signed_in):
    office, unit, on = signed_in(supervisor), signed_in(handler), localdate()
    given = {"content": "请在月底前完成路面硬化。", "due_on": (on + timedelta(days=10)).isoformat()}
    assert office.post(address("project-urging", project), given).status_code == 302
    urging = Urging.objects.get()
    assert unit.post(address("urging-answer", urging), {"answer": "已经增加两个班组。"}).status_code == 302
    assert office.get(address("urging-close", urging)).status_code == 200
    assert office.post(address("urging-close", urging)).status_code == 302
    late = unit.post(address("urging-answer", urging), {"answer": "已经增加两个班组。"})
    assert late.status_code == 409


def test_a_member_records_an_inspection_on_the_phone_once(project, deputy, signed_in, make_member):
    me = make_member(project, user=deputy, is_leader=True)
    other = make_member(project)
    phone = signed_in(deputy)
    assert [todo.title for todo in inspection_todos(deputy, localdate())] == ["督查民生实事：桃花坪村道硬化"]
    assert "桃花坪村道硬化" in phone.get("/m/projects/groups/").content.decode()
    where = address("my-project-inspection", project)
    assert other.name in phone.get(where).content.decode()
    given = {
        "kind": "routine", "inspected_on": localdate().isoformat(), "place": "三组", "finding": "small",
        "found": "护栏还没有安装，有安全隐患。", "deputies": [other.pk], "client_uuid": str(uuid4()),
    }  # fmt: skip
    assert phone.post(where, given | {"found": "好"}).status_code == 422
    assert (
        phone.post(where, given | {"files": files.upload("a.jpg", files.jpeg((30, 20)))}).status_code == 302
    )
    assert phone.post(where, given).status_code == 302
    seen = Inspection.objects.get()
    assert set(seen.deputies.all()) == {me, other}
    page = phone.get(address("my-project-group", project)).content.decode()
    assert "护栏还没有安装" in page
    assert "thumbnail" in page
    assert list(inspection_todos(deputy, localdate())) == []


def test_a_deputy_who_is_not_in_the_group_finds_nothing(project, deputy, signed_in):
    make_mandate(make_deputy(user=deputy), term=project.year.term)
    phone = signed_in(deputy)
    assert "还没有督办的项目" in phone.get("/m/projects/groups/").content.decode()
    assert phone.get(address("my-project-group", project)).status_code == 404
    assert phone.get(address("my-project-inspection", project)).status_code == 404


def test_the_office_forms_the_group_and_checks_what_is_built(project, clerk, handler, signed_in):
    person = make_deputy("欧阳春")
    make_mandate(person, term=project.year.term)
    office, unit, on = signed_in(clerk), signed_in(handler), localdate()
    assert office.post(address("project-group", project), {"leader": person.pk}).status_code == 302
    make_report(project, clerk, months_ago(1), 100)
    given = {
        "finished_on": on.isoformat(),
        "actual_cost": "49",
        "result": "硬化村道五公里。",
        "papers": ["quality"],
    }
    assert unit.post(address("project-acceptance", project), given).status_code == 302
    asked = Acceptance.objects.get()
    check = {
        "passed": "yes", "checked_on": on.isoformat(), "place": "村部", "deputies": [person.pk], "residents": "5",
        "papers_seen": ["quality", "money"], "opinion": "同意验收。",
    }  # fmt: skip
    short = office.post(address("acceptance-check", asked), check)
    assert "缺少必备资料：实施前后影像资料" in short.content.decode()
    check["papers_seen"].append("photos")
    assert office.post(address("acceptance-check", asked), check).status_code == 302
    project.refresh_from_db()
    assert project.state == ProjectState.ACCEPTED


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_the_month_leaves_as_a_table_and_is_recorded(project, clerk, signed_in, form):
    month = months_ago(1)
    make_report(project, clerk, month, 45, spent_fen=20_000_000, obstacles="征地未完成。")
    given = {"month": month.isoformat(), "form": form, "year": project.year.year}
    answer = signed_in(clerk).post("/desk/projects/building/table/", given)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if form == "pdf":
        assert content.startswith(b"%PDF")
    else:
        sheet = load_workbook(BytesIO(content)).active
        row = next(row for row in sheet.iter_rows(values_only=True) if "桃花坪村道硬化" in row)
        assert (row[4], row[5], row[7], row[10], row[11]) == (50, 20, 45, "征地未完成。", "已报")
    facts = AuditEvent.objects.get(verb="outreach.project_report.exported").facts
    assert (facts["form"], facts["rows"], facts["month"]) == (form, 1, month.isoformat())
    assert signed_in(clerk).post("/desk/projects/building/table/", {"month": "soon"}).status_code == 404


def test_a_stopped_project_offers_nothing_more(project, clerk, handler, signed_in):
    Project.objects.filter(pk=project.pk).update(state=ProjectState.STOPPED)
    for reader in (clerk, handler):
        assert signed_in(reader).get(address("project", project)).context["actions"] == []
