"""A deputy's duty report. The meeting that rates it becomes an entry of the fifth book."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deputies.logbooks.models import LogEntry
from deputies.logbooks.reports.states import ReportState
from deputies.roster.models import Deputy, Mandate
from deputies.stations.models import Station

_BEFORE_MEETING = [ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED]


class DutyReport(models.Model):
    """One report of one mandate for one year. Its state changes only in services.py, along REPORT_FLOW.

    The text is for the station and the office; the public sees the numbers of the vote.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="reports", verbose_name=_("代表"))
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="reports", verbose_name=_("代表资格"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="reports", verbose_name=_("站点"))
    # Copied from the station, so that the lists of a division are one index range.
    region_code = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField(_("年度"))
    # The five topics of the paper's summary (述职摘要).
    meetings = models.TextField(_("出席会议"), blank=True)
    proposals = models.TextField(_("提出建议"), blank=True)
    contacts = models.TextField(_("联系群众"), blank=True)
    activities = models.TextField(_("参加活动"), blank=True)
    conduct = models.TextField(_("遵纪守法"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ReportState, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # Why it was sent back, put off or counted again: the newest one; all of them stand in the audit log.
    remark = models.CharField(_("原因"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    meets_on = models.DateField(_("测评会日期"), null=True, blank=True)
    meets_at = models.TimeField(_("开会时间"), null=True, blank=True)
    place = models.CharField(_("会议地点"), max_length=120, blank=True)
    host = models.CharField(_("主持"), max_length=40, blank=True)
    entitled = models.PositiveIntegerField(_("应到人数"), null=True, blank=True)
    rated_at = models.DateTimeField(_("测评时间"), null=True, blank=True)
    entry = models.OneToOneField(
        LogEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duty_report",
        verbose_name=_("台账记录"),
    )
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("述职报告")
        ordering = ["-year", "-pk"]
        indexes = [
            models.Index(fields=["region_code", "-updated_at", "-id"], name="report_region"),
            models.Index(fields=["station", "-updated_at", "-id"], name="report_station"),
            models.Index(fields=["-updated_at", "-id"], name="report_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "year"], name="report_once_a_year"),
            models.CheckConstraint(
                condition=Q(state__in=_BEFORE_MEETING) | Q(meets_on__isnull=False, entitled__gt=0),
                name="report_planned_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*_BEFORE_MEETING, ReportState.PLANNED]) | Q(entry__isnull=False),
                name="report_held_has_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} {self.year}"
