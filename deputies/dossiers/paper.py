"""A dossier on paper and as a table: both show what the page shows."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from congress.attachments.export import Column
from congress.models import User
from congress.printing import pdf
from deputies.dossiers.models import Dossier
from deputies.dossiers.selectors import Content, lines_of


def title_of(dossier: Dossier) -> str:
    """What the file is called: name and year."""
    return _("%(name)s %(year)d 年履职档案") % {"name": dossier.mandate.deputy.name, "year": dossier.year}


def dossier_pdf(dossier: Dossier, content: Content, *, user: User, at: datetime) -> bytes:
    """The dossier on A4, with a place to sign; a closed one carries the hash of its content."""
    return pdf(
        "dossier",
        {
            "title": _("人大代表履职档案（%(year)d 年）") % {"year": dossier.year},
            "state": dossier.get_state_display(),
            "facts_title": _("基本情况"),
            "facts": [[label, value or "—"] for label, value in content.facts.items()],
            "figures_title": _("履职情况"),
            "figures": [list(pair) for pair in content.figures.items()],
            "heads": [_("日期"), _("事项"), _("说明")],
            "parts": [
                {"label": label, "lines": [[line.on, line.what, line.note] for line in lines]}
                for label, lines in lines_of(content)
            ],
            "none": _("无"),
            "note": _("还有 %(n)d 条台账待核，没有计入。") % {"n": content.pending}
            if content.pending
            else "",
            "hash": _("内容校验值（SHA-256）：%(hash)s") % {"hash": dossier.content_hash}
            if dossier.content_hash
            else "",
            "signatures": [_("代表本人签名："), _("代表工委（盖章）："), _("日期：")],
            "foot": _("打印：%(name)s %(at)s")
            % {"name": user.name, "at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"},
        },
    )


def columns() -> list[Column]:
    """The columns of the workbook."""
    return [Column(_("部分"), 20), Column(_("日期"), 14), Column(_("事项"), 50), Column(_("说明"), 30)]


def rows_of(dossier: Dossier, content: Content) -> Iterator[list[str]]:
    """Facts, figures, then the lines of every part; an empty part has one row that says so."""
    for label, value in content.facts.items():
        yield [_("基本情况"), "", label, value]
    for label, value in content.figures.items():
        yield [_("履职情况"), "", label, value]
    for label, lines in lines_of(content):
        for line in lines:
            yield [label, line.on, line.what, line.note]
        if not lines:
            yield [label, "", _("无"), ""]
    if dossier.content_hash:
        yield [_("内容校验值（SHA-256）"), "", dossier.content_hash, ""]
