"""The ledgers as pages and as workbooks."""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from congress.attachments.export import Column, watermark, write_xlsx
from congress.errors import BadInput
from congress.models import Organisation, OrganisationKind
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import grants_of
from congress.regions.selectors import HANDLER_KINDS, counties
from congress.web import DeskMixin
from petitions.ledgers import resources
from petitions.ledgers.selectors import ASK_REASON, LEDGERS, Ledger, Narrowing, ledger_rows
from petitions.ledgers.services.export import note_export
from petitions.suggestions.models import Category, Suggestion
from petitions.suggestions.states import Channel, State

ROLES = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.HANDLER, Role.STATION_OFFICER)
# A list to choose from gets no longer; a province's stations are found by their own page.
MOST_STATIONS = 600
# One print: forty pages. Who needs more takes the workbook.
MOST_PRINTED = 1000
RESOURCES: dict[str, type[resources.LedgerResource]] = {
    "reception": resources.ReceptionResource,
    "transfer": resources.TransferResource,
    "dispute": resources.DisputeResource,
    "joint": resources.JointResource,
    "supervised": resources.SupervisedResource,
    "follow_up": resources.FollowUpResource,
    "declined": resources.DeclinedResource,
    "merged": resources.MergedResource,
    "dissatisfied": resources.DissatisfiedResource,
    "published": resources.PublishedResource,
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDE = {
    "title",
    "content",
    "summary",
    "basis",
    "guidance",
    "opinion",
    "note",
    "comment",
    "public_title",
    "into_title",
}


class LedgerView(DeskMixin, TemplateView):
    """A ledger: tabs, filters in the address, the rows, and the way out as xlsx."""

    roles = ROLES
    template_name = "petitions/desk/ledger.html"
    reason = ""
    refusal: BadInput | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        given = request.POST if request.method == "POST" else request.GET
        self.ledger = LEDGERS.get(given.get("ledger", ""), LEDGERS["reception"])
        self.narrowing = Narrowing.from_address(given)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The workbook, or the page again with what is missing."""
        self.reason = request.POST.get("reason", "")
        try:
            _event, count = note_export(
                self.ledger, self.narrowing, reason=self.reason, actor=request.user, on=localdate()
            )
        except BadInput as refused:
            self.refusal = refused
            return self.render_to_response(self.get_context_data(), status=422)
        return workbook(self.ledger, self.narrowing, user=request.user, most=count)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ledger, narrowing = self.ledger, self.narrowing
        resource = RESOURCES[ledger.name]()
        page = keyset_page(
            _loaded(ledger_rows(ledger, self.request.user, narrowing, on=localdate()), resource),
            ledger.order,
            self.request.GET.get("cursor", ""),
            cap=1000,
            name=f"ledger:{ledger.name}",
        )
        heads = dict(zip(resource.get_export_order(), resource.get_export_headers(), strict=True))
        return super().get_context_data(
            ledger=ledger,
            tabs=self._tabs(),
            filters=narrowing,
            is_filtered=bool(narrowing.as_query()),
            choices=_choices(),
            columns=[heads[name] for name in resource.shown],
            rows=[_cells(resource, row) for row in page.rows],
            page=page,
            reason=self.reason,
            refused=self.refusal,
            asks_reason=page.capped_count is not None and page.capped_count > ASK_REASON,
            ask_above=ASK_REASON,
            **kwargs,
        )

    def _tabs(self) -> list[dict[str, Any]]:
        kept = self.narrowing.as_query()
        return [
            {
                "label": ledger.label,
                "url": f"{reverse('petitions:ledger')}?{urlencode({'ledger': ledger.name, **kept})}",
                "current": ledger.name == self.ledger.name,
            }
            for ledger in LEDGERS.values()
        ]


class LedgerPrintView(LedgerView):
    """The ledger on A4 across: title, office, period, numbered rows, place for signatures. Printing is an export."""

    http_method_names = ["post"]
    template_name = "petitions/desk/ledger_print.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The sheet, or the ledger's page with what is missing."""
        on = localdate()
        self.reason = request.POST.get("reason", "")
        try:
            note_export(
                self.ledger, self.narrowing, reason=self.reason, actor=request.user, on=on, most=MOST_PRINTED
            )
        except BadInput as refused:
            self.refusal = refused
            self.template_name = LedgerView.template_name
            return self.render_to_response(self.get_context_data(), status=422)
        resource = RESOURCES[self.ledger.name]()
        rows = _loaded(ledger_rows(self.ledger, request.user, self.narrowing, on=on), resource)
        heads = dict(zip(resource.get_export_order(), resource.get_export_headers(), strict=True))
        sheet = {
            "ledger": self.ledger,
            "filters": self.narrowing,
            "columns": [heads[name] for name in resource.shown],
            "rows": [_cells(resource, row) for row in rows.order_by(*self.ledger.order)[:MOST_PRINTED]],
            "printed_at": timezone.now(),
            "office": grants_of(request.user, on=on)[0].organisation.name,
        }
        return self.render_to_response(sheet)


def _loaded(rows: Any, resource: resources.LedgerResource) -> Any:
    rows = rows.select_related(*([resource.path] if resource.path else []), *resource.related)
    return rows.prefetch_related("petitioners") if rows.model is Suggestion else rows


def _cells(resource: resources.LedgerResource, row: Any) -> list[dict[str, Any]]:
    """What the page shows of a row: the value, and for the number a link to the case."""
    names, fields = resource.get_export_order(), resource.get_export_fields()
    known = dict(zip(names, fields, strict=True))
    cells = []
    for name in resource.shown:
        value = resource.export_field(known[name], row)
        cells.append(
            {
                "value": value,
                "text": _shown(value),
                "url": reverse("petitions:case", args=[value]) if name == "number" else "",
                "kind": _kind(name, value),
                "name": str(known[name].column_name),
            }
        )
    return cells


def _kind(name: str, value: Any) -> str:
    """The class of a cell: a text that may wrap, a number of a case, a day."""
    if name in _WIDE:
        return "ttl"
    if name == "number":
        return "code"
    return "day" if isinstance(value, date) else ""


def _shown(value: Any) -> str:
    match value:
        case None | "":
            return "—"
        case bool():
            return _("是") if value else _("否")
        case datetime():
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value)


