"""What the templates of all faces draw with: icons, deadline lights, tags, dates, numbers, form widgets. No queries."""

from datetime import date, datetime
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from django import template
from django.forms import BoundField, CheckboxSelectMultiple, RadioSelect
from django.forms.boundfield import BoundWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from lucide import _load_icon

from congress.privacy.masks import mask_address, mask_name, mask_phone
from congress.workdays.selectors import working_calendar

register = template.Library()

# A matter with so many days left or fewer shows the diamond.
SOON = 2
_WEEKDAYS = "一二三四五六日"
_MASKS = {"name": mask_name, "phone": mask_phone, "address": mask_address}


@register.simple_tag
def icon(name: str, label: str = "", classes: str = "icon") -> SafeString:
    """A lucide icon, inlined. Without a label it is decoration and hidden from readers."""
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round"'
            ' stroke-linejoin="round" role="img" aria-label="{}">{}</svg>',
            classes,
            label,
            _shapes(name),
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true">{}</svg>',
        classes,
        _shapes(name),
    )


@cache
def _shapes(name: str) -> SafeString:
    svg = _load_icon(name)
    return mark_safe("".join(ET.tostring(child, encoding="unicode").strip() for child in svg))  # noqa: S308


@register.simple_tag
def light(
    due_on: date | None,
    today: date,
    *,
    unit: str = "days",
    region: str = "",
    paused: bool = False,
    big: bool = False,
) -> SafeString:
    """The deadline light: shape and words. `unit` "working_days" counts by the region's working calendar.

    ▲ 超期 4 天 · ◆ 今天到期 / 剩 2 天 · ● 剩 5 天 · ○ 暂停计时. Nothing when there is no due date.
    """
    size = " light-big" if big else ""
    if paused:
        return format_html('<span class="light none{}">{}</span>', size, _("暂停计时"))
    if due_on is None:
        return mark_safe("")
    left = days_left(due_on, today, unit=unit, region=region)
    tone, words = _light(left, working=unit == "working_days", late=due_on < today)
    return format_html('<span class="light {}{}">{}</span>', tone, size, words)


def days_left(due_on: date, today: date, *, unit: str = "days", region: str = "") -> int:
    """Days from today to the due date, below zero when it has passed. The due date itself is day 0."""
    if unit != "working_days":
        return (due_on - today).days
    calendar = working_calendar(region)
    if due_on >= today:
        return calendar.between(today, due_on)
    return -calendar.between(due_on, today)


def _light(left: int, *, working: bool, late: bool) -> tuple[str, str]:
    day = _("个工作日") if working else _("天")
    if late:
        # Late by a weekend is late by no working day yet.
        return "bad", _("超期 %(n)s %(day)s") % {"n": -left, "day": day} if left else _("已超期")
    if left == 0:
        return "warn", _("今天到期")
    return ("warn" if left <= SOON else "ok"), _("剩 %(n)s %(day)s") % {"n": left, "day": day}


@register.simple_tag
def state_tag(label: object, tone: str = "") -> SafeString:
    """A state in words. `tone`: ok, info, warn, bad or empty."""
    return format_html('<span class="tag {}">{}</span>', tone, label)


# ---- dates: words in text, figures in tables ----


def _local(value: date | datetime | None) -> Any:
    return localtime(value) if isinstance(value, datetime) and value.tzinfo else value


@register.filter
def day(value: date | datetime | None) -> str:
    """11 月 23 日; for running text of the current year."""
    at = _local(value)
    return f"{at.month} 月 {at.day} 日" if at else ""


@register.filter
def full_day(value: date | datetime | None) -> str:
    """2026 年 11 月 23 日."""
    at = _local(value)
    return f"{at.year} 年 {at.month} 月 {at.day} 日" if at else ""


@register.filter
def iso_day(value: date | datetime | None) -> str:
    """2026-11-23; for tables."""
    at = _local(value)
    return f"{at:%Y-%m-%d}" if at else ""


@register.filter
def stamp(value: datetime | None) -> str:
    """2026-11-23 14:05, local time."""
    at = _local(value)
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


@register.filter
def short_stamp(value: datetime | None) -> str:
    """11-23 14:05, local time; where the year is plain."""
    at = _local(value)
    return f"{at:%m-%d %H:%M}" if at else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """周一."""
    at = _local(value)
    return f"周{_WEEKDAYS[at.weekday()]}" if at else ""


# ---- numbers ----


@register.filter
def thousands(value: float | None) -> str:
    """4,186."""
    return "" if value is None else f"{value:,}"


@register.filter
def cn_number(value: float | None) -> str:
    """9,999 · 1.2 万 · 3.4 亿: for headlines, where the exact figure stands elsewhere."""
    if value is None:
        return ""
    for size, word in ((100_000_000, "亿"), (10_000, "万")):
        if abs(value) >= size:
            return f"{value / size:.1f}".removesuffix(".0") + f" {word}"
    return f"{value:,}"


@register.filter
def hundredths(value: int | None) -> str:
    """6250 → 62.5; 300 → 3. A missing value is a dash."""
    return "—" if value is None else f"{value / 100:.2f}".rstrip("0").rstrip(".")


@register.filter
def percent(value: float | None, digits: int = 1) -> str:
    """0.934 → 93.4%. An unknown share is a dash, never 0%."""
    return "—" if value is None else f"{value * 100:.{digits}f}%"


@register.filter
def masked(value: object, kind: str = "name") -> str:
    """张** · 138****1234: a name, phone or address as it is shown before a reason is given."""
    return _MASKS[kind](str(value)) if value else "—"


# ---- forms ----


@register.simple_tag
def widget(field: BoundField, hint: str = "") -> SafeString:
    """The control of a bound field with the house's class and its hint and error wired to it."""
    described = [f"{field.auto_id}_helptext"] if hint or field.help_text else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    known = field.field.widget.attrs
    attrs: dict[str, Any] = {"class": f"{known.get('class', '')} input".strip()}
    if described:
        attrs["aria-describedby"] = " ".join([*filter(None, [known.get("aria-describedby")]), *described])
    if getattr(field.field, "max_length", None):
        attrs["data-count"] = field.field.max_length
    return field.as_widget(attrs=attrs)


@register.filter
def options(field: BoundField) -> list[BoundWidget]:
    """The single choices of a radio or checkbox field."""
    return list(field.subwidgets)


@register.filter
def kind(field: BoundField) -> str:
    """How the field is drawn: choices (radio, several boxes), check (one box), file, hidden or input."""
    drawn = field.field.widget
    if isinstance(drawn, (RadioSelect, CheckboxSelectMultiple)):
        return "choices"
    input_type = getattr(drawn, "input_type", "")
    return {"checkbox": "check", "hidden": "hidden", "file": "file"}.get(input_type, "input")
