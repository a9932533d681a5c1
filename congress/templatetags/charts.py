"""Charts as SVG made on the server: no script, they print, and each has its sentence and its table.

Rows are pairs or triples of plain values. Every chart is a <figure> with role=img and a sentence, and a <details> with the
same numbers. Colour is never the only sign: second series are dashed, an incomplete month is hatched, n is written.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from math import ceil, log10, pi
from typing import Any
from zlib import crc32

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

# With fewer cases a share says little: such rows are drawn grey.
SMALL_N = 10
# Of the drawing, in its own units, and of one row of bars: the label above, the bar below.
_WIDE = 480
_ROW = 46


def _number(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.1f}".removesuffix(".0") if isinstance(value, float) else f"{value:,}"


def _join(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped already


def _text(x: float, y: float, words: object, classes: str = "name") -> SafeString:
    return format_html('<text x="{}" y="{}" class="{}">{}</text>', round(x, 1), round(y, 1), classes, words)


def _rect(x: float, y: float, width: float, height: float, classes: str, **more: Any) -> SafeString:
    fill = format_html(' fill="{}"', more["fill"]) if more.get("fill") else ""
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="{}"{}><title>{}</title></rect>',
        *(round(n, 1) for n in (x, y, width, height)),
        classes,
        fill,
        more.get("title", ""),
    )


def _line(x1: float, y1: float, x2: float, y2: float, classes: str) -> SafeString:
    numbers = (round(n, 1) for n in (x1, y1, x2, y2))
    return format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>', *numbers, classes)


def _figure(
    title: str,
    size: tuple[int, int],
    *,
    drawing: Iterable[SafeString],
    sentence: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Any]],
    legend: Sequence[tuple[str, str]] = (),
    links: Sequence[str] = (),
) -> SafeString:
    """The frame of every chart: caption, legend (class or hatch, words), drawing, table with links to the rows behind."""
    keys = format_html_join(
        "",
        '<li><svg viewBox="0 0 22 12" class="chart" aria-hidden="true">{}</svg>{}</li>',
        ((_legend_mark(classes, title), words) for classes, words in legend),
    )
    table = format_html(
        '<table class="list"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        format_html_join("", '<th scope="col">{}</th>', ((name,) for name in head)),
        _join(
            format_html(
                '<tr><th scope="row">{}</th>{}</tr>',
                format_html('<a href="{}">{}</a>', link, row[0]) if link else row[0],
                format_html_join("", '<td class="num">{}</td>', ((_shown(cell),) for cell in row[1:])),
            )
            for row, link in zip_longest(rows, links[: len(rows)], fillvalue="")
        ),
    )
    return format_html(
        '<figure class="figure"><figcaption>{}</figcaption>{}'
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
        "<details><summary>{}</summary>{}</details></figure>",
        title,
        format_html('<ul class="legend-scale">{}</ul>', keys) if legend else "",
        *size,
        sentence,
        _join(drawing),
        _("用表格查看"),
        table,
    )


def _shown(cell: Any) -> str:
    return cell if isinstance(cell, str) else _number(cell)


def _hatch_of(title: str) -> str:
    """The id of a chart's own hatching: a page may hold several charts."""
    return f"hatch-{crc32(title.encode()):x}"


def _hatching(title: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" class="c0"/><line x1="0" y1="0" x2="0" y2="6" class="h1" stroke-width="3"/>'
        "</pattern></defs>",
        _hatch_of(title),
    )


def _legend_mark(classes: str, title: str) -> SafeString:
    if classes.startswith("l"):
        return _line(1, 6, 21, 6, classes)
    if classes == "hatch":
        return _rect(1, 1, 20, 10, "", fill=f"url(#{_hatch_of(title)})")
    return _rect(1, 1, 20, 10, classes)


def _names(names: str | Promise | Sequence[str]) -> list[str]:
    return re.split("[,，]", str(names)) if isinstance(names, str | Promise) else list(names)


