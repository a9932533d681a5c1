"""The figures at the desk, and what the public sees of each department."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from congress.models import Organisation
from congress.people.roles import Role
from congress.regions.mapping import MapValue
from congress.regions.selectors import HANDLER_KINDS, counties, place_name
from congress.web import DeskMixin, PortalMixin
from congress.web.page_cache import public_page
from petitions.figures.definitions import DAYS_DEFINITION, FIGURES, SMALL, Tally
from petitions.figures.selectors import Span, counted_to, months_before, tallies, tally, visible_to
from petitions.suggestions.models import Category
from petitions.suggestions.states import Channel

# Departments with fewer replies stand folded below the others; a table at the desk shows so many lines at once.
FEW = 5
FIRST_LINES = 15
# What a line of a table shows; the others stand above as single figures.
LINE = ("on_time", "strict", "closed", "satisfaction", "solved", "reopened")
HEAD = (
    "on_time",
    "satisfaction",
    "solved",
    "closed",
    "reopened",
    "second_no",
    "rated",
    "strict",
    "satisfaction_strict",
)


class FiguresView(DeskMixin, TemplateView):
    """统计: totals, and a table each by month, place, category, handler and channel. Filters stand in the address."""

    roles = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.HANDLER)
    template_name = "petitions/desk/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = localdate()
        span = Span.from_address(self.request.GET, on=on)
        condition = visible_to(self.request.user, on=on) & span.conditions()
        whole = tally(condition)
        by_month = tallies("month", condition)
        by_county = tallies("county_code", condition)
        sections = [
            _section("month", _("按月份"), by_month, lambda m: f"{m:%Y-%m}", span),
            _section("county", _("按地区"), by_county, place_name, span),
            _section("lead", _("按办理单位"), tallies("lead_id", condition), _leads().get, span),
            _section("category", _("按类别"), tallies("category_group", condition), _categories().get, span),
            _section("channel", _("按来源"), tallies("channel", condition), dict(Channel.choices).get, span),
        ]
        return super().get_context_data(
            span=span,
            since=f"{span.since:%Y-%m}",
            until=f"{span.until:%Y-%m}",
            whole=whole,
            head=[_head(name, whole) for name in HEAD],
            sections=sections,
            months=[
                (f"{m:%Y-%m}"[2:], line.n("received"), line.n("replied")) for m, line in by_month.items()
            ],
            month_names=[_("登记"), _("答复")],
            trend_names=[_("按期办结率"), _("满意率")],
            trend=[
                (f"{m:%Y-%m}"[2:], _percent(line, "on_time"), _percent(line, "satisfaction"))
                for m, line in by_month.items()
            ],
            county_values=[
                MapValue(
                    c, float(line.n("received")), f"{line.n('received')} {_('件')}", _list(span, county=c)
                )
                for c, line in by_county.items()
            ],
            definitions=FIGURES,
            days_definition=DAYS_DEFINITION,
            choices=_choices(),
            small=SMALL,
            freshness=counted_to(),
            list_url=_list(span),
            **kwargs,
        )


def _percent(line: Tally, name: str) -> float | None:
    value = line.share(name).value
    return None if value is None else round(value * 100, 1)


def _head(name: str, whole: Tally) -> dict[str, Any]:
    figure = next(figure for figure in FIGURES if figure.name == name)
    return {"label": figure.label, "share": whole.share(name)}


def _section(name: str, title: str, lines: dict[Any, Tally], label: Any, span: Span) -> dict[str, Any]:
    """A table: one line each, with the address of the cases behind it."""
    if name != "month":
        lines = dict(sorted(lines.items(), key=lambda pair: -pair[1].n("received")))
    rows = [
        {
            "label": label(key) or _("未分"),
            "line": line,
            "shares": [line.share(figure) for figure in LINE],
            "url": _list(span, **_narrowed(name, key)),
        }
        for key, line in lines.items()
    ]
    return {"name": name, "title": title, "rows": rows[:FIRST_LINES], "more": rows[FIRST_LINES:]}


def _narrowed(name: str, key: Any) -> dict[str, Any]:
    if name == "month":
        return {"since": key, "until": key}
    return {name: str(key)} if key else {}


def _list(span: Span, **more: Any) -> str:
    """The ledger of the cases that were received in the span, narrowed likewise."""
    span = replace(span, **more)
    last = (span.until + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    query = {"since": span.since.isoformat(), "until": last.isoformat()}
    query |= {
        name: getattr(span, name) for name in ("county", "lead", "category", "channel") if getattr(span, name)
    }
    return f"{reverse('petitions:ledger')}?{urlencode(query)}"


def _leads() -> dict[Any, str]:
    return dict(Organisation.objects.values_list("pk", "short_name"))


def _categories() -> dict[Any, str]:
    return dict(Category.objects.filter(parent__isnull=True).values_list("code", "name"))


def _choices() -> dict[str, list[tuple[Any, Any]]]:
    return {
        "counties": [(place.code, place.name) for place in counties()],
        "categories": list(_categories().items()),
        "channels": Channel.choices,
    }


@method_decorator(public_page, name="dispatch")
class DepartmentFiguresView(PortalMixin, TemplateView):
    """部门办理公示: the last twelve whole months of each department, with what each figure means."""

    template_name = "petitions/portal/departments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = localdate()
        until = on.replace(day=1)
        since = months_before(until, 11)
        lines = tallies("lead_id", Q(month__gte=since, month__lte=until, lead__isnull=False))
        # A congress office that answers on the spot is no department.
        handlers = Organisation.objects.filter(pk__in=lines, kind__in=HANDLER_KINDS)
        names = dict(handlers.values_list("pk", "name"))
        rows = [
            {
                "name": names[pk],
                "line": line,
                "on_time": line.share("on_time"),
                "satisfaction": line.share("satisfaction"),
                "solved": line.share("solved"),
            }
            for pk, line in sorted(lines.items(), key=lambda pair: (-pair[1].n("replied"), pair[0]))
            if pk in names and (line.n("replied") or line.n("due"))
        ]
        shown = ("on_time", "satisfaction", "solved")
        return super().get_context_data(
            groups=[
                [row for row in rows if row["line"].n("replied") >= FEW],
                [row for row in rows if row["line"].n("replied") < FEW],
            ],
            few=FEW,
            since=since,
            until=on,
            definitions=[figure for figure in FIGURES if figure.name in shown],
            small=SMALL,
            **kwargs,
        )
