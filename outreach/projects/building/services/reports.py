"""The monthly report: the unit sends it with its photos, the office looks and makes it public; overdue ones are chased."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.attachments.services import publish, store
from congress.attachments.states import Kind
from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.models import User
from congress.texts import require_text
from congress.workdays.selectors import working_calendar
from outreach.projects.building.models import Chase, Milestone, Plan, ProgressPhoto, ProgressReport
from outreach.projects.building.rules import (
    last_day,
    month_of,
    report_due,
    require_overseer,
)
from outreach.projects.building.selectors import months_missing, plan_in_force
from outreach.projects.building.services.common import (
    require_state,
    require_version,
    require_writer,
    tell_office,
    tell_unit,
)
from outreach.projects.building.states import Moment, ReportState
from outreach.projects.models import Project
from outreach.projects.rules import require_office
from outreach.projects.services import locked_project
from outreach.projects.states import ProjectState

# The report of a month that is not over yet may come so many days before its end.
EARLY_DAYS = 6


@dataclass(frozen=True, slots=True)
class Photos:
    """The pictures of one moment, with the place and day that are printed under them."""

    files: Sequence[UploadedFile] = ()
    place: str = ""
    taken_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report as typed. `milestones`: those reached by now, by their keys."""

    month: date
    percent: int
    spent_fen: int
    done: str
    obstacles: str = ""
    next_steps: str = ""
    correction: str = ""
    milestones: Sequence[int] = ()
    before: Photos = field(default_factory=Photos)
    after: Photos = field(default_factory=Photos)


@transaction.atomic
def submit_report(
    project: Project, draft: ReportDraft, *, actor: User, at: datetime, version: int | None = None
) -> ProgressReport:
    """The month's report, or the one that came back. `version` is the report's, None for a new one.

    Raises NotAllowed, Stale, WrongState for a month that is public, BadInput at the field.
    """
    on = localdate(at)
    project = locked_project(project, None)
    require_writer(actor, project, on=on)
    require_state(project, ProjectState.BUILDING)
    plan = plan_in_force(project, on=on)
    if plan is None:
        raise WrongState("no_plan", _("还没有公布的实施方案。"))
    month = month_of(draft.month)
    report = _report_of(project, plan, month, on=on)
    if report.pk:
        if version is None:
            raise BadInput(
                "sent_before", _("该月月报已经报送；需要修改的，请从项目页面的该月月报进入。"), field="month"
            )
        require_version(report, version)
        report.version += 1
    _check_figures(project, draft, month)
    report.as_of = min(last_day(month), on)
    report.percent, report.spent_fen = draft.percent, draft.spent_fen
    report.done = require_text(draft.done, field="done", least=4, most=1000)
    report.obstacles, report.next_steps = draft.obstacles.strip()[:1000], draft.next_steps.strip()[:500]
    report.correction = draft.correction.strip()[:200]
    report.is_late = report.is_late or on > report_due(month, working_calendar(project.year.region_id))
    report.state, report.submitted_by, report.submitted_at = ReportState.SUBMITTED, actor, at
    report.save()
    _add_photos(report, draft, actor=actor, on=on)
    _require_photo(project, report)
    _reach(plan, draft.milestones, on=report.as_of)
    event = record(
        "outreach.project_report.submitted", project, actor=actor, month=month.isoformat(), percent=draft.percent,
        spent_fen=draft.spent_fen, is_late=report.is_late,
    )  # fmt: skip
    tell_office(project, "project_report_submitted", str(event.pk), month=f"{month:%Y-%m}")
    return report


def _report_of(project: Project, plan: Plan, month: date, *, on: date) -> ProgressReport:
    if month < month_of(plan.starts_on):
        raise BadInput("too_early", _("开工以前的月份不需要报。"), field="month")
    if on < last_day(month) - timedelta(days=EARLY_DAYS):
        raise BadInput("not_over", _("这个月还没有结束，月底前几天起可以报送。"), field="month")
    known = ProgressReport.objects.select_for_update().filter(project=project, month=month).first()
    if known is not None and known.state == ReportState.PUBLISHED:
        raise BadInput("month_public", _("该月月报已经公布；有误的，请在下月月报中更正。"), field="month")
    return known or ProgressReport(project=project, month=month)


def _check_figures(project: Project, draft: ReportDraft, month: date) -> None:
    if not 0 <= draft.percent <= 100:
        raise BadInput("bad_percent", _("进度须在 0 到 100 之间。"), field="percent")
    if draft.spent_fen < 0:
        raise BadInput("bad_money", _("支出不能小于 0。"), field="spent")
    if draft.spent_fen > project.cost_fen:
        raise BadInput(
            "over_cost", _("累计支出超过项目总投资。总投资确需调整的，须先申请项目变更。"), field="spent"
        )
    earlier = project.reports.filter(month__lt=month).order_by("-month").first()
    if earlier is None or (draft.percent >= earlier.percent and draft.spent_fen >= earlier.spent_fen):
        return
    if len(draft.correction.strip()) < 4:
        raise BadInput("below_last", _("进度或支出低于上一期，请写明更正原因。"), field="correction")


