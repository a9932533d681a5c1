"""Paper of a vote: the slips that go into the envelopes."""

import io
import secrets

import segno
from django.utils.translation import gettext as _

from congress.printing import pdf
from outreach.projects.vote.envelopes import show_code
from outreach.projects.vote.models import VoteRound


def slips(vote: VoteRound, made: list[tuple[int, str]], *, host: str) -> bytes:
    """One slip for each (number, code), four a page, in random order: the pile says nothing about the numbers."""
    pile = list(made)
    secrets.SystemRandom().shuffle(pile)
    return pdf(
        "slips",
        {
            "title": f"{vote.year.title} {_('测试投票') if vote.is_test else _('投票凭证')}",
            "outside": _("信封外的号码只用于作废遗失的凭证，不与姓名对应。"),
            "inside": _("扫码打开选票；或打开 %(host)s/vote/%(code)s/ 输入上面的字符。每份凭证只能投一次。")
            % {"host": host, "code": vote.code},
            "slips": [
                {"number": number, "code": show_code(code), "qr": _qr(f"{host}/vote/{vote.code}/#{code}")}
                for number, code in pile
            ],
        },
    )


def _qr(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
