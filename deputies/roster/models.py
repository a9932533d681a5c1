"""Deputies, the terms they are elected for, and what happened to each mandate."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import Attachment, Organisation, Region, User
from congress.privacy import EncryptedTextField
from congress.search.fields import GramField, GramIndex
from deputies.roster.states import BatchState, ChangeKind, Gender, Level, MandateState, TeamKind


class Term(models.Model):
    """A congress's term of office: 邵阳市第十七届. `region_code` is 000000 for the national congress."""

    level = models.CharField(_("层级"), max_length=10, choices=Level)
    region_code = models.CharField(_("区划代码"), max_length=12)
    body_name = models.CharField(_("人民代表大会"), max_length=60)
    ordinal = models.PositiveSmallIntegerField(_("届次"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("届满日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("届次")
        ordering = ["level", "region_code", "-ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["level", "region_code", "ordinal"], name="term_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.body_name}第{self.ordinal}届"


class Constituency(models.Model):
    """Where voters elect a deputy, or the body that elects one (选区 / 选举单位), for one term."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="constituencies", verbose_name=_("届次"))
    code = models.CharField(_("编号"), max_length=20)
    name = models.CharField(_("名称"), max_length=80)
    # Townships and villages it covers; for an electing body, its own division.
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在区划"))
    voters = models.PositiveIntegerField(_("选民数"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("应选名额"), default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("选区或选举单位")
        ordering = ["term_id", "code"]
        constraints = [models.UniqueConstraint(fields=["term", "code"], name="constituency_once")]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A delegation, deputies' group or committee of one term."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="teams", verbose_name=_("届次"))
    kind = models.CharField(_("类别"), max_length=10, choices=TeamKind)
    name = models.CharField(_("名称"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("代表团、小组、委员会")
        ordering = ["term_id", "kind", "name"]
        constraints = [models.UniqueConstraint(fields=["term", "kind", "name"], name="team_once")]

    def __str__(self) -> str:
        return self.name


class Deputy(models.Model):
    """A person who is or was a deputy; several mandates, also at the same time, hang on one person."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="deputy", verbose_name=_("账号")
    )
    name = models.CharField(_("姓名"), max_length=40)
    gender = models.CharField(_("性别"), max_length=6, choices=Gender, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("出生年份"), null=True, blank=True)
    party = models.CharField(_("党派"), max_length=20, blank=True)
    education = models.CharField(_("学历"), max_length=20, blank=True)
    employer = models.CharField(_("工作单位"), max_length=80, blank=True)
    job = models.CharField(_("职务"), max_length=60, blank=True)
    phone = EncryptedTextField(_("电话"), kind="phone", null=True, blank=True)
    phone_index = models.BinaryField(null=True, editable=False)
    # Public by law: name, level, constituency, employer and post (Deputies Law, art. 58). These two are not.
    publish_photo = models.BooleanField(_("同意公开照片"), default=False)
    publish_phone = models.BooleanField(_("同意公开电话"), default=False)
    photo = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("照片")
    )
    # Where they live and where they work: the rule of assignment to stations looks at both.
    home_region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("居住地")
    )
    work_region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("工作地")
    )
    is_leading_cadre = models.BooleanField(_("领导干部代表"), default=False)
    # Elderly, ill or working far away: rules of points and rota may spare them. Never shown in public.
    special_care = models.CharField(_("照顾事项"), max_length=60, blank=True)
    introduction = models.CharField(_("简介"), max_length=300, blank=True)
    # How often the address of the own duty calendar was renewed; below zero while it is switched off.
    calendar_serial = models.SmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    search_text = models.TextField(editable=False, default="")
    search_grams = GramField(editable=False, default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("人大代表")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["home_region"], name="deputy_home"),
            models.Index(fields=["updated_at", "id"], name="deputy_updated"),
            models.Index(fields=["phone_index"], name="deputy_phone", condition=Q(phone_index__isnull=False)),
            GramIndex(fields=["search_grams"], name="deputy_grams"),
        ]

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet):
    def in_office(self, on: "models.DateField | object") -> "MandateQuerySet":
        """Begun and not ended on that day; suspended ones included."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class Mandate(models.Model):
    """One person's seat in one congress for one term. `ends_on` is the last day in office.

    The columns are what the changes below add up to; services write both together.
    """

    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="mandates", verbose_name=_("代表"))
    term = models.ForeignKey(Term, models.PROTECT, related_name="mandates", verbose_name=_("届次"))
    # Copied from the term, so that lists filter by an index.
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    region_code = models.CharField(_("区划代码"), max_length=12)
    constituency = models.ForeignKey(
        Constituency, models.PROTECT, related_name="mandates", verbose_name=_("选区或选举单位")
    )
    delegation = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代表团")
    )
    group = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代表小组")
    )
    committee = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("委员会")
    )
    certificate = models.CharField(_("代表证号"), max_length=20, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=MandateState, default=MandateState.ACTIVE)
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("代表资格")
        ordering = ["deputy_id", "-starts_on"]
        indexes = [
            models.Index(fields=["level", "region_code", "deputy"], name="mandate_level_region"),
            models.Index(fields=["ends_on"], name="mandate_ends", condition=Q(ends_on__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["deputy", "term"], condition=Q(ends_on__isnull=True), name="mandate_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state=MandateState.ENDED) | Q(ends_on__isnull=False),
                name="mandate_ended_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} {self.get_level_display()}"


class MandateChange(models.Model):
    """Something that happened to a mandate. Rows are added, never changed: history stays true."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="changes", verbose_name=_("代表资格"))
    kind = models.CharField(_("变动"), max_length=20, choices=ChangeKind)
    on = models.DateField(_("生效日期"))
    decided_by = models.CharField(_("决定机关"), max_length=80, blank=True)
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("资格变动")
        ordering = ["mandate_id", "on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class RosterBatch(models.Model):
    """One uploaded roster: previewed, then taken in as a whole or not at all."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(_("文件"), max_length=255)
    sha256 = models.CharField(max_length=64)
    what = models.CharField(_("内容"), max_length=20)
    # Rows as read and what each becomes: {"line", "values", "outcome", "message"}.
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=8, choices=BatchState, default=BatchState.OPEN)
    # Why the last try wrote nothing.
    trouble = models.CharField(max_length=200, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入批次")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
