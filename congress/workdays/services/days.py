"""Enter the special days of a year. Cases whose limit moves by it are recomputed by their own app's service."""

from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from congress.attachments.sheets import open_rows
from congress.audit.services import record
from congress.editions.models import Edition
from congress.errors import BadInput
from congress.people.actors import SYSTEM, Actor
from congress.people.models import User
from congress.regions.models import Region
from congress.registry import calendar_followers
from congress.workdays.models import CalendarYear, SpecialDay
from congress.workdays.notices import days_from_rows
from congress.workdays.official import OfficialDay, notice_of, official_days, official_years
from congress.workdays.rules import keeps_calendar, require
from congress.workdays.selectors import Changes, changes_against, forget_calendar

YEARS = range(2000, 2100)


@transaction.atomic
def save_days(
    days: Iterable[OfficialDay],
    *,
    year: int,
    notice_title: str,
    notice_number: str = "",
    region: Region | None = None,
    actor: Actor,
    on: date,
) -> Changes:
    """Make these the special days of the year: for the country, or only for one division.

    Whatever was entered before for the same year and place is replaced. Entering the same again changes
    nothing and leaves no trace in the log. Only the country's days make the year a known one.
    """
    require(keeps_calendar(actor, region=region, on=on))
    require_notice(year, notice_title)
    title, number = notice_title.strip()[:120], notice_number.strip()[:60]
    wanted = {day.date: day for day in days}
    if any(day.year != year for day in wanted):
        raise BadInput("year", _("日期不在 %(year)d 年。") % {"year": year}, field="year")

    # One at a time, whatever the year: the second sees what the first one wrote.
    Edition.objects.select_for_update().get(name="days")
    source = _source(title, number)
    held = SpecialDay.objects.filter(date__year=year, region=region)
    changes = changes_against(wanted.values(), year=year, region=region)
    renamed = any(day.source != source for day in held)
    unknown = region is None and not CalendarYear.objects.filter(year=year).exists()
    if not (changes or renamed or unknown):
        return changes
    SpecialDay.objects.filter(date__year=year, region=region).delete()
    SpecialDay.objects.bulk_create(
        SpecialDay(date=day.date, region=region, is_working=day.is_working, name=day.name, source=source)
        for day in wanted.values()
    )
    target = None
    if region is None:
        target, _created = CalendarYear.objects.update_or_create(
            year=year,
            defaults={
                "notice_title": title,
                "notice_number": number,
                "loaded_by": actor if isinstance(actor, User) else None,
            },
        )
    forget_calendar()
    for follower in calendar_followers:
        transaction.on_commit(follower)
    record(
        "congress.calendar.entered",
        target,
        actor=actor,
        year=year,
        region=region.code if region else "",
        notice=source,
        added=changes.added,
        removed=changes.removed,
        changed=changes.changed,
    )
    return changes


def import_special_days(
    file: BinaryIO,
    *,
    name: str,
    year: int,
    notice_title: str,
    notice_number: str = "",
    region: Region | None = None,
    actor: Actor,
    on: date,
) -> Changes:
    """`save_days` from a spreadsheet (`name` is its file name). RefusedRows names every bad row; then nothing is kept."""
    require(keeps_calendar(actor, region=region, on=on))
    require_notice(year, notice_title)
    with open_rows(file, name=name, max_rows=1_000, max_columns=50) as rows:
        days = days_from_rows(list(rows), year)
    return save_days(
        days,
        year=year,
        notice_title=notice_title,
        notice_number=notice_number,
        region=region,
        actor=actor,
        on=on,
    )


def load_official_days(*, on: date, actor: Actor = SYSTEM) -> list[int]:
    """Enter the years that the `holidays` package knows by notice and nobody entered yet. Returns these years."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    new = [year for year in official_years() if year not in known]
    for year in new:
        title, number = notice_of(year)
        save_days(
            official_days(year), year=year, notice_title=title, notice_number=number, actor=actor, on=on
        )
    return new


def require_notice(year: int, title: str) -> None:
    """BadInput unless year and notice are said."""
    if year not in YEARS:
        raise BadInput("year", _("年份不对。"), field="year")
    if not title.strip():
        raise BadInput("notice_title", _("请写明依据的通知或公告。"), field="notice_title")


def _source(title: str, number: str) -> str:
    return CalendarYear(notice_title=title, notice_number=number).notice
