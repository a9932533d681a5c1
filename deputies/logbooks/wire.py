"""Values as they come over the wire: each reader gives the value or raises BadInput at its field."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.timezone import get_default_timezone, is_naive, make_aware
from django.utils.translation import gettext as _

from congress.errors import BadInput


def read_uuid(text: str) -> UUID:
    """A UUID."""
    try:
        return UUID(text)
    except ValueError:
        raise BadInput("bad_uid", _("记录编号不对。"), field="uid") from None


def read_text(data: Mapping[str, Any], name: str, most: int) -> str:
    """A text of at most `most` characters; empty where it is missing."""
    value = data.get(name, "")
    if not isinstance(value, str):
        raise BadInput("not_text", _("这里应当是文字。"), field=name)
    if len(value) > most or not _can_be_kept(value):
        raise BadInput("bad_text", _("文字太长，或含有无法保存的字符。"), field=name)
    return value


def _can_be_kept(text: str) -> bool:
    """Neither NUL nor half of a character pair: JSON may hold both, the database neither."""
    return "\0" not in text and text.encode("utf-8", "ignore").decode() == text


def read_day(value: Any, *, field: str) -> date:
    """An ISO day."""
    try:
        day = parse_date(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None:
        raise BadInput("bad_day", _("请填写日期。"), field=field)
    return day


def read_hour(value: Any, *, field: str) -> time | None:
    """A time of day, or None."""
    if value in (None, ""):
        return None
    try:
        hour = parse_time(value) if isinstance(value, str) else None
    except ValueError:
        hour = None
    if hour is None:
        raise BadInput("bad_time", _("时间不对。"), field=field)
    return hour.replace(tzinfo=None)


def read_moment(value: Any, at: datetime) -> datetime:
    """A moment with its zone; `at` where it cannot be read."""
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    # At the ends of all time no zone can be changed any more.
    if moment is None or not 2 <= moment.year <= 9998:
        return at
    return make_aware(moment, get_default_timezone()) if is_naive(moment) else moment


def read_number(value: Any, *, field: str) -> Decimal | None:
    """A finite number, or None."""
    if value in (None, ""):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > 1_000_000:
        raise BadInput("bad_number", _("请填写数字。"), field=field)
    return number


def read_whole(value: Any, *, field: str) -> int | None:
    """A whole number, or None."""
    number = read_number(value, field=field)
    if number is not None and number != int(number):
        raise BadInput("bad_number", _("请填写整数。"), field=field)
    return None if number is None else int(number)


def read_place(value: Any) -> Decimal | None:
    """A coordinate, rounded to about a hundred metres; nonsense is no place."""
    try:
        number = read_number(value, field="place")
    except BadInput:
        return None
    return number.quantize(Decimal("0.001")) if number is not None and abs(number) <= 180 else None
