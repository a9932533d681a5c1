"""Satisfaction assessments, what citizens and residents say, remarks, and the tasks of putting right."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation, User
from outreach.projects.models import Project, ProjectYear
from outreach.projects.scores.states import (
    AssessmentState,
    Assessors,
    Grade,
    Means,
    SampleKind,
    TaskState,
    Topic,
)


class ScoreRule(models.Model):
    """How a year's projects are scored. Fixed once the first result of the year is public."""

    year = models.OneToOneField(
        ProjectYear, models.PROTECT, related_name="score_rule", verbose_name=_("年度")
    )
    # Whether exactly half of all members is enough: the usual wording contradicts itself (domain paper B6).
    half_inclusive = models.BooleanField(_("恰好半数算达到"), default=False)
    deputies_weight = models.PositiveSmallIntegerField(_("代表测评权重"), default=50)
    residents_weight = models.PositiveSmallIntegerField(_("群众评价权重"), default=30)
    completion_weight = models.PositiveSmallIntegerField(_("目标完成权重"), default=20)
    good_points = models.PositiveSmallIntegerField(_("满意分值"), default=100)
    fair_points = models.PositiveSmallIntegerField(_("基本满意分值"), default=70)
    poor_points = models.PositiveSmallIntegerField(_("不满意分值"), default=0)
    document_number = models.CharField(_("办法文号"), max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("测评办法")
        constraints = [
            models.CheckConstraint(
                condition=Q(deputies_weight=100 - F("residents_weight") - F("completion_weight")),
                name="score_weights_to_100",
            ),
            models.CheckConstraint(
                condition=Q(poor_points__lte=F("fair_points"), fair_points__lte=F("good_points"))
                & Q(good_points__lte=100),
                name="score_points_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_id} {self.deputies_weight}/{self.residents_weight}/{self.completion_weight}"


class Assessment(models.Model):
    """One secret satisfaction vote on some projects of a year. Its state changes only in services, along ASSESSMENT_FLOW.

    `members` is the base: all of the body, whoever came. Counts become rows of items when two people agree.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="assessments", verbose_name=_("年度"))
    title = models.CharField(_("会议名称"), max_length=80)
    assessors = models.CharField(_("测评主体"), max_length=10, choices=Assessors)
    means = models.CharField(_("方式"), max_length=10, choices=Means, default=Means.PAPER)
    meets_on = models.DateField(_("测评日期"))
    members = models.PositiveIntegerField(_("全体组成人员"))
    present = models.PositiveIntegerField(_("到会人数"), null=True, blank=True)
    half_inclusive = models.BooleanField(_("恰好半数算达到"), default=False)
    # A re-assessment after putting right.
    is_second = models.BooleanField(_("复评"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=AssessmentState, default=AssessmentState.DRAFT)
    # The turn of counting: two who differ begin the next one.
    round = models.PositiveSmallIntegerField(default=1)
    issued = models.PositiveIntegerField(_("发出票"), null=True, blank=True)
    returned = models.PositiveIntegerField(_("收回票"), null=True, blank=True)
    invalid = models.PositiveIntegerField(_("无效票"), null=True, blank=True)
    remark = models.CharField(_("原因"), max_length=200, blank=True)
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("满意度测评")
        ordering = ["-meets_on", "-pk"]
        indexes = [models.Index(fields=["year", "-meets_on"], name="assessment_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(members__gt=0) & (Q(present__isnull=True) | Q(present__lte=F("members"))),
                name="assessment_base",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AssessmentState.DRAFT, AssessmentState.CANCELLED])
                | Q(present__isnull=False),
                name="assessment_held_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[AssessmentState.DRAFT, AssessmentState.CANCELLED, AssessmentState.COUNTING]
                )
                | Q(issued__lte=F("present"), returned__lte=F("issued"), invalid__lte=F("returned")),
                name="assessment_graded_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.PUBLISHED, published_at__isnull=False)
                | ~Q(state=AssessmentState.PUBLISHED) & Q(published_at__isnull=True),
                name="assessment_published_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssessmentItem(models.Model):
    """One project in an assessment: the agreed counts, the grade, and at publication the frozen total with its working."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="items")
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="assessment_items", verbose_name=_("项目")
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    good = models.PositiveIntegerField(_("满意"), null=True, blank=True)
    fair = models.PositiveIntegerField(_("基本满意"), null=True, blank=True)
    poor = models.PositiveIntegerField(_("不满意"), null=True, blank=True)
    abstained = models.PositiveIntegerField(_("弃权"), null=True, blank=True)
    grade = models.CharField(_("结果"), max_length=6, choices=Grade, blank=True)
    # Objective part: from the building's figures, or typed with the reason.
    completion = models.DecimalField(_("目标完成"), max_digits=5, decimal_places=2, null=True, blank=True)
    completion_note = models.CharField(_("目标完成说明"), max_length=200, blank=True)
    total = models.DecimalField(_("综合得分"), max_digits=5, decimal_places=2, null=True, blank=True)
    # How the total came about when it was published: read only, never searched.
    working = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("测评项目")
        ordering = ["assessment_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "project"], name="assessment_project_once"),
            models.CheckConstraint(
                condition=Q(grade="")
                | Q(good__isnull=False, fair__isnull=False, poor__isnull=False, abstained__isnull=False),
                name="assessment_item_graded_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(completion__isnull=True) | Q(completion__gte=0, completion__lte=100),
                name="assessment_item_completion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.position}"


class AssessmentCount(models.Model):
    """What one person counted in one turn. `lines`: item id to [good, fair, poor]; compared, never searched."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="counts")
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    at = models.DateTimeField(_("录入时间"))
    issued = models.PositiveIntegerField(_("发出票"))
    returned = models.PositiveIntegerField(_("收回票"))
    invalid = models.PositiveIntegerField(_("无效票"))
    lines = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = _("测评计票")
        ordering = ["assessment_id", "round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "round", "by"], name="assessment_count_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.round}"


class CitizenRating(models.Model):
    """One answer of one confirmed phone to one project.

    `phone_index` is keyed with the project, so that rows of different projects cannot be joined; it is wiped when its
    time is over, and the answer stays. The number itself is never written down.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="ratings")
    phone_index = models.BinaryField(max_length=32, null=True)
    grade = models.CharField(_("评价"), max_length=6, choices=Grade)
    rated_on = models.DateField(_("评价日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("群众评价")
        indexes = [models.Index(fields=["project", "grade"], name="citizen_rating_project")]
        constraints = [models.UniqueConstraint(fields=["project", "phone_index"], name="citizen_rating_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.grade}"


class ResidentSurvey(models.Model):
    """What residents said who were asked about one project. The newest one that was not withdrawn counts."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="surveys")
    kind = models.CharField(_("方式"), max_length=10, choices=SampleKind)
    population = models.PositiveIntegerField(_("受益户数或人数"), null=True, blank=True)
    good = models.PositiveIntegerField(_("满意"))
    fair = models.PositiveIntegerField(_("基本满意"))
    poor = models.PositiveIntegerField(_("不满意"))
    done_on = models.DateField(_("完成日期"))
    conductor = models.CharField(_("调查单位"), max_length=60)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("居民抽样")
        ordering = ["-done_on", "-pk"]
        indexes = [models.Index(fields=["project", "-done_on"], name="survey_project")]
        constraints = [
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(population__gte=F("good") + F("fair") + F("poor")),
                name="survey_within_population",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="survey_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.done_on}"


class Remark(models.Model):
    """还应改进什么: free words about a project, coded by the office. Not tied to the answer or phone of who wrote them."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="remarks")
    # Copied from ballots of this assessment; none: written on the portal.
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, related_name="remarks")
    text = models.CharField(_("还应改进什么"), max_length=300)
    topic = models.CharField(_("归类"), max_length=10, choices=Topic, blank=True)
    written_on = models.DateField(_("日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("改进意见")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["project", "-id"], name="remark_project")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.topic}"


class Rectification(models.Model):
    """A project found 不满意: what must get better until when, and the assessment that closes it."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="rectifications", verbose_name=_("项目")
    )
    item = models.OneToOneField(AssessmentItem, models.PROTECT, related_name="rectification")
    unit = models.ForeignKey(
        Organisation, models.PROTECT, related_name="rectifications", verbose_name=_("责任单位")
    )
    demand = models.CharField(_("整改要求"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=TaskState, default=TaskState.OPEN)
    due_on = models.DateField(_("复评期限"))
    report = models.TextField(_("整改情况"), max_length=2000, blank=True)
    reported_at = models.DateTimeField(_("报告时间"), null=True, blank=True)
    remark = models.CharField(_("说明"), max_length=200, blank=True)
    urged = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    closed_by = models.OneToOneField(
        AssessmentItem, models.PROTECT, null=True, blank=True, related_name="closed_task"
    )
    closed_on = models.DateField(_("复评日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("整改任务")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=[TaskState.OPEN, TaskState.REPORTED]),
                name="rectification_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=[TaskState.OPEN, TaskState.REPORTED]),
                name="rectification_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[TaskState.OPEN, TaskState.REPORTED],
                    closed_by__isnull=True,
                    closed_on__isnull=True,
                )
                | Q(
                    state__in=[TaskState.CLOSED, TaskState.FAILED],
                    closed_by__isnull=False,
                    closed_on__isnull=False,
                ),
                name="rectification_closed_by_assessment",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.REPORTED) | ~Q(report="") & Q(reported_at__isnull=False),
                name="rectification_reported_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_state_display()}"
