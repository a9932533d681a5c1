"""Who is at home in which station, and for which villages it answers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import Region, User
from deputies.roster.models import Deputy
from deputies.stations.models.places import Station
from deputies.stations.states import AssignmentRole


class GridCell(models.Model):
    """A village or community that a station answers for (责任网格)."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="cells", verbose_name=_("站点"))
    # The township; villages have no code of their own here.
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("乡镇街道"))
    name = models.CharField(_("村或社区"), max_length=60)
    households = models.PositiveIntegerField(_("户数"), default=0)
    voters = models.PositiveIntegerField(_("选民数"), default=0)
    # The deputy who answers for the cell; chosen among the station's own.
    deputy = models.ForeignKey(
        Deputy, models.PROTECT, null=True, blank=True, related_name="cells", verbose_name=_("责任代表")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("责任网格")
        ordering = ["station_id", "name"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="cell_once")]

    def __str__(self) -> str:
        return self.name


class StationAssignment(models.Model):
    """A deputy at a station, from one day to another (驻站代表). `ends_on` is the last day."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="assignments", verbose_name=_("站点"))
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="assignments", verbose_name=_("代表"))
    role = models.CharField(_("身份"), max_length=10, choices=AssignmentRole, default=AssignmentRole.RESIDENT)
    # One main station a person; others as guest.
    is_main = models.BooleanField(_("主驻站"), default=True)
    starts_on = models.DateField(_("进站日期"))
    ends_on = models.DateField(_("离站日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("驻站代表")
        ordering = ["station_id", "pk"]
        indexes = [
            models.Index(fields=["station", "deputy"], name="assignment_station"),
            models.Index(fields=["deputy", "starts_on"], name="assignment_deputy"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["deputy"],
                condition=Q(is_main=True, ends_on__isnull=True),
                name="assignment_one_main_station",
            ),
            models.UniqueConstraint(
                fields=["station", "deputy"],
                condition=Q(ends_on__isnull=True),
                name="assignment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.deputy_id}"


class AssignmentPlan(models.Model):
    """A proposal that the rule made for one county; the office changes it by hand, then adopts it."""

    region_code = models.CharField(_("区划代码"), max_length=12)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("生成时间"))
    # The rule as it was: weights of home, work, balance.
    rule = models.JSONField(default=dict)
    adopted_at = models.DateTimeField(_("采用时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("进站分配方案")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region_code"], condition=Q(adopted_at__isnull=True), name="plan_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.pk}"


class PlannedAssignment(models.Model):
    """One line of the proposal, with the reason in words."""

    plan = models.ForeignKey(AssignmentPlan, models.CASCADE, related_name="lines")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=120)
    is_changed = models.BooleanField(_("人工调整"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("方案明细")
        constraints = [models.UniqueConstraint(fields=["plan", "deputy"], name="planned_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.deputy_id}"
