"""One entry for all written books; what is special about a kind stands in kinds.py and in `details`."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import Attachment, Region, User
from congress.privacy import EncryptedTextField
from congress.search.fields import GramField, GramIndex
from deputies.logbooks.states import (
    Attendance,
    ContactWay,
    EntryState,
    Grade,
    Kind,
    Source,
    Way,
)
from deputies.roster.models import Deputy, Gender
from deputies.stations.models import DutyShift, GridCell, Station


class YearLock(models.Model):
    """A station's book of a year, closed: counted for the dossiers, sealed with a hash (封存).

    Unlocking sets `opened_at` and a reason; locking again is a new row.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="locks", verbose_name=_("站点"))
    year = models.PositiveSmallIntegerField(_("年度"))
    rows = models.PositiveIntegerField(_("条数"))
    content_hash = models.CharField(_("内容校验值"), max_length=64)
    locked_at = models.DateTimeField(_("封存时间"))
    locked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("封存人"))
    opened_at = models.DateTimeField(_("解封时间"), null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("解封人"))
    reason = models.CharField(_("解封原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("台账封存")
        ordering = ["station_id", "-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "year"], condition=Q(opened_at__isnull=True), name="lock_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.year}"


class LogBatch(models.Model):
    """One uploaded book of a station: looked at, then written as a whole or not at all; undone as a whole."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("站点"))
    kind = models.CharField(_("台账"), max_length=10, choices=Kind)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"))
    file_name = models.CharField(_("文件"), max_length=255)
    sha256 = models.CharField(max_length=64)
    # For rows older than thirty days that name no reason of their own.
    late_reason = models.CharField(_("补录原因"), max_length=120, blank=True)
    # Rows that became entries, and rows that were in the book already.
    added = models.PositiveIntegerField(_("新增"), default=0)
    known = models.PositiveIntegerField(_("已有"), default=0)
    imported_at = models.DateTimeField(_("导入时间"), null=True, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("台账导入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class LogEntry(models.Model):
    """An entry of one of the written books.

    `happened_on` is when it was, `made_at` when it was written down (the phone's clock), `received_at` when it came
    here. A correction is a new entry whose `corrects` is the old one; the old one keeps its text.
    """

    # Made on the phone: sending twice makes one entry.
    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    kind = models.CharField(_("台账"), max_length=10, choices=Kind)
    # ActivityKind for activities; empty for the others.
    subkind = models.CharField(_("类型"), max_length=12, blank=True)
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("站点")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    region_code = models.CharField(max_length=12)
    shift = models.ForeignKey(
        DutyShift, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("值班")
    )
    title = models.CharField(_("主题"), max_length=80)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    happened_on = models.DateField(_("日期"))
    starts_at = models.TimeField(_("开始"), null=True, blank=True)
    ends_at = models.TimeField(_("结束"), null=True, blank=True)
    content = models.TextField(_("内容"), blank=True)
    # The columns of this kind that nobody searches by: see kinds.BOOKS[kind].columns.
    details = models.JSONField(default=dict)
    # Training: tenths of an hour are enough. Empty for other kinds.
    hours = models.DecimalField(_("学时"), max_digits=4, decimal_places=1, null=True, blank=True)
    people = models.PositiveIntegerField(_("人次"), null=True, blank=True)
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)

    source = models.CharField(_("来源"), max_length=8, choices=Source)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    made_at = models.DateTimeField(_("记录时间"))
    received_at = models.DateTimeField(_("收到时间"))
    is_late = models.BooleanField(_("补录"), default=False)
    late_reason = models.CharField(_("补录原因"), max_length=120, blank=True)
    # The phone's clock was off by more than ten minutes: marked, not corrected.
    is_clock_off = models.BooleanField(_("手机时间不准"), default=False)

    state = models.CharField(_("状态"), max_length=10, choices=EntryState, default=EntryState.PENDING)
    version = models.PositiveIntegerField(default=1)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    remark = models.CharField(_("核实意见或原因"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("更正")
    )
    lock = models.ForeignKey(
        YearLock, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("封存")
    )
    batch = models.ForeignKey(
        LogBatch, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("导入批次")
    )
    updated_at = models.DateTimeField(_("更新时间"))

    search_text = models.TextField(editable=False, default="")
    search_grams = GramField(editable=False, default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("台账记录")
        indexes = [
            models.Index(fields=["station", "kind", "-happened_on", "-id"], name="entry_station_book"),
            models.Index(fields=["region_code", "-happened_on", "-id"], name="entry_region_day"),
            models.Index(fields=["-happened_on", "-id"], name="entry_day"),
            models.Index(
                fields=["region_code", "received_at"], name="entry_pending", condition=Q(state="pending")
            ),
            models.Index(fields=["updated_at", "id"], name="entry_updated"),
            models.Index(fields=["recorded_by", "-id"], name="entry_recorder"),
            GramIndex(fields=["search_grams"], name="entry_grams"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="entry_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0, hours__lte=8, kind="training"),
                name="entry_hours_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"


class EntryDeputy(models.Model):
    """A deputy's part in an entry. For receptions: who received; for reports: who reported."""

    entry = models.ForeignKey(LogEntry, models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="parts", verbose_name=_("代表"))
    attendance = models.CharField(_("出席"), max_length=8, choices=Attendance, default=Attendance.PRESENT)
    # Reasons of leave are not public and not printed.
    reason = models.CharField(_("原因"), max_length=60, blank=True)
    # Copied from the entry, so that a deputy's year is one index range.
    happened_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        verbose_name = verbose_name_plural = _("参加代表")
        ordering = ["entry_id", "pk"]
        indexes = [models.Index(fields=["deputy", "-happened_on", "-entry"], name="part_deputy_day")]
        constraints = [models.UniqueConstraint(fields=["entry", "deputy"], name="part_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.deputy_id}"


class Voice(models.Model):
    """What one voter said at a reception or a visit, in the voter's own words. It may become a suggestion.

    `matter_uid` is the client key under which the suggestion was raised, `matter_number` its number: petitions know
    the rest (deputies know no suggestions, see matters.py).
    """

    entry = models.ForeignKey(LogEntry, models.CASCADE, related_name="voices")
    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    order = models.PositiveSmallIntegerField(default=1)
    name = EncryptedTextField(_("选民姓名"), kind="name", null=True, blank=True)
    gender = models.CharField(_("性别"), max_length=6, choices=Gender, blank=True)
    phone = EncryptedTextField(_("电话"), kind="phone", null=True, blank=True)
    phone_index = models.BinaryField(null=True, editable=False)
    address = EncryptedTextField(_("住址"), kind="address", null=True, blank=True)
    identity = models.CharField(_("身份"), max_length=20, blank=True)
    said = models.TextField(_("反映内容（原话）"))
    category = models.CharField(_("类别"), max_length=8, blank=True)
    on_spot_reply = models.CharField(_("当场答复"), max_length=300, blank=True)
    opinion = models.CharField(_("代表意见"), max_length=300, blank=True)
    way = models.CharField(_("办理方式"), max_length=12, choices=Way, default=Way.NOTED)
    matter_number = models.CharField(_("去向编号"), max_length=24, blank=True)
    # Where a suggestion was refused (a clear sentence for the recorder); the entry itself stays.
    refusal = models.CharField(_("未能转出的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("选民反映")
        ordering = ["entry_id", "order"]
        indexes = [
            models.Index(fields=["matter_number"], name="voice_matter", condition=~Q(matter_number="")),
        ]
        constraints = [models.UniqueConstraint(fields=["entry", "order"], name="voice_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.order}"


class EntryPhoto(models.Model):
    """A photo of an entry under the key that the phone gave it: sent twice, kept once."""

    uid = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(LogEntry, models.CASCADE, related_name="photos")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("台账照片")

    def __str__(self) -> str:
        return str(self.uid)


class ReportVote(models.Model):
    """The rating of a duty report at a meeting: counted by two people, accepted when both agree.

    A round is two counts by two people; when they differ, the next round begins and the old one stays readable.
    While `grade` is empty nothing of a count is shown. Percentages are of valid ballots.
    """

    entry = models.OneToOneField(LogEntry, models.CASCADE, related_name="vote")
    entitled = models.PositiveIntegerField(_("应到人数"))
    present = models.PositiveIntegerField(_("实到人数"))
    round = models.PositiveSmallIntegerField(_("计票轮次"), default=1)
    grade = models.CharField(_("测评结果"), max_length=10, blank=True, choices=Grade)
    published_at = models.DateTimeField(_("公示时间"), null=True, blank=True)
    improvement = models.CharField(_("整改要求"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("述职测评")

    def __str__(self) -> str:
        return str(self.entry_id)


class ReportCount(models.Model):
    """One person's count of the ballots of a duty report."""

    vote = models.ForeignKey(ReportVote, models.CASCADE, related_name="counts")
    round = models.PositiveSmallIntegerField(_("计票轮次"), default=1)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("计票人"))
    at = models.DateTimeField(_("录入时间"))
    issued = models.PositiveIntegerField(_("发出票"))
    returned = models.PositiveIntegerField(_("收回票"))
    valid = models.PositiveIntegerField(_("有效票"))
    good = models.PositiveIntegerField(_("满意"))
    fair = models.PositiveIntegerField(_("基本满意"))
    poor = models.PositiveIntegerField(_("不满意"))

    class Meta:
        verbose_name = verbose_name_plural = _("计票")
        ordering = ["vote_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "round", "by"], name="count_once_a_person"),
            models.CheckConstraint(condition=Q(returned__lte=F("issued")), name="count_returned_of_issued"),
            models.CheckConstraint(condition=Q(valid__lte=F("returned")), name="count_valid_of_returned"),
            models.CheckConstraint(
                condition=Q(valid=F("good") + F("fair") + F("poor")), name="count_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.by_id}"


class Household(models.Model):
    """A household or voter group that a deputy keeps contact with (联系选民): one call and one visit a half-year."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="households", verbose_name=_("代表"))
    name = EncryptedTextField(_("户主或小组"), kind="name")
    phone = EncryptedTextField(_("电话"), kind="phone", null=True, blank=True)
    cell = models.ForeignKey(
        GridCell, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("村或社区")
    )
    is_group = models.BooleanField(_("选民小组"), default=False)
    added_on = models.DateField(_("建立联系"))
    ended_on = models.DateField(_("结束联系"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("联系户")
        ordering = ["deputy_id", "pk"]
        indexes = [models.Index(fields=["deputy"], name="household_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy_id}.{self.pk}"


class Contact(models.Model):
    """One contact with a household: a call, a message, a visit at home."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="contacts", verbose_name=_("联系户")
    )
    # Copied from the household: the half-year counts are one index range a deputy.
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="contacts", verbose_name=_("代表"))
    way = models.CharField(_("方式"), max_length=8, choices=ContactWay)
    on = models.DateField(_("日期"))
    entry = models.ForeignKey(
        LogEntry, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("台账记录")
    )
    made_at = models.DateTimeField(_("记录时间"))
    received_at = models.DateTimeField(_("收到时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("联系记录")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["deputy", "on"], name="contact_deputy_day"),
            models.Index(fields=["household", "on"], name="contact_household_day"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.on}"
