"""The yearly dossier of a mandate, and the facts that no logbook holds: meetings and honours."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.models import User
from deputies.dossiers.states import DossierState, HonourRank, MeetingKind, Presence
from deputies.roster.models import Deputy, Mandate
from deputies.roster.states import Level


class Meeting(models.Model):
    """A meeting that deputies attend. `key` comes from the system that pushes attendance, or from the file."""

    key = models.CharField(_("会议编号"), max_length=60, unique=True)
    kind = models.CharField(_("类别"), max_length=10, choices=MeetingKind)
    title = models.CharField(_("名称"), max_length=120)
    level = models.CharField(_("层级"), max_length=10, blank=True)
    region_code = models.CharField(_("区划代码"), max_length=12)
    on = models.DateField(_("开始日期"))
    half_days = models.PositiveSmallIntegerField(_("半天数"), default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("会议")
        ordering = ["-on", "pk"]
        indexes = [models.Index(fields=["region_code", "-on"], name="meeting_region_day")]

    def __str__(self) -> str:
        return self.title


class MeetingBatch(models.Model):
    """One uploaded file of who attended which meetings: looked at first, then written whole or not at all."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    region_code = models.CharField(_("区划代码"), max_length=12)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"))
    file_name = models.CharField(_("文件"), max_length=255)
    sha256 = models.CharField(max_length=64)
    meetings = models.PositiveIntegerField(_("会议"), default=0)
    attendances = models.PositiveIntegerField(_("出席记录"), default=0)
    imported_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("会议出席导入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class MeetingAttendance(models.Model):
    """One deputy at one meeting, in half-days."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("会议"))
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="attendances", verbose_name=_("代表"))
    presence = models.CharField(_("出席"), max_length=8, choices=Presence)
    half_days = models.PositiveSmallIntegerField(_("半天数"), default=1)
    # Leave with approval; an absence without approval twice in a term touches the mandate (Deputies Law, art. 62).
    is_approved = models.BooleanField(_("经批准"), default=False)
    speeches = models.PositiveSmallIntegerField(_("审议发言次数"), default=0)
    on = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = _("会议出席")
        ordering = ["meeting_id", "deputy_id", "presence"]
        indexes = [models.Index(fields=["deputy", "-on"], name="attendance_deputy_day")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "deputy", "presence"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.deputy_id}"


class Honour(models.Model):
    """A commendation (表彰奖励)."""

    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="honours", verbose_name=_("代表"))
    on = models.DateField(_("日期"))
    title = models.CharField(_("名称"), max_length=120)
    granted_by = models.CharField(_("授予单位"), max_length=80)
    rank = models.CharField(_("级别"), max_length=10, choices=HonourRank)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("表彰奖励")
        ordering = ["-on", "pk"]
        constraints = [models.UniqueConstraint(fields=["deputy", "on", "title"], name="honour_once")]

    def __str__(self) -> str:
        return self.title


class Dossier(models.Model):
    """履职档案 of one mandate and one year. While open it is a view; `content` is filled when it closes."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="dossiers", verbose_name=_("代表资格"))
    year = models.PositiveSmallIntegerField(_("年度"))
    state = models.CharField(_("状态"), max_length=10, choices=DossierState, default=DossierState.OPEN)
    version = models.PositiveIntegerField(default=1)
    # The eight parts as assembled, canonical JSON; `content_hash` is the SHA-256 of exactly these bytes.
    content = models.JSONField(null=True, blank=True)
    content_hash = models.CharField(_("内容校验值"), max_length=64, blank=True)
    shown_on = models.DateField(_("送核日期"), null=True, blank=True)
    # Last day on which the deputy may object.
    object_until = models.DateField(_("异议截止"), null=True, blank=True)
    closed_at = models.DateTimeField(_("归档时间"), null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("履职档案")
        ordering = ["-year", "mandate_id"]
        indexes = [models.Index(fields=["state", "object_until"], name="dossier_state")]
        constraints = [models.UniqueConstraint(fields=["mandate", "year"], name="dossier_once_a_year")]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.year}"


class DossierObjection(models.Model):
    """What the deputy finds wrong, and what the office answers."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="objections")
    text = models.CharField(_("异议"), max_length=500)
    made_at = models.DateTimeField(_("提出时间"))
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("档案异议")
        ordering = ["dossier_id", "pk"]

    def __str__(self) -> str:
        return f"{self.dossier_id}.{self.pk}"
