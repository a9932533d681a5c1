"""The matter itself and the people behind it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation, Region, User
from congress.privacy import EncryptedTextField
from congress.search.fields import GramField, GramIndex
from petitions.suggestions.states import (
    OPEN,
    Channel,
    Confidentiality,
    Difficulty,
    Kind,
    ResultClass,
    Route,
    Satisfaction,
    Solved,
    State,
)

# `due_on` while no clock runs: lists ordered by due date need no NULLs.
NO_DUE = date(9999, 12, 31)

_OPEN = Q(state__in=sorted(OPEN))


class Category(models.Model):
    """What a matter is about: two levels, two digits each."""

    code = models.CharField(_("代码"), max_length=8, primary_key=True)
    name = models.CharField(_("名称"), max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级类别")
    )
    plain = models.CharField(_("给群众看的说明"), max_length=60, blank=True)
    icon = models.CharField(_("图标"), max_length=40, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("事项类别")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Suggestion(models.Model):
    """A citizen's suggestion. Its state changes only in services, along states.FLOW.

    `title` and `content` are the citizen's own words: the database refuses to change them. What the clerk makes of
    them stands in `summary`; what the public reads, in `public_title`, `public_text` and `public_reply`.
    """

    number = models.CharField(_("编号"), max_length=24, unique=True)
    # HMAC of the query code; the code itself is shown to the citizen and kept nowhere.
    code_hash = models.BinaryField(unique=True)
    client_uuid = models.UUIDField(unique=True)
    channel = models.CharField(_("来源"), max_length=10, choices=Channel)
    kind = models.CharField(_("反映方式"), max_length=10, choices=Kind)
    people_count = models.PositiveIntegerField(_("反映人数"), default=1)

    title = models.CharField(_("标题"), max_length=60)
    content = models.TextField(_("群众原话"))
    summary = models.CharField(_("工作摘要"), max_length=200, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, verbose_name=_("类别"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("事发地"))
    # The first six digits of `region`, so that a county's list is one index range.
    county_code = models.CharField(max_length=6)
    spot = models.CharField(_("具体地点"), max_length=120, blank=True)
    # Rounded to three decimals (about 100 m): a matter's place, not a person's.
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)

    station = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("受理站点")
    )
    registered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )
    confidentiality = models.CharField(
        _("密级"), max_length=10, choices=Confidentiality, default=Confidentiality.WORK
    )
    is_minor = models.BooleanField(_("未成年人"), default=False)
    is_crisis = models.BooleanField(_("危急"), default=False)
    is_hard_case = models.BooleanField(_("急难愁盼"), default=False)
    wants_reply = models.BooleanField(_("需要答复"), default=True)
    publish_consent = models.BooleanField(_("同意公开"), default=False)
    consent_version = models.CharField(_("告知书版本"), max_length=20, blank=True)

    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.RECEIVED)
    state_before = models.CharField(max_length=12, choices=State, blank=True)
    version = models.PositiveIntegerField(default=1)
    route = models.CharField(_("办理方式"), max_length=12, choices=Route, blank=True)
    difficulty = models.CharField(_("难易"), max_length=10, choices=Difficulty, default=Difficulty.ORDINARY)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主办单位")
    )
    is_final_designation = models.BooleanField(_("已指定承办"), default=False)
    due_on = models.DateField(_("期限"), default=NO_DUE)
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    return_count = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    urge_count = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    supervised_on = models.DateField(_("督办日期"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("并入")
    )

    received_at = models.DateTimeField(_("收到时间"))
    received_on = models.DateField(_("收到日期"))
    transferred_on = models.DateField(_("转办日期"), null=True, blank=True)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True)
    concluded_on = models.DateField(_("办结日期"), null=True, blank=True)
    # Working days from receipt to the present reply; the figures' raw material.
    days_used = models.PositiveIntegerField(_("用时（工作日）"), null=True, blank=True)
    replied_in_time = models.BooleanField(_("按期答复"), null=True)
    result_class = models.CharField(_("办理结果"), max_length=12, choices=ResultClass, blank=True)
    solved = models.CharField(_("是否解决"), max_length=12, choices=Solved, blank=True)
    satisfied = models.CharField(_("是否满意"), max_length=12, choices=Satisfaction, blank=True)

    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    public_title = models.CharField(_("公开标题"), max_length=60, blank=True)
    public_text = models.TextField(_("公开摘要"), blank=True)
    public_reply = models.TextField(_("公开答复"), blank=True)
    # What the public may search: the edited copy and the number, never the citizen's own words.
    public_search = models.TextField(blank=True, editable=False)
    public_grams = GramField(default=list, editable=False)
    supporter_count = models.PositiveIntegerField(_("附议人数"), default=0)

    # The true time of the last step, for partner systems that ask what changed since.
    updated_at = models.DateTimeField(_("更新时间"))

    # Number, title and words together, normalised: one index for words of two characters and parts of numbers.
    search_text = models.TextField(editable=False)
    search_grams = GramField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("群众意见建议")
        indexes = [
            models.Index(fields=["due_on", "id"], name="suggestion_open_due", condition=_OPEN),
            models.Index(
                fields=["county_code", "due_on", "id"], name="suggestion_open_county", condition=_OPEN
            ),
            models.Index(fields=["lead", "due_on", "id"], name="suggestion_open_lead", condition=_OPEN),
            # Few of the open ones: without it every tab's count would look through all of them.
            models.Index(
                fields=["due_on", "id"],
                name="suggestion_supervised",
                condition=_OPEN & Q(supervised_on__isnull=False),
            ),
            models.Index(fields=["state", "due_on", "id"], name="suggestion_state_due"),
            models.Index(fields=["updated_at", "id"], name="suggestion_updated"),
            # Ledgers and figures by period.
            models.Index(fields=["received_on", "id"], name="suggestion_received"),
            models.Index(fields=["county_code", "id"], name="suggestion_county"),
            models.Index(fields=["lead", "id"], name="suggestion_lead"),
            models.Index(
                fields=["station", "id"], name="suggestion_station", condition=Q(station__isnull=False)
            ),
            models.Index(
                fields=["-published_at", "-id"],
                name="suggestion_published",
                condition=Q(published_at__isnull=False),
            ),
            GramIndex(fields=["search_grams"], name="suggestion_grams"),
            GramIndex(
                fields=["public_grams"],
                name="suggestion_public_grams",
                condition=Q(published_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[State.TRANSFERRED, State.HANDLING]) | Q(lead__isnull=False),
                name="suggestion_in_hand_has_lead",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(publish_consent=True, is_minor=False, confidentiality=Confidentiality.WORK),
                name="suggestion_published_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED) | Q(merged_into__isnull=False),
                name="suggestion_merged_has_target",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Petitioner(models.Model):
    """One of the people who raised a suggestion. Anonymous ones have no row; who only wants the code, no phone."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="petitioners")
    order = models.PositiveSmallIntegerField(default=1)
    name = EncryptedTextField(_("姓名"), kind="name", null=True, blank=True)
    phone = EncryptedTextField(_("电话"), kind="phone", null=True, blank=True)
    # Finds an exact number without reading any (HMAC, privacy.blind_index).
    phone_index = models.BinaryField(null=True, editable=False)
    address = EncryptedTextField(_("住址"), kind="address", null=True, blank=True)
    is_guardian = models.BooleanField(_("监护人"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("反映人")
        ordering = ["suggestion_id", "order"]
        indexes = [
            models.Index(
                fields=["phone_index"], name="petitioner_phone", condition=Q(phone_index__isnull=False)
            ),
            models.Index(fields=["suggestion", "order"], name="petitioner_suggestion"),
        ]

    def __str__(self) -> str:
        return str(self.name or _("群众"))


class Supporter(models.Model):
    """Someone who put a name to a published suggestion ("这就是我要说的事"). Counted once a phone number."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="supporters")
    # Of the confirmed phone number, or of the browser's random token where no phone is given.
    person_index = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("附议人")
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "person_index"], name="supporter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id}"
