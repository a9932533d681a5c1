"""The station as a place. Name, code, division, dates and successor stand in its Organisation row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation
from congress.search.fields import GramField, GramIndex
from deputies.roster.models import Deputy
from deputies.stations.states import StationLevel, StationState, StationType


class Station(models.Model):
    """A deputy contact station (代表联系群众工作室). Its key is that of its organisation: grants hang there."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, primary_key=True, related_name="station", verbose_name=_("单位")
    )
    # Copied from the organisation's region, so that a county's list is one index range.
    region_code = models.CharField(_("区划代码"), max_length=12)
    level = models.CharField(_("级别"), max_length=10, choices=StationLevel, default=StationLevel.STUDIO)
    type = models.CharField(_("类型"), max_length=10, choices=StationType, default=StationType.GENERAL)
    is_legislative_point = models.BooleanField(_("基层立法联系点"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=StationState, default=StationState.PREPARING)
    former_names = models.CharField(_("曾用名"), max_length=200, blank=True)
    address = models.CharField(_("地址"), max_length=120)
    directions = models.CharField(_("怎么走"), max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    # The station's own public line.
    phone = models.CharField(_("站点电话"), max_length=30, blank=True)
    responsible = models.CharField(_("负责人"), max_length=40, blank=True)
    liaison = models.CharField(_("联络员"), max_length=40, blank=True)
    services = models.CharField(_("服务内容"), max_length=300, blank=True)
    area = models.PositiveSmallIntegerField(_("面积（平方米）"), null=True, blank=True)
    is_accessible = models.BooleanField(_("无障碍"), default=False)
    group_name = models.CharField(_("微邻里群"), max_length=60, blank=True)
    group_size = models.PositiveIntegerField(_("群人数"), null=True, blank=True)
    # Secret of the door's daily check-in code and token of the public code on the wall.
    door_secret = models.BinaryField(max_length=32, editable=False)
    public_token = models.CharField(max_length=24, unique=True, editable=False)
    stars = models.PositiveSmallIntegerField(_("星级"), null=True, blank=True)
    stars_until = models.DateField(_("星级有效期至"), null=True, blank=True)
    # Working state of the seven-haves: items fulfilled at the last check, of how many.
    standard_met = models.PositiveSmallIntegerField(null=True, editable=False)
    standard_of = models.PositiveSmallIntegerField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    search_text = models.TextField(editable=False, default="")
    search_grams = GramField(editable=False, default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("代表联系群众工作室")
        ordering = ["region_code", "pk"]
        indexes = [
            models.Index(fields=["region_code", "organisation"], name="station_region"),
            GramIndex(fields=["search_grams"], name="station_grams"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="station_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(stars__isnull=True) | Q(stars__gte=1, stars__lte=5), name="station_stars_range"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class OpeningHours(models.Model):
    """When somebody is there, week by week; the rota's shifts are separate."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("星期"))  # 1 Monday … 7 Sunday
    opens = models.TimeField(_("开门"))
    closes = models.TimeField(_("关门"))

    class Meta:
        verbose_name = verbose_name_plural = _("开放时间")
        ordering = ["station_id", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="hours_weekday_range"),
            models.CheckConstraint(condition=Q(closes__gt=models.F("opens")), name="hours_close_after_open"),
            models.UniqueConstraint(fields=["station", "weekday", "opens"], name="hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class ScanCount(models.Model):
    """How often a wall's code was opened on a day, and how many went on to say something. No persons."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="scans")
    deputy = models.ForeignKey(Deputy, models.CASCADE, null=True, related_name="scans")
    on = models.DateField()
    opened = models.PositiveIntegerField(default=0)
    submitted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("扫码次数")
        constraints = [
            models.UniqueConstraint(
                fields=["station", "deputy", "on"], nulls_distinct=False, name="scan_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.on}"