def nice_top(value: float) -> float:
    """The smallest of 1, 2, 2.5, 5 x 10^n that is not below the value: where an axis ends."""
    if value <= 0:
        return 1
    unit = 10 ** int(log10(value) // 1)
    return next(step * unit for step in (1, 2, 2.5, 5, 10) if step * unit >= value)


def _sentence(title: str, rows: Iterable[Sequence[Any]], unit: str) -> str:
    words = "；".join(f"{row[0]} {_number(row[1])} {unit}".strip() for row in rows)
    return f"{title}：{words}"


@register.simple_tag
def bar_h(
    rows: Sequence[Sequence[Any]], title: str, unit: str = "", *, links: Sequence[str] = ()
) -> SafeString:
    """Horizontal bars from zero. Rows: (label, value) or (label, value, n); a row with n < 10 is grey."""
    if not rows:
        return _empty(title)
    top = max((row[1] or 0 for row in rows), default=0) or 1
    drawing: list[SafeString] = []
    for index, (label, value, *rest) in enumerate(rows):
        n = rest[0] if rest else None
        y = index * _ROW
        classes = "grey" if n is not None and n < SMALL_N else "c1"
        words = _number(value) + (f"（n={n:,}）" if n is not None else "")
        bar = max(_WIDE * (value or 0) / top, 1 if value else 0)
        drawing += [
            _text(0, y + 16, label),
            _text(_WIDE, y + 16, words, "strong end"),
            _rect(0, y + 24, _WIDE, 10, "track", title=f"{label} {words}"),
            _rect(0, y + 24, bar, 10, classes, title=f"{label} {words}"),
        ]
    head = [_("项目"), unit or _("数值"), *(["n"] if len(rows[0]) > 2 else [])]
    return _figure(
        title,
        (_WIDE, len(rows) * _ROW),
        drawing=drawing,
        sentence=_sentence(title, rows, unit),
        head=head,
        rows=rows,
        links=links,
    )


def _empty(title: str) -> SafeString:
    return format_html(
        '<figure class="figure"><figcaption>{}</figcaption><p class="muted">{}</p></figure>',
        title,
        _("还没有数据。"),
    )


class _Plot:
    """The field of a chart with months on the x axis."""

    width, height, left, bottom, top = _WIDE, 220, 44, 26, 12
    size = (width, height)

    def __init__(self, count: int, highest: float) -> None:
        self.peak = nice_top(highest)
        self.step = (self.width - self.left - 8) / max(count, 1)

    def y(self, value: float) -> float:
        room = self.height - self.top - self.bottom
        return self.top + room * (1 - value / self.peak)

    def x(self, index: int) -> float:
        """The middle of a column."""
        return self.left + self.step * (index + 0.5)

    def axes(self, labels: Sequence[object]) -> list[SafeString]:
        drawing: list[SafeString] = []
        for part in (0, 0.5, 1):
            value = self.peak * part
            y = self.y(value)
            drawing += [
                _line(self.left, y, self.width, y, "axis" if part else "base"),
                _text(self.left - 8, y + 4, _number(float(value)), "end"),
            ]
        # Not more names than fit side by side; counted from the newest. On a phone every second one goes.
        every = ceil(len(labels) / 12) or 1
        shown = range(len(labels) - 1, -1, -every)
        drawing += [
            _text(self.x(i), self.height - 6, labels[i], "mid alt" if place % 2 else "mid")
            for place, i in enumerate(shown)
        ]
        return drawing


@register.simple_tag
def columns(
    rows: Sequence[Sequence[Any]],
    title: str,
    names: str | Promise | Sequence[str],
    unit: str = "",
    *,
    incomplete: bool = True,
    links: Sequence[str] = (),
) -> SafeString:
    """Columns by month, stacked when there are several values. Rows: (month, value, …); `names` of the values.

    `incomplete`: the last month is still running and is hatched.
    """
    if not rows:
        return _empty(title)
    series = _names(names)
    plot = _Plot(len(rows), max(sum(value or 0 for value in row[1:]) for row in rows))
    drawing = [_hatching(title), *plot.axes([row[0] for row in rows])]
    wide = min(plot.step * 0.62, 40)
    for index, row in enumerate(rows):
        running = incomplete and index == len(rows) - 1
        base = 0.0
        for number, value in enumerate(row[1:]):
            y, foot = plot.y(base + (value or 0)), plot.y(base)
            fill = f"url(#{_hatch_of(title)})" if running and number == 0 else ""
            words = f"{row[0]} {series[number]} {_number(value)} {unit}" + (
                _("（未满月）") if running else ""
            )
            drawing.append(
                _rect(
                    plot.x(index) - wide / 2,
                    y,
                    wide,
                    foot - y,
                    "" if fill else f"c{number + 1}",
                    fill=fill,
                    title=words,
                )
            )
            base += value or 0
    legend = [(f"c{i + 1}", name) for i, name in enumerate(series)] if len(series) > 1 else []
    if incomplete:
        legend.append(("hatch", _("未满月")))
    head = [_("月份"), *(f"{name}（{unit}）" if unit else name for name in series)]
    sentence = _sentence(title, [(row[0], sum(value or 0 for value in row[1:])) for row in rows], unit)
    return _figure(
        title, plot.size, drawing=drawing, sentence=sentence, head=head, rows=rows, legend=legend, links=links
    )


@register.simple_tag
def line(
    rows: Sequence[Sequence[Any]],
    title: str,
    names: str | Promise | Sequence[str],
    unit: str = "",
    *,
    links: Sequence[str] = (),
) -> SafeString:
    """Lines by month, at most three: solid, dashed, dotted. Rows: (month, value, …); None leaves a gap."""
    if not rows:
        return _empty(title)
    series = _names(names)
    plot = _Plot(len(rows), max((value or 0 for row in rows for value in row[1:]), default=0))
    drawing = plot.axes([row[0] for row in rows])
    for number in range(len(series)):
        pen, path = "M", []
        for index, row in enumerate(rows):
            value = row[number + 1]
            if value is None:
                pen = "M"
                continue
            path.append(f"{pen}{plot.x(index):.1f} {plot.y(value):.1f}")
            pen = "L"
        drawing.append(format_html('<path d="{}" class="l{}"/>', "".join(path), number + 1))
    legend = [(f"l{i + 1}", name) for i, name in enumerate(series)]
    head = [_("月份"), *(f"{name}（{unit}）" if unit else name for name in series)]
    sentence = "；".join(
        f"{name} {rows[0][0]} {_number(rows[0][i + 1])}，{rows[-1][0]} {_number(rows[-1][i + 1])} {unit}".strip()
        for i, name in enumerate(series)
    )
    return _figure(
        title,
        plot.size,
        drawing=drawing,
        sentence=f"{title}：{sentence}",
        head=head,
        rows=rows,
        legend=legend,
        links=links,
    )


@register.simple_tag
def range_bars(
    rows: Sequence[Sequence[Any]],
    title: str,
    unit: str = "",
    *,
    limit: float | None = None,
    links: Sequence[str] = (),
) -> SafeString:
    """How values spread: a bar from the lower to the upper quarter, a mark at the middle, n behind.

    Rows: (label, lower quarter, middle, upper quarter, n). `limit`: a line that should not be passed.
    """
    if not rows:
        return _empty(title)
    top = nice_top(max([*(row[3] or 0 for row in rows), limit or 0]))
    height = len(rows) * _ROW + 22

    def at(value: float) -> float:
        return _WIDE * value / top

    drawing: list[SafeString] = []
    for index, (label, low, middle, high, n) in enumerate(rows):
        y = index * _ROW
        words = f"{label} {_number(low)}–{_number(high)} {unit}，{_('中位')} {_number(middle)}，n={n}"
        drawing += [
            _text(0, y + 16, label),
            _text(_WIDE, y + 16, f"{_number(middle)} {unit}（n={n:,}）", "strong end"),
            _rect(0, y + 28, _WIDE, 6, "track", title=words),
            _rect(
                at(low), y + 22, max(at(high) - at(low), 2), 12, "grey" if n < SMALL_N else "c1", title=words
            ),
            _line(at(middle), y + 23, at(middle), y + 39, "mark"),
        ]
    drawing += [_text(0, height - 4, "0"), _text(_WIDE, height - 4, _number(float(top)), "end")]
    if limit is not None:
        drawing += [
            _line(at(limit), 18, at(limit), height - 18, "l2"),
            _text(at(limit), height - 4, f"{_('期限')} {_number(limit)}", "mid"),
        ]
    head = [_("项目"), _("下四分位"), _("中位"), _("上四分位"), "n"]
    sentence = _sentence(title + _("（中位）"), [(row[0], row[2]) for row in rows], unit)
    return _figure(
        title, (_WIDE, height), drawing=drawing, sentence=sentence, head=head, rows=rows, links=links
    )


@register.simple_tag
def ring(value: float, most: float, label: str) -> SafeString:
    """A ring filled to value/most with the percentage in it; the numbers must stand beside it in words."""
    share = min(max(value / most, 0), 1) if most else 0
    round_ = 2 * pi * 36
    return format_html(
        '<svg class="chart ring" viewBox="0 0 84 84" role="img" aria-label="{}">'
        '<circle class="track" cx="42" cy="42" r="36"/>'
        '<circle class="l1" cx="42" cy="42" r="36" pathLength="{}" stroke-dasharray="{} {}" transform="rotate(-90 42 42)"/>'
        '<text x="42" y="49">{}%</text></svg>',
        f"{label} {share:.0%}",
        round(round_, 1),
        round(round_ * share, 1),
        round(round_, 1),
        round(share * 100),
    )


@register.simple_tag
def spark(values: Sequence[float], label: str) -> SafeString:
    """A small line without axes, for a table cell; the newest value must stand beside it."""
    if not values:
        return mark_safe("")
    top = max(values) or 1
    step = 116 / max(len(values) - 1, 1)
    path = "".join(
        f"{'L' if i else 'M'}{2 + i * step:.1f} {28 - 24 * value / top:.1f}" for i, value in enumerate(values)
    )
    sentence = f"{label}：" + "，".join(_number(value) for value in values)
    return format_html(
        '<svg class="chart spark" viewBox="0 0 120 32" role="img" aria-label="{}"><path d="{}" class="l1"/></svg>',
        sentence,
        path,
    )
