"""The rule tables at the desk: draft, lines, adopting, who sees the ranking, and what a table would have given."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import View

from congress.errors import DomainError, NotAllowed, NotFound
from congress.people.roles import Role
from congress.people.rules import holds, region_prefixes
from congress.regions.selectors import counties, find_region
from congress.web import DeskMixin
from deputies.desk import FormPage, person
from deputies.points.forms import RuleForm, ShownForm, TableForm
from deputies.points.models import PointRule, RuleSet
from deputies.points.selectors import get_table_for, tables_for
from deputies.points.services import (
    adopt_ruleset,
    draft_ruleset,
    drop_rule,
    put_rule,
    show_ranking_to,
    simulate,
)
from deputies.points.states import RuleSetState
from deputies.points.views.desk import READERS

_ROOT = (_lazy("积分办法"), "deputies:point-tables")
SHOWN = 200


class TablesView(DeskMixin, View):
    """积分办法: those in force, those before, drafts."""

    roles = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        user, on = person(request), localdate()
        rows = tables_for(user, on=on).order_by("region_code", "level", "-valid_from", "-pk")[:200]
        return render(
            request,
            "deputies/desk/point_tables.html",
            {
                "rows": [
                    {
                        "table": row,
                        "place": place.name if (place := find_region(row.region_code)) else row.region_code,
                    }
                    for row in rows
                ],
                "today": on,
                "is_clerk": holds(user, Role.CLERK, on=on),
                "crumbs": [(_("履职积分"), reverse("deputies:points")), (_("积分办法"), "")],
            },
        )


class DraftView(FormPage):
    """A new draft with the default lines."""

    form_class = TableForm
    root = _ROOT
    heading, send = _lazy("起草积分办法"), _lazy("起草")

    def get_form_kwargs(self) -> dict[str, Any]:
        prefixes = region_prefixes(person(self.request), [Role.CLERK], on=localdate())
        regions = {row.code: row.name for prefix in prefixes if (row := find_region(prefix.ljust(6, "0")))}
        regions |= {
            row.code: row.name
            for row in counties()
            if any(row.code.startswith(prefix) for prefix in prefixes)
        }
        return {**super().get_form_kwargs(), "regions": list(regions.items())}

    def act(self, target: None, data: dict[str, Any]) -> None:
        self.made = draft_ruleset(**data, actor=person(self.request), on=localdate())

    def get_success_url(self) -> str:
        return (
            reverse("deputies:point-table", args=[self.made.pk])
            if hasattr(self, "made")
            else self.get_root()[1]
        )


class TableView(DeskMixin, View):
    """One table with its lines; the steps of a draft."""

    roles = READERS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, get_table_for(person(request), pk, on=localdate()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, at = person(request), now()
        table = get_table_for(user, pk, on=localdate(at))
        step = request.POST.get("step", "")
        if step not in {"adopt", "drop", "shown"}:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        try:
            if step == "adopt":
                adopt_ruleset(table, actor=user, at=at)
                messages.success(request, _("已施行，积分今晚按新办法重算。"))
            elif step == "drop":
                drop_rule(self._line(table, request.POST.get("line", "")), actor=user, on=localdate(at))
                messages.success(request, _("已删除这一项。"))
            else:
                show_ranking_to(table, request.POST.get("whom", ""), actor=user, on=localdate(at))
                messages.success(request, _("已设定。"))
        except (NotAllowed, NotFound) as refused:
            if refused.code != "second_person":
                raise
            return self._page(request, table, refusal=refused.message, status=refused.status)
        except DomainError as refused:
            return self._page(request, table, refusal=refused.message, status=refused.status)
        return redirect("deputies:point-table", pk=pk)

    def _line(self, table: RuleSet, text: str) -> PointRule:
        key = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        rule = table.rules.filter(pk=key).first()
        if rule is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return rule

    def _page(
        self, request: HttpRequest, table: RuleSet, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        user, on = person(request), localdate()
        place = find_region(table.region_code)
        return render(
            request,
            "deputies/desk/point_table.html",
            {
                "table": table,
                "place": place.name if place else table.region_code,
                "rules": list(table.rules.all()),
                "is_draft": table.state == RuleSetState.DRAFT,
                "is_clerk": holds(user, Role.CLERK, on=on),
                "shown": ShownForm(initial={"whom": table.ranking_shown_to}),
                "last_year": on.year - 1,
                "refusal": refusal,
                "crumbs": [
                    (_("履职积分"), reverse("deputies:points")),
                    (_("积分办法"), reverse("deputies:point-tables")),
                    (table.name, ""),
                ],
            },
            status=status,
        )


class RuleView(FormPage):
    """A line of a draft, new or changed."""

    form_class = RuleForm
    root = _ROOT
    heading, send = _lazy("积分项目"), _lazy("保存")

    def find(self) -> RuleSet:
        table = get_table_for(person(self.request), self.kwargs["pk"], on=localdate())
        self.rule = None
        if "line" in self.kwargs:
            self.rule = table.rules.filter(pk=self.kwargs["line"]).first()
            if self.rule is None:
                raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return table

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **(RuleForm.initial_of(self.rule) if self.rule else {})}

    def get_back(self) -> tuple[str, str]:
        return self.target.name, reverse("deputies:point-table", args=[self.target.pk])

    def form_valid(self, form: Any) -> HttpResponse:
        self.bound = form
        return super().form_valid(form)

    def act(self, target: RuleSet, data: dict[str, Any]) -> None:
        put_rule(target, self.bound.draft(), rule=self.rule, actor=person(self.request), on=localdate())


class SimulateView(DeskMixin, View):
    """假如去年就用这份办法: totals and ranks beside those booked. Nothing is written."""

    roles = READERS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        on = localdate()
        table = get_table_for(person(request), pk, on=on)
        text = request.GET.get("year", "")
        year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else on.year - 1
        year = min(max(year, 2000), on.year)
        rows = simulate(table, year)
        changes = [row.change for row in rows]
        return render(
            request,
            "deputies/desk/point_simulation.html",
            {
                "table": table,
                "year": year,
                "years": list(range(on.year, on.year - 5, -1)),
                "rows": rows[:SHOWN],
                "all": len(rows),
                "shown": SHOWN,
                "better": sum(change > 0 for change in changes),
                "worse": sum(change < 0 for change in changes),
                "mean": sum(changes) / len(changes) / 100 if changes else 0,
                "crumbs": [
                    (_("积分办法"), reverse("deputies:point-tables")),
                    (table.name, reverse("deputies:point-table", args=[pk])),
                    (_("试算"), ""),
                ],
            },
        )
