"""What is known of a chosen project from the hand-over to the acceptance. States change only in services."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import Attachment
from deputies.roster.models import Deputy
from outreach.projects.building.states import (
    AcceptanceState,
    Body,
    ChangeKind,
    ChangeState,
    Finding,
    InspectionKind,
    Moment,
    PlanState,
    ReportState,
    UrgingState,
)
from outreach.projects.models import Project


class HandOver(models.Model):
    """The congress hands the project to the government's unit."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="hand_over")
    document_number = models.CharField(_("交办文号"), max_length=60)
    demands = models.TextField(_("交办要求"), max_length=1000, blank=True)
    # When the result was announced, and the fifteenth working day after it: what the hand-over is measured by.
    announced_on = models.DateField(_("票决公告日期"))
    due_on = models.DateField(_("交办期限"))
    handed_on = models.DateField(_("交办日期"))
    plan_due_on = models.DateField(_("实施方案报送期限"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("项目交办")
        indexes = [models.Index(fields=["plan_due_on"], name="hand_over_plan_due")]

    def __str__(self) -> str:
        return self.document_number


class Plan(models.Model):
    """An implementation plan. A second revision needs an approved change; the newest published one is in force."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="plans")
    revision = models.PositiveSmallIntegerField(_("版次"), default=1)
    # The decision that a later revision carries out: one revision for one decision.
    change = models.OneToOneField(
        "outreach.ChangeRequest",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan",
        verbose_name=_("依据的变更"),
    )
    state = models.CharField(_("状态"), max_length=10, choices=PlanState, default=PlanState.SUBMITTED)
    starts_on = models.DateField(_("开工日期"))
    ends_on = models.DateField(_("完工日期"))
    builder = models.CharField(_("实施单位"), max_length=80)
    money_plan = models.TextField(_("资金安排"), max_length=500)
    guarantee = models.TextField(_("保障措施"), max_length=1000)
    remark = models.CharField(_("退回原因"), max_length=200, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("报送时间"))
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("实施方案")
        ordering = ["project_id", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["project", "revision"], name="plan_revision_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plan_in_order"),
            models.CheckConstraint(
                condition=Q(revision=1) | Q(change__isnull=False), name="plan_by_decision"
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.PUBLISHED, published_on__isnull=False)
                | ~Q(state=PlanState.PUBLISHED) & Q(published_on__isnull=True),
                name="plan_published_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.revision}"


class Milestone(models.Model):
    """A step of a plan: by that day so much of the whole is built."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("节点"), max_length=60)
    due_on = models.DateField(_("计划完成日期"))
    percent = models.PositiveSmallIntegerField(_("累计进度（%）"))
    done_on = models.DateField(_("实际完成日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("实施节点")
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="milestone_number_once"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="milestone_percent"),
        ]

    def __str__(self) -> str:
        return self.title


class ProgressReport(models.Model):
    """The unit's report of one month. It is public once the office has looked at it."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="reports")
    # The first of the month; `as_of` is the day that the figures speak of.
    month = models.DateField(_("月份"))
    as_of = models.DateField(_("数据截至"))
    percent = models.PositiveSmallIntegerField(_("形象进度（%）"))
    spent_fen = models.BigIntegerField(_("累计支出（分）"))
    done = models.TextField(_("本月完成情况"), max_length=1000)
    obstacles = models.TextField(_("存在问题"), max_length=1000, blank=True)
    next_steps = models.TextField(_("下月计划"), max_length=500, blank=True)
    # Why a figure is below the one of the month before.
    correction = models.CharField(_("更正说明"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ReportState, default=ReportState.SUBMITTED)
    remark = models.CharField(_("退回原因"), max_length=200, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("报送时间"))
    is_late = models.BooleanField(_("逾期报送"), default=False)
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("进度月报")
        ordering = ["project_id", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["project", "month"], name="progress_once_a_month"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="progress_percent"),
            models.CheckConstraint(condition=Q(spent_fen__gte=0), name="progress_money"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month:%Y-%m}"


class ProgressPhoto(models.Model):
    """A picture of a report: before or after, with place and day. The file is an attachment of the report."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="photos")
    attachment = models.OneToOneField(Attachment, models.CASCADE, related_name="+")
    moment = models.CharField(_("时段"), max_length=6, choices=Moment)
    place = models.CharField(_("拍摄地点"), max_length=60, blank=True)
    taken_on = models.DateField(_("拍摄日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("进度照片")
        ordering = ["report_id", "moment", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.moment}"


class Chase(models.Model):
    """An overdue report was asked for: by the machine (`by` empty) or by the office, at most once a day each."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="chases")
    month = models.DateField(_("月份"))
    on = models.DateField(_("催报日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("催报")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month", "on", "by"], name="chase_once_a_day", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month:%Y-%m}"


class ChangeRequest(models.Model):
    """What the unit asks the committee or presidium to change, or to stop, and what was decided."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="changes")
    kind = models.CharField(_("种类"), max_length=6, choices=ChangeKind)
    state = models.CharField(_("状态"), max_length=10, choices=ChangeState, default=ChangeState.ASKED)
    reason = models.TextField(_("理由"), max_length=1000)
    effect = models.TextField(_("对资金和受益群众的影响"), max_length=500, blank=True)
    agreed_by = models.CharField(_("已征求意见的单位"), max_length=200, blank=True)
    # The plan gets a new end by a new revision, which this decision allows.
    new_end = models.DateField(_("新的完工日期"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    body = models.CharField(_("决定机关"), max_length=10, choices=Body)
    meeting = models.CharField(_("会议"), max_length=80, blank=True)
    document_number = models.CharField(_("决定文号"), max_length=60, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    opinion = models.CharField(_("决定意见"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("项目变更")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(state=ChangeState.ASKED), name="change_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ChangeState.APPROVED, ChangeState.REFUSED])
                | Q(decided_on__isnull=False) & ~Q(document_number="") & ~Q(meeting=""),
                name="change_decided_has_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"


class ChangeLine(models.Model):
    """One value that the request changes, as it was and as it is to be; money in fen, a unit by its id."""

    request = models.ForeignKey(ChangeRequest, models.CASCADE, related_name="lines")
    field = models.CharField(_("项目"), max_length=20)
    before = models.TextField(_("原为"), blank=True)
    after = models.TextField(_("改为"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("变更内容")
        ordering = ["request_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "field"], name="change_field_once")]

    def __str__(self) -> str:
        return self.field


class GroupMember(models.Model):
    """A deputy of the project's supervision group (督办组); exactly one leads it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="group_members")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="project_groups", verbose_name=_("代表"))
    is_leader = models.BooleanField(_("组长"), default=False)
    since = models.DateField(_("加入日期"))
    left_on = models.DateField(_("退出日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("督办组成员")
        ordering = ["project_id", "-is_leader", "pk"]
        indexes = [models.Index(fields=["deputy"], condition=Q(left_on=None), name="group_of_deputy")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "deputy"], condition=Q(left_on=None), name="group_member_once"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(left_on=None, is_leader=True), name="group_one_leader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.deputy_id}"


class Inspection(models.Model):
    """The group, or some of it, went to see the site. Photos are attachments of this row."""

    # Made by the phone, so that a second press is the same inspection.
    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    project = models.ForeignKey(Project, models.CASCADE, related_name="inspections")
    kind = models.CharField(_("方式"), max_length=12, choices=InspectionKind)
    inspected_on = models.DateField(_("督查日期"))
    place = models.CharField(_("地点"), max_length=80)
    deputies = models.ManyToManyField(Deputy, related_name="+", verbose_name=_("参加代表"))
    finding = models.CharField(_("总体评价"), max_length=8, choices=Finding)
    found = models.TextField(_("发现的情况"), max_length=1000)
    advice = models.TextField(_("意见建议"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("督查记录")
        ordering = ["-inspected_on", "-pk"]
        indexes = [models.Index(fields=["project", "-inspected_on"], name="inspection_project")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.inspected_on:%Y-%m-%d}"


class Urging(models.Model):
    """督办意见: the office tells the unit what to do, and by when; the unit answers."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="urgings")
    inspection = models.ForeignKey(
        Inspection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="urgings",
        verbose_name=_("依据的督查"),
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    content = models.TextField(_("督办意见"), max_length=1000)
    state = models.CharField(_("状态"), max_length=10, choices=UrgingState, default=UrgingState.ISSUED)
    due_on = models.DateField(_("答复期限"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("发出时间"))
    answer = models.TextField(_("答复"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    remark = models.CharField(_("退回原因"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("督办意见")
        ordering = ["project_id", "number"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state=UrgingState.ISSUED), name="urging_open_due")
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="urging_number_once"),
            models.CheckConstraint(
                condition=Q(state=UrgingState.ISSUED) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="urging_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.number}"


class Acceptance(models.Model):
    """The unit says that it is built; the office, deputies and residents look at the site."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="acceptances")
    state = models.CharField(_("结果"), max_length=8, choices=AcceptanceState, default=AcceptanceState.ASKED)
    finished_on = models.DateField(_("完工日期"))
    actual_cost_fen = models.BigIntegerField(_("实际投资（分）"))
    result = models.TextField(_("完成情况"), max_length=1000)
    # Codes of Paper that the unit handed in, and those that the check found in order.
    papers = models.JSONField(_("报送资料"), default=list)
    papers_seen = models.JSONField(_("核对资料"), default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    checked_on = models.DateField(_("现场验收日期"), null=True, blank=True)
    place = models.CharField(_("验收地点"), max_length=80, blank=True)
    deputies = models.ManyToManyField(Deputy, related_name="+", blank=True, verbose_name=_("到场代表"))
    # A number, no names: residents are no files of ours.
    residents = models.PositiveSmallIntegerField(_("到场群众人数"), default=0)
    opinion = models.TextField(_("验收意见"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("项目验收")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(state=AcceptanceState.ASKED), name="acceptance_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state=AcceptanceState.ASKED) | Q(checked_on__isnull=False),
                name="acceptance_checked_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.state}"
