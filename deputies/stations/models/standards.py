"""The seven-haves standard and the stars, both as dated data: the rule is shown beside the result."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models import User
from deputies.stations.models.places import Station
from deputies.stations.states import CheckKind, RatingState


class Standard(models.Model):
    """A version of the construction standard: 七有, later 九有."""

    name = models.CharField(_("名称"), max_length=40)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    # How long a check of an item holds, in days.
    holds_days = models.PositiveSmallIntegerField(_("有效天数"), default=365)

    class Meta:
        verbose_name = verbose_name_plural = _("建设标准")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["valid_to"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="standard_one_valid",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StandardItem(models.Model):
    """One of the haves."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("项目"), max_length=40)
    what_counts = models.CharField(_("怎样算有"), max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = _("标准项目")
        ordering = ["standard_id", "order"]
        constraints = [models.UniqueConstraint(fields=["standard", "order"], name="item_once")]

    def __str__(self) -> str:
        return self.name


class StationCheck(models.Model):
    """A dated self-check or inspection. Rows are added; the newest of a kind holds."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="checks", verbose_name=_("站点"))
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+", verbose_name=_("标准"))
    kind = models.CharField(_("类别"), max_length=12, choices=CheckKind)
    on = models.DateField(_("检查日期"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("检查人"))
    met = models.PositiveSmallIntegerField(_("达标项"))
    remarks = models.CharField(_("整改意见"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("达标检查")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["station", "-on"], name="check_station")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.on}"


class CheckAnswer(models.Model):
    """One item of a check. Photos of proof are attachments of this row."""

    check_of = models.ForeignKey(StationCheck, models.CASCADE, related_name="answers")
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="+")
    has = models.BooleanField(_("有"))
    note = models.CharField(_("说明"), max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("检查结果")
        ordering = ["check_of_id", "item_id"]
        constraints = [models.UniqueConstraint(fields=["check_of", "item"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.item_id}"


class Criterion(models.Model):
    """A line of the star scheme: results weigh at least half (domain paper G4)."""

    scheme = models.CharField(_("办法"), max_length=40)
    valid_from = models.DateField(_("自"))
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("指标"), max_length=60)
    weight = models.PositiveSmallIntegerField(_("分值"))
    is_result = models.BooleanField(_("结果类"), default=False)
    # The name of the figure that fills it, or empty where the inspector gives the points.
    figure = models.CharField(_("自动取数"), max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("星级指标")
        ordering = ["scheme", "order"]
        constraints = [models.UniqueConstraint(fields=["scheme", "order"], name="criterion_once")]

    def __str__(self) -> str:
        return self.name


class StarRating(models.Model):
    """One round of a station's stars: applied, visited, announced, perhaps objected, granted."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="ratings", verbose_name=_("站点"))
    scheme = models.CharField(_("办法"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    state = models.CharField(_("状态"), max_length=10, choices=RatingState, default=RatingState.APPLIED)
    version = models.PositiveIntegerField(default=1)
    self_score = models.DecimalField(_("自评分"), max_digits=5, decimal_places=1, null=True)
    score = models.DecimalField(_("核定分"), max_digits=5, decimal_places=1, null=True)
    stars = models.PositiveSmallIntegerField(_("星级"), null=True)
    visited_on = models.DateField(_("核查日期"), null=True)
    visited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    announced_on = models.DateField(_("公示日期"), null=True)
    objection = models.CharField(_("异议"), max_length=300, blank=True)
    answer = models.CharField(_("处理"), max_length=300, blank=True)
    granted_on = models.DateField(_("评定日期"), null=True)
    valid_until = models.DateField(_("有效期至"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("星级评定")
        ordering = ["-year", "station_id"]
        constraints = [models.UniqueConstraint(fields=["station", "year"], name="rating_once_a_year")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.year}"


class Score(models.Model):
    """Points for one criterion in one round, with where they come from."""

    rating = models.ForeignKey(StarRating, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    self_points = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    points = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    source = models.CharField(_("来源"), max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("星级得分")
        constraints = [models.UniqueConstraint(fields=["rating", "criterion"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.rating_id} {self.criterion_id}"
