"""Several people at once, on real PostgreSQL."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from congress.models import Attachment, AuditEvent, Notice
from outreach.models import ChangeRequest, Chase, Inspection, ProgressReport, Urging
from outreach.projects.building import services
from outreach.projects.building.services.sweep import sweep_buildings
from outreach.projects.states import ProjectState
from tests.congress.attachments import files
from tests.outreach.makers import make_year
from tests.outreach.projects.building_makers import make_building, make_report
from tests.petitions.suggestions.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 4, 8, 2, 0, tzinfo=UTC)


@pytest.fixture
def project(city_office, department, clerk):
    return make_building(clerk, year=make_year(2026, office=city_office, state="building"), unit=department)


def test_a_report_that_is_sent_eight_times_at_once_is_one_report(project, handler):
    def press():
        photo = services.Photos([files.upload("a.jpg", files.jpeg((30, 20)))])
        draft = services.ReportDraft(
            month=date(2026, 3, 1), percent=10, spent_fen=0, done="完成测量放线。", after=photo
        )
        return services.submit_report(project, draft, actor=handler, at=AT, version=None)

    at_once(*[press] * 8)
    assert ProgressReport.objects.count() == 1
    assert Attachment.objects.count() == 1


def test_a_report_is_published_once_or_sent_back_never_both(project, clerk, supervisor):
    for month in range(3, 6):
        report = make_report(project, clerk, date(2026, month, 1), 10, state="submitted", published_at=None)
        results = at_once(
            *(lambda report=report: services.publish_report(report, actor=clerk, at=AT, version=1),) * 3,
            *(
                lambda report=report: services.return_report(
                    report, reason="请补充照片", actor=clerk, at=AT, version=1
                ),
            )
            * 3,
        )
        assert sum(isinstance(result, ProgressReport) for result in results) == 1
    verbs = ("outreach.project_report.published", "outreach.project_report.returned")
    assert AuditEvent.objects.filter(verb__in=verbs).count() == 3


def test_two_sweeps_at_once_chase_once(project):
    at_once(*[lambda: sweep_buildings(at=AT)] * 4)
    assert Chase.objects.count() == 1
    assert Notice.objects.filter(template="project_report_overdue").count() == 1


def test_one_open_request_one_number_one_inspection(project, clerk, handler, deputy, make_member):
    make_member(project, user=deputy, is_leader=True)
    uid = uuid4()
    seen = services.InspectionDraft("routine", date(2026, 4, 7), "村口", "good", "施工有序，安全标志齐全。")

    def ask():
        return services.ask_change(
            project,
            "stop",
            reason="国家项目覆盖同一路段，重复建设。",
            effect="",
            agreed_by="",
            actor=handler,
            at=AT,
        )

    def urge():
        return services.issue_urging(
            project, content="请加快进度。", due_on=date(2026, 4, 20), inspection=None, actor=clerk, at=AT
        )

    def look():
        photo = files.upload("a.jpg", files.jpeg((30, 20)))
        return services.record_inspection(project, seen, files=[photo], uid=uid, actor=deputy, at=AT)

    at_once(*[ask] * 3, *[urge] * 3, *[look] * 3)
    assert ChangeRequest.objects.filter(state="asked").count() == 1
    assert sorted(Urging.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert Inspection.objects.count() == 1
    assert Attachment.objects.of(Inspection.objects.get()).count() == 1


def test_a_stop_and_an_acceptance_at_once_leave_one_of_both(project, clerk, handler, make_member):
    member = make_member(project)
    make_report(project, clerk, date(2026, 3, 1), 100)
    change = services.ask_change(
        project,
        "stop",
        reason="国家项目覆盖同一路段，重复建设。",
        effect="",
        agreed_by="",
        actor=handler,
        at=AT,
    )
    asked = services.ask_acceptance(
        project, finished_on=date(2026, 4, 1), actual_cost_fen=1, result="全部完成，已经通车。",
        papers=["quality", "money", "photos"], actor=handler, at=AT,
    )  # fmt: skip

    def stop():
        return services.decide_change(
            change, approved=True, meeting="市人大常委会第三十次会议", document_number="邵人大常发〔2026〕9号", opinion="",
            decided_on=date(2026, 4, 8), actor=clerk, at=AT,
        )  # fmt: skip

    def accept():
        return services.check_acceptance(
            asked, passed=True, checked_on=date(2026, 4, 8), place="村口", deputies=[member], residents=3,
            papers_seen=["quality", "money", "photos"], opinion="质量合格。", actor=clerk, at=AT,
        )  # fmt: skip

    at_once(stop, accept)
    project.refresh_from_db()
    change.refresh_from_db()
    asked.refresh_from_db()
    found = (project.state, change.state, asked.state)
    assert found in {(ProjectState.STOPPED, "approved", "asked"), (ProjectState.ACCEPTED, "asked", "passed")}
