"""The rows of a worklist as HTML, by one formatted string each: a page of fifty must cost a few milliseconds.

Everything that somebody typed is escaped here; names of regions, categories and states come escaped from caches.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from congress.regions.selectors import place_name
from congress.templatetags.ui import light
from petitions.suggestions.models.matter import NO_DUE
from petitions.suggestions.states import State

_TONES = {
    State.RECEIVED: "warn",
    State.ACCEPTED: "warn",
    State.TRANSFERRED: "info",
    State.HANDLING: "info",
    State.RETURNED: "bad",
    State.REPLIED: "ok",
    State.RATED: "ok",
    State.SUPERVISED: "bad",
    State.SUSPENDED: "bad",
}


def state_tone(state: str) -> str:
    """The colour word of a state's tag; the words say the same."""
    return _TONES.get(State(state), "")


@lru_cache(maxsize=256)
def _state_tag(state: str) -> str:
    return f'<span class="tag {state_tone(state)}">{escape(State(state).label)}</span>'


@lru_cache(maxsize=4096)
def _place(code: str) -> str:
    return escape(place_name(code))


def _marks(people: int, is_minor: bool, supervised: date | None, round_: int) -> str:
    words = []
    if supervised:
        words.append(_("督办"))
    if round_ > 1:
        words.append(_("第 %(n)d 次办理") % {"n": round_})
    if people > 1:
        words.append(_("%(n)d 人联名") % {"n": people})
    if is_minor:
        words.append(_("未成年人"))
    return " · ".join(words)


def _lamp(due_on: date, unit: str, county: str, *, today: date) -> str:
    return light(None if due_on == NO_DUE else due_on, today, unit=unit, region=county) or "—"


def render_rows(
    rows: Iterable[tuple[Any, ...]], *, units: Mapping[int, str], today: date, view: str, pick: bool
) -> SafeString:
    """The <tr> elements of rows in the order of worklists.COLUMNS. With `pick` each has its checkbox.

    `units` says by case how its limit counts, see worklists.units_of; each light is worked out once a page.
    """
    lights: dict[tuple[date, str, str], str] = {}
    origin = escape("?" + urlencode({"from": view}))
    names = (_("状态"), _("办理单位"), _("地点"), _("编号"))
    chosen = escape(_("选中"))
    parts: list[str] = []
    for (
        pk, number, title, summary, state, due_on, lead, region, _category, received_on, _channel, people, is_crisis,
        is_minor, supervised, round_, _version,
    ) in rows:  # fmt: skip
        # A county's own holidays may move its limit.
        key = (due_on, units.get(pk, "days"), region[:6])
        if key not in lights:
            lights[key] = _lamp(*key, today=today)
        lamp = '<span class="tag bad">' + escape(_("危急")) + "</span>" if is_crisis else lights[key]
        marks = _marks(people, is_minor, supervised, round_)
        second = escape(" · ".join(filter(None, (marks, summary)))) or f"{received_on:%m-%d} " + escape(
            _("收到")
        )
        box = (
            f'<td class="pick"><input type="checkbox" name="pick" value="{pk}" aria-label="{chosen} {number}"></td>'
            if pick
            else ""
        )
        parts.append(
            f'<tr>{box}<td class="lamp">{lamp}</td>'
            f'<td class="ttl"><a href="/desk/suggestions/{number}/{origin}">{escape(title)}</a><small>{second}</small></td>'
            f'<td data-label="{names[0]}">{_state_tag(state)}</td>'
            f'<td class="keep" data-label="{names[1]}">{escape(lead) if lead else "—"}</td>'
            f'<td class="keep" data-label="{names[2]}">{_place(region)}</td>'
            f'<td class="code" data-label="{names[3]}">{number}</td></tr>'
        )
    return mark_safe("".join(parts))  # noqa: S308 - escaped above, piece by piece
