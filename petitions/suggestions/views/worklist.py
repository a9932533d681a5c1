"""The desk's lists, today's page, search and bulk transfer."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from congress.models import Organisation
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import roles_of
from congress.regions.selectors import counties
from congress.web import DeskMixin
from petitions.suggestions.forms import TransferForm, handlers
from petitions.suggestions.models import Category, Suggestion
from petitions.suggestions.rows import render_rows
from petitions.suggestions.selectors import suggestions_for
from petitions.suggestions.services.transfer import transfer_many
from petitions.suggestions.states import Channel, State
from petitions.suggestions.worklists import (
    CAP,
    WORKLISTS,
    Filters,
    Worklist,
    counts_for,
    key_of,
    rows_of,
    units_of,
    worklists_for,
)

# Lists whose count burns.
_HOT = frozenset({"crisis", "overdue", "returned"})
DESK_ROLES = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.HANDLER, Role.STATION_OFFICER)
MOST_AT_ONCE = 200


def count_text(count: int) -> str:
    """A capped count in words: 99+."""
    return f"{CAP - 1}+" if count >= CAP else str(count)


class _ListPage(DeskMixin, TemplateView):
    """Shared by the worklist and the search."""

    roles = DESK_ROLES
    template_name = "petitions/desk/worklist.html"

    def worklist(self, known: list[Worklist]) -> Worklist:
        wanted = self.request.GET.get("view", "")
        return next((w for w in known if w.name == wanted), known[0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = self.request.user, localdate()
        known = worklists_for(user, on=on)
        worklist = self.worklist(known)
        filters = Filters.from_address(self.request.GET)
        page = keyset_page(
            lambda after, size: rows_of(worklist, user, on=on, filters=filters, after=after, size=size),
            lambda row: key_of(worklist, row),
            self.request.GET.get("cursor", ""),
            name=f"worklist:{worklist.name}",
        )
        rows = page.rows
        counts = counts_for(user, on=on)
        may_transfer = Role.CLERK in roles_of(user, on=on)
        return super().get_context_data(
            worklist=worklist,
            tabs=_tabs(known, worklist, counts),
            filters=filters,
            choices=_choices(),
            rows=render_rows(rows, units=units_of(rows), today=on, view=worklist.name, pick=may_transfer),
            has_rows=bool(rows),
            may_transfer=may_transfer,
            page=page,
            count_text="" if filters.as_query() else count_text(counts.get(worklist.name, 0)),
            is_filtered=bool(filters.as_query()),
            **kwargs,
        )


class WorklistView(_ListPage):
    """待我办 and the other lists. Filters stand in the address."""


class SearchView(_ListPage):
    """From the search field on top of every page: all that one may see, newest first."""

    def worklist(self, known: list[Worklist]) -> Worklist:
        return WORKLISTS["all"]


def _tabs(known: list[Worklist], current: Worklist, counts: dict[str, int]) -> list[dict[str, Any]]:
    address = reverse("petitions:worklist")
    return [
        {
            "label": worklist.label,
            "url": f"{address}?{urlencode({'view': worklist.name})}",
            "current": worklist.name == current.name,
            "count": count_text(counts[worklist.name])
            if worklist.name in counts and worklist.name != "all"
            else None,
            "hot": worklist.name in _HOT and counts.get(worklist.name, 0) > 0,
        }
        for worklist in known
    ]


def _choices() -> dict[str, Any]:
    return {
        "counties": [(region.code, region.name) for region in counties()],
        "categories": list(
            Category.objects.filter(parent__isnull=True, is_active=True).values_list("code", "name")
        ),
        "leads": list(handlers().values_list("pk", "short_name")),
        "channels": Channel.choices,
        "states": State.choices,
    }


class TodayView(DeskMixin, TemplateView):
    """今天: five numbers with words, each leading to its rows, and the ten most pressing cases."""

    template_name = "petitions/desk/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = self.request.user, localdate()
        known = worklists_for(user, on=on)
        counts = counts_for(user, on=on)
        address = reverse("petitions:worklist")
        shown = (
            "crisis",
            "overdue",
            "soon",
            "triage",
            "returned",
            "extension",
            "follow_up",
            "in_hand",
            "unrated",
        )
        numbers = [
            {
                "label": worklist.label,
                "count": count_text(counts[worklist.name]),
                "url": f"{address}?{urlencode({'view': worklist.name})}",
                "tone": "bad" if worklist.name in _HOT and counts[worklist.name] else
                "warn" if worklist.name == "soon" and counts[worklist.name] else "",
            }
            for worklist in sorted(
                (w for w in known if w.name in shown), key=lambda w: shown.index(w.name)
            )
        ]  # fmt: skip
        rows = rows_of(known[0], user, on=on, filters=Filters(), size=10)[:10] if known else []
        return super().get_context_data(
            numbers=numbers[:6],
            rows=render_rows(rows, units=units_of(rows), today=on, view=known[0].name, pick=False)
            if rows
            else "",
            today=on,
            **kwargs,
        )


class BulkTransferView(DeskMixin, View):
    """Two presses: a check page that names number, unit and exceptions, then the transfer."""

    roles = (Role.CLERK,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        on = localdate()
        keys = [int(pk) for pk in request.POST.getlist("pick") if pk.isascii() and pk.isdigit()][
            :MOST_AT_ONCE
        ]
        rows = list(
            suggestions_for(request.user, on=on)
            .filter(pk__in=keys)
            .select_related("region")
            .order_by("due_on", "id")
        )
        if not rows:
            messages.warning(request, _("请先在列表中选中要转办的事项。"))
            return redirect("petitions:worklist")
        ready = [m for m in rows if m.state in (State.RECEIVED, State.ACCEPTED, State.RETURNED)]
        excluded = [m for m in rows if m not in ready]
        is_confirmed = request.POST.get("confirmed") == "yes"
        form = TransferForm(request.POST if is_confirmed else None)
        del form.fields["co_handlers"]
        form.fields["route"].choices = [c for c in form.fields["route"].choices if c[0] != "joint"]
        if is_confirmed and form.is_valid():
            data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            done, refused = transfer_many(ready, **data, actor=request.user, on=on)
            return self._report(request, done, refused, data["lead"])
        return render(
            request,
            "petitions/desk/bulk_transfer.html",
            {"ready": ready, "excluded": excluded, "form": form},
            status=422 if is_confirmed else 200,
        )

    def _report(
        self,
        request: HttpRequest,
        done: list[Suggestion],
        refused: list[tuple[Suggestion, str]],
        lead: Organisation,
    ) -> HttpResponse:
        if not refused:
            messages.success(
                request, _("%(n)d 件已转办给%(unit)s。") % {"n": len(done), "unit": lead.short_name}
            )
            return redirect(f"{reverse('petitions:worklist')}?view=triage")
        return render(
            request, "petitions/desk/bulk_result.html", {"done": done, "refused": refused, "lead": lead}
        )
