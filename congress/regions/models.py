"""Administrative divisions by their GB/T 2260 code, and the organisations that act in them."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.privacy.phones import phone_or_none

# Hotlines: 110, 12345, 96xxx, 400 numbers.
_SHORT = re.compile(r"[19]\d{2,5}|[48]00-?\d{3}-?\d{4}")


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")


class Region(models.Model):
    """A division. Codes: 6 digits down to the county, 9 digits for townships (statistics bureau)."""

    code = models.CharField(_("代码"), max_length=12, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("级别"), max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    # Sort key by pinyin: the database has no Chinese collation that is the same everywhere.
    pinyin = models.CharField(max_length=200, blank=True, editable=False)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("行政区划")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """What every code inside this division begins with: 4305 for the city, 430523 for a county."""
        code = self.code[:6]
        if len(self.code) > 6:
            return self.code
        while code.endswith("00"):
            code = code[:-2]
        return code

    @property
    def county_code(self) -> str:
        """The six digits of the county (or city) that this division lies in."""
        return self.code[:6]


class OrganisationKind(models.TextChoices):
    CONGRESS = "congress", _("人大常委会")
    CONGRESS_ORGAN = "congress_organ", _("人大工作机构")
    GOVERNMENT = "government", _("政府")
    DEPARTMENT = "department", _("政府部门")
    FINANCE = "finance", _("财政部门")
    UTILITY = "utility", _("公共服务单位")
    STATION = "station", _("代表联系群众工作室")


class Organisation(models.Model):
    """A congress organ, a government department, a station. Never deleted; it ends and has a successor."""

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("全称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=20, choices=OrganisationKind)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="organisations", verbose_name=_("所在区划")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级单位")
    )
    # Kept as typed, one a line; what compares them normalises.
    public_phones = models.TextField(
        _("对外公布的电话"),
        blank=True,
        help_text=_("一行一个。写进答复和公开内容时不算个人信息；不要登记个人的号码。"),
    )
    valid_from = models.DateField(_("设立日期"), null=True, blank=True)
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("承继单位")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.short_name

    def clean(self) -> None:
        """Lines that are no phone number are named; short numbers such as 12345 are."""
        wrong = [
            line
            for line in self.public_phones.splitlines()
            if line.strip() and not _SHORT.fullmatch(line.strip()) and phone_or_none(line) is None
        ]
        if wrong:
            raise ValidationError({"public_phones": _("不是电话号码：%(what)s") % {"what": "、".join(wrong)}})


class RegionMap(models.Model):
    """A sketch of a city's counties, built at set-up by `build_region_map`.

    Public maps need an approval (审图号): until `approval` says which, the portal shows tiles instead of the sketch.
    """

    city = models.OneToOneField(
        Region, models.CASCADE, primary_key=True, related_name="map", verbose_name=_("城市")
    )
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    # Lists of [code, SVG path, [x, y] of the label, [x, y] where its line begins or null].
    outlines = models.JSONField()
    source = models.CharField(_("数据来源"), max_length=200)
    approval = models.CharField(
        _("审图号或审核意见"),
        max_length=200,
        blank=True,
        help_text=_("填写后，示意图才会出现在公众门户。"),
    )
    built_at = models.DateTimeField(_("生成时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("行政区划示意图")

    def __str__(self) -> str:
        return str(self.city)