def _add_photos(report: ProgressReport, draft: ReportDraft, *, actor: User, on: date) -> None:
    for moment, photos in ((Moment.BEFORE, draft.before), (Moment.AFTER, draft.after)):
        if photos.taken_on is not None and photos.taken_on > on:
            raise BadInput("photo_day", _("拍摄日期不能晚于今天。"), field=f"{moment}_on")
        for upload in photos.files:
            try:
                kept = store(upload, owner=report, actor=actor, on=on, caption=str(Moment(moment).label))
            except BadInput as refused:
                raise BadInput(refused.code, refused.message, field=str(moment)) from None
            if kept.kind != Kind.IMAGE:
                raise BadInput("no_picture", _("请上传照片。"), field=str(moment))
            ProgressPhoto.objects.create(
                report=report, attachment=kept, moment=moment, place=photos.place.strip()[:60],
                taken_on=photos.taken_on or on,
            )  # fmt: skip


def _require_photo(project: Project, report: ProgressReport) -> None:
    """Whoever says that more is built shows it."""
    earlier = project.reports.filter(month__lt=report.month).order_by("-month").first()
    grew = report.percent > (earlier.percent if earlier else 0)
    if grew and not report.photos.filter(moment=Moment.AFTER).exists():
        raise BadInput("no_photo", _("进度有增加的，请附现场照片。"), field="after")


def _reach(plan: Plan, keys: Sequence[int], *, on: date) -> None:
    Milestone.objects.filter(plan=plan, pk__in=keys, done_on=None).update(done_on=on)


def _locked_report(report: ProgressReport, version: int | None, actor: User, *, on: date) -> ProgressReport:
    project = locked_project(report.project, None)
    row = ProgressReport.objects.select_for_update().get(pk=report.pk)
    row.project = project
    require_office(actor, project.year, on=on)
    require_version(row, version)
    if row.state != ReportState.SUBMITTED:
        raise WrongState("wrong_state", _("这份月报现在不能办理。"))
    return row


@transaction.atomic
def publish_report(
    report: ProgressReport, *, actor: User, at: datetime, version: int | None = None
) -> ProgressReport:
    """The office makes the report and its photos public."""
    report = _locked_report(report, version, actor, on=localdate(at))
    report.state, report.published_at, report.remark = ReportState.PUBLISHED, at, ""
    report.version += 1
    report.save()
    for photo in report.photos.select_related("attachment"):
        if not photo.attachment.is_public:
            publish(photo.attachment, actor=actor)
    record(
        "outreach.project_report.published", report.project, actor=actor, month=report.month.isoformat(),
        percent=report.percent, spent_fen=report.spent_fen,
    )  # fmt: skip
    return report


@transaction.atomic
def return_report(
    report: ProgressReport, *, reason: str, actor: User, at: datetime, version: int | None = None
) -> ProgressReport:
    """The office sends the report back with the reason."""
    report = _locked_report(report, version, actor, on=localdate(at))
    report.remark = require_text(reason, field="reason", least=4, most=200)
    report.state = ReportState.RETURNED
    report.version += 1
    report.save()
    record(
        "outreach.project_report.returned", report.project, actor=actor, month=report.month.isoformat(),
        reason=report.remark,
    )  # fmt: skip
    tell_unit(
        report.project, "project_report_returned", f"{report.pk}:{report.version}", month=f"{report.month:%Y-%m}"
    )  # fmt: skip
    return report


@transaction.atomic
def chase_report(project: Project, *, actor: User, at: datetime) -> list[Chase]:
    """Ask the unit by hand for every month that is overdue. Once a day and person: a second press does nothing."""
    on = localdate(at)
    project = locked_project(project, None)
    require_overseer(actor, project.year, on=on)
    missing = months_missing(project, on=on)
    if not missing:
        raise WrongState("nothing_overdue", _("没有逾期未报的月报。"))
    made = []
    for month in missing:
        chase, is_new = Chase.objects.get_or_create(project=project, month=month, on=on, by=actor)
        if is_new:
            made.append(chase)
            tell_unit(project, "project_report_chased", f"{chase.pk}", month=f"{month:%Y-%m}")
    if made:
        months = [chase.month.isoformat() for chase in made]
        record("outreach.project_report.chased", project, actor=actor, months=months)
    return made
