"""Duty rota: patterns, shifts, wishes, swaps and checking in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models import User
from deputies.roster.models import Deputy
from deputies.stations.models.places import Station
from deputies.stations.states import PatternKind, ShiftState, SwapState


class RotaPattern(models.Model):
    """When a station receives people: every Friday, the 9th and 10th, the first Monday. One may hold at a time."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="patterns", verbose_name=_("站点"))
    kind = models.CharField(_("方式"), max_length=12, choices=PatternKind)
    # weekly: weekdays 1-7; month_days: days 1-31; nth_weekday: n*10+weekday (11 = first Monday, 95 = last Friday).
    days = models.JSONField(_("日子"))
    starts_at = models.TimeField(_("开始时间"))
    ends_at = models.TimeField(_("结束时间"))
    deputies_per_shift = models.PositiveSmallIntegerField(_("每班代表人数"), default=1)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("接待日规则")
        ordering = ["station_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="pattern_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(deputies_per_shift__gte=1, deputies_per_shift__lte=9), name="pattern_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.kind}"


class Blackout(models.Model):
    """Days on which no deputy of a division can be on duty: a session, a flood."""

    region_code = models.CharField(_("区划代码"), max_length=12)
    starts_on = models.DateField(_("从"))
    ends_on = models.DateField(_("到"))
    reason = models.CharField(_("原因"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("不排班的日子")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="blackout_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class DeputyWish(models.Model):
    """Days on which a deputy cannot, or would rather, be on duty."""

    deputy = models.ForeignKey(Deputy, models.CASCADE, related_name="wishes", verbose_name=_("代表"))
    is_preferred = models.BooleanField(_("希望这几天值班"), default=False)
    starts_on = models.DateField(_("从"))
    ends_on = models.DateField(_("到"))
    note = models.CharField(_("说明"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("值班意愿")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="wish_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} {self.starts_on}"


class DutyShift(models.Model):
    """One reception of one station (接待日 / 轮岗值班)."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="shifts", verbose_name=_("站点"))
    on = models.DateField(_("日期"))
    starts_at = models.TimeField(_("开始时间"))
    ends_at = models.TimeField(_("结束时间"))
    state = models.CharField(_("状态"), max_length=10, choices=ShiftState, default=ShiftState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    # The day that the pattern names, where a holiday or a decision moved the shift.
    planned_on = models.DateField(_("原定日期"))
    note = models.CharField(_("说明"), max_length=120, blank=True)
    published_at = models.DateTimeField(_("公告时间"), null=True, blank=True)
    # Set where the shift was changed after it had been published: the public page says so.
    changed_at = models.DateTimeField(_("变更时间"), null=True, blank=True)
    moved_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="moved_from", verbose_name=_("改期到")
    )
    opened_at = models.DateTimeField(_("开始接待"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结束接待"), null=True, blank=True)
    visitors = models.PositiveIntegerField(_("来访人数"), null=True, blank=True)
    # "Nobody came" is a legal entry; a shift without check-in and record for three days is marked.
    is_hollow = models.BooleanField(_("疑似空转"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("值班")
        ordering = ["on", "starts_at", "pk"]
        indexes = [
            models.Index(fields=["on", "station"], name="shift_day"),
            models.Index(fields=["station", "on"], name="shift_station_day"),
            models.Index(
                fields=["on", "id"],
                name="shift_ahead",
                condition=Q(state__in=["planned", "published", "open"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "on", "starts_at"],
                condition=~Q(state__in=["moved", "cancelled"]),
                name="shift_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.starts_at:%H:%M}"


class ShiftDeputy(models.Model):
    """A deputy on a shift. Swapped-out ones stay as rows with `left_at`."""

    shift = models.ForeignKey(DutyShift, models.CASCADE, related_name="places")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="shifts", verbose_name=_("代表"))
    substitute_for = models.ForeignKey(
        Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代替")
    )
    left_at = models.DateTimeField(_("调出时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("值班代表")
        ordering = ["shift_id", "pk"]
        indexes = [models.Index(fields=["deputy", "shift"], name="place_deputy")]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "deputy"], condition=Q(left_at__isnull=True), name="place_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.deputy_id}"


class ShiftSwap(models.Model):
    """A asks B to take a shift, for one of B's in return or for nothing. Two taps: ask, agree."""

    place = models.ForeignKey(ShiftDeputy, models.CASCADE, related_name="swaps")
    to = models.ForeignKey(Deputy, models.PROTECT, related_name="swaps_asked", verbose_name=_("请谁代替"))
    in_return = models.ForeignKey(
        ShiftDeputy, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("换回哪一班")
    )
    state = models.CharField(_("状态"), max_length=10, choices=SwapState, default=SwapState.ASKED)
    words = models.CharField(_("附言"), max_length=100, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("换班")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["to", "state"], name="swap_asked_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(state="asked"), name="swap_one_open_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} -> {self.to_id}"


class CheckIn(models.Model):
    """A deputy was there: by the door's code of that day, by place, or seen by the liaison."""

    uid = models.UUIDField(unique=True)
    shift = models.ForeignKey(DutyShift, models.CASCADE, related_name="check_ins")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="check_ins", verbose_name=_("代表"))
    at = models.DateTimeField(_("签到时间"))
    received_at = models.DateTimeField(_("收到时间"))
    way = models.CharField(
        _("方式"), max_length=8, choices=[("code", _("扫码")), ("place", _("定位")), ("liaison", _("联络员"))]
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("操作人"))

    class Meta:
        verbose_name = verbose_name_plural = _("签到")
        constraints = [models.UniqueConstraint(fields=["shift", "deputy"], name="check_in_once")]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.deputy_id}"