def _choices() -> dict[str, list[tuple[Any, Any]]]:
    bodies = Organisation.objects.order_by("code").values_list("pk", "short_name")
    return {
        "counties": [(place.code, place.name) for place in counties()],
        "categories": list(Category.objects.filter(parent__isnull=True).values_list("code", "name")),
        "leads": list(bodies.filter(kind__in=HANDLER_KINDS)),
        "stations": list(bodies.filter(kind=OrganisationKind.STATION)[:MOST_STATIONS]),
        "channels": Channel.choices,
        "states": State.choices,
    }


def workbook(ledger: Ledger, narrowing: Narrowing, *, user: Any, most: int) -> FileResponse:
    """The ledger as xlsx, row by row through a temporary file: memory stays the same for ten rows and 50,000."""
    resource = RESOURCES[ledger.name]()
    names = resource.get_export_order()
    rows = _loaded(ledger_rows(ledger, user, narrowing, on=localdate()), resource).order_by(*ledger.order)[
        :most
    ]
    columns = [
        Column(title, 40 if name in _WIDE else 14)
        for name, title in zip(names, resource.get_export_headers(), strict=True)
    ]
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    at = timezone.now()
    write_xlsx(out, columns, _lines(resource, rows), mark=watermark(user.name, at), title=str(ledger.label))
    out.seek(0)
    name = f"{ledger.label}台账-{timezone.localtime(at):%Y%m%d-%H%M}.xlsx"
    return FileResponse(out, as_attachment=True, filename=name, content_type=XLSX)


def _lines(resource: resources.LedgerResource, rows: Any) -> Iterator[list[Any]]:
    fields = resource.get_export_fields()
    for row in rows.iterator(chunk_size=1000):
        yield [resource.export_field(field, row) for field in fields]
