"""A duty rota as an iCalendar stream (RFC 5545). Pure: the same shifts give the same bytes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from deputies.stations.directory import Reception
from deputies.stations.states import ShiftState

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFF = (ShiftState.MOVED, ShiftState.CANCELLED)
OCTETS = 75


def escape(text: str) -> str:
    """Text as a value (3.3.11); a lone carriage return would end the line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """Broken after at most 75 octets, never inside a character (3.1)."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + octets
    return "\r\n".join([*parts, part])


def _moment(value: datetime) -> str:
    # UTC needs no VTIMEZONE, which some phones read wrongly.
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _at(day: date, hour: time) -> str:
    return _moment(datetime.combine(day, hour, SHANGHAI))


def calendar(name: str, rows: Iterable[Reception], *, title: str) -> bytes:
    """The stream. `title` begins each summary; a moved or cancelled shift is sent as cancelled, so that phones drop it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lianxin//Duty rota//ZH", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}"]
    for row in rows:
        shift = row.shift
        people = "、".join(deputy.name for deputy in row.deputies)
        stamp = max(moment for moment in (shift.published_at, shift.changed_at) if moment)
        lines += [
            "BEGIN:VEVENT",
            f"UID:shift-{shift.pk}@lianxin",
            f"DTSTAMP:{_moment(stamp)}",
            f"SEQUENCE:{shift.version}",
            f"DTSTART:{_at(shift.on, shift.starts_at)}",
            f"DTEND:{_at(shift.on, shift.ends_at)}",
            f"SUMMARY:{escape(f'{title} {people}'.strip())}",
            f"LOCATION:{escape(shift.station.address)}",
            f"STATUS:{'CANCELLED' if shift.state in OFF else 'CONFIRMED'}",
        ]
        if shift.note:
            lines.append(f"DESCRIPTION:{escape(shift.note)}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()
