"""A congress's year of livelihood projects, and the projects in it. Everything else of the concept hangs on these."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation, Region
from deputies.roster.models import Term
from outreach.projects.states import Category, ProjectState, YearState


class ProjectYear(models.Model):
    """The livelihood projects of one congress for one year. `year` is that of the building, not of the collection."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    term = models.ForeignKey(Term, models.PROTECT, related_name="project_years", verbose_name=_("届次"))
    # The office that runs it; its division bounds who at the desk sees it.
    office = models.ForeignKey(
        Organisation, models.PROTECT, related_name="project_years", verbose_name=_("人大机关")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="project_years", verbose_name=_("区划"))
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("名称"), max_length=80)
    state = models.CharField(_("阶段"), max_length=12, choices=YearState, default=YearState.PREPARING)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("民生实事年度")
        ordering = ["-year", "region_id"]
        constraints = [models.UniqueConstraint(fields=["term", "year"], name="project_year_once")]
        indexes = [models.Index(fields=["region", "-year"], name="project_year_region")]

    def __str__(self) -> str:
        return self.title


class YearPhase(models.Model):
    """From when to when a phase is planned to last. Both days belong to it."""

    year = models.ForeignKey(ProjectYear, models.CASCADE, related_name="phases")
    phase = models.CharField(_("阶段"), max_length=12, choices=YearState)
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("结束日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("阶段日期")
        ordering = ["opens_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "phase"], name="year_phase_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="year_phase_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.year_id} {self.phase}"


class Project(models.Model):
    """One project, from the initial candidate to its score. Its state changes only in services, along PROJECT_FLOW.

    Money in fen. What the deputies voted on is frozen with the round; later changes are decisions of their own.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="projects", verbose_name=_("年度"))
    # The building site's division: the year's own or one below it.
    region = models.ForeignKey(Region, models.PROTECT, related_name="projects", verbose_name=_("实施地"))
    # The line on the ballot; given with the formal list.
    number = models.PositiveSmallIntegerField(_("序号"), null=True, blank=True)
    title = models.CharField(_("项目名称"), max_length=60)
    category = models.CharField(_("类别"), max_length=12, choices=Category)
    problem = models.TextField(_("要解决的问题"), max_length=1000)
    content = models.TextField(_("建设内容"), max_length=1000, blank=True)
    beneficiaries = models.PositiveIntegerField(_("受益人数"), default=0)
    beneficiaries_note = models.CharField(_("受益对象"), max_length=120, blank=True)
    unit = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="livelihood_projects",
        verbose_name=_("责任单位"),
    )
    # The unit's person in charge by public post, as the candidates' list prints it.
    head = models.CharField(_("责任人"), max_length=40, blank=True)
    cost_fen = models.BigIntegerField(_("总投资（分）"), default=0)
    own_money_fen = models.BigIntegerField(_("本级财政资金（分）"), default=0)
    sources = models.CharField(_("资金来源"), max_length=200, blank=True)
    year_goal = models.CharField(_("年度目标"), max_length=300, blank=True)
    risk = models.CharField(_("风险与对策"), max_length=300, blank=True)
    lat = models.DecimalField(_("纬度"), max_digits=8, decimal_places=5, null=True, blank=True)
    lon = models.DecimalField(_("经度"), max_digits=8, decimal_places=5, null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=ProjectState, default=ProjectState.INITIAL)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("民生实事项目")
        ordering = ["year_id", F("number").asc(nulls_last=True), "pk"]
        indexes = [
            models.Index(fields=["year", "state", "number"], name="project_year_state"),
            models.Index(fields=["region", "state"], name="project_region"),
            models.Index(fields=["unit", "state"], name="project_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], condition=Q(number__isnull=False), name="project_number_once"
            ),
            models.CheckConstraint(
                condition=Q(cost_fen__gte=0, own_money_fen__gte=0, own_money_fen__lte=F("cost_fen")),
                name="project_money_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ProjectState.INITIAL, ProjectState.DROPPED])
                | Q(number__isnull=False, unit__isnull=False, cost_fen__gt=0),
                name="project_listed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="project_place_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectPlace(models.Model):
    """A village or community that the project serves."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="places")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("村或社区"))

    class Meta:
        verbose_name = verbose_name_plural = _("受益村社")
        constraints = [models.UniqueConstraint(fields=["project", "region"], name="project_place_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.region_id}"
