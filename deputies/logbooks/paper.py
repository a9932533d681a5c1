"""A logbook as a PDF: the same columns, notes and places to sign as the page that is printed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import User
from congress.printing import pdf, widths
from deputies.logbooks.kinds import Book
from deputies.stations.models import Station


def book_pdf(
    book: Book,
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    station: Station | None,
    office: str,
    wanted: Mapping[str, str],
    user: User,
    at: datetime,
) -> bytes:
    """The book's rows on A4 across. `office` heads the sheet when it is not of one station."""
    where = station.organisation.name if station else office
    since, until = wanted.get("since") or _("不限"), wanted.get("until") or _("不限")
    return pdf(
        "logbook",
        {
            "title": book.title,
            "facts": [
                _("站点：%(name)s") % {"name": where},
                _("日期：%(since)s — %(until)s") % {"since": since, "until": until},
                _("共 %(n)d 条") % {"n": len(rows)},
            ],
            "heads": list(heads),
            "widths": widths(heads, rows),
            "rows": rows,
            "total": _("本簿小计：%(n)d 条") % {"n": len(rows)},
            "signatures": [_("记录人："), _("站长："), _("核实人："), _("日期：　　　　年　　月　　日")],
            "foot": _("打印：%(name)s %(at)s")
            % {"name": user.name, "at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"},
        },
    )
