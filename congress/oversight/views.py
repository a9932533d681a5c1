"""Pages of the audit administrator. Nobody else reads the log, and this role reads nothing else."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from congress.audit.selectors import audit_health, chain_head
from congress.errors import BadInput
from congress.oversight.forms import SearchForm
from congress.oversight.selectors import events_for, get_event, last_walk
from congress.oversight.services import export_events
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.web.faces import DeskMixin


class AuditAdminMixin(DeskMixin):
    roles = frozenset({Role.AUDIT_ADMIN})


class EventListView(AuditAdminMixin, TemplateView):
    """The log, newest first, with its filters in the address."""

    template_name = "congress/oversight/event_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET)
        page = keyset_page(
            events_for(form.search), ["-seq"], self.request.GET.get("cursor", ""), name="audit", cap=1000
        )
        return super().get_context_data(
            form=form,
            page=page,
            head=chain_head(),
            walk=last_walk(),
            health=audit_health(),
            **kwargs,
        )


class EventView(AuditAdminMixin, TemplateView):
    """One event with its facts and its place in the chain."""

    template_name = "congress/oversight/event.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = get_event(kwargs["seq"])
        return super().get_context_data(
            event=event,
            rows=[
                (_("操作人"), event.actor_name),
                (_("单位"), event.organisation),
                (_("对象"), event.target_label),
                (_("对象类型"), event.target_type),
                (_("对象编号"), event.target_id),
                (_("来源地址"), event.address),
                (_("请求编号"), event.request_id),
            ],
            facts=list(event.facts.items()),
            previous=bytes(event.previous).hex(),
            digest=bytes(event.hash).hex(),
            crumbs=[(_("审计记录"), reverse("audit-events")), (str(event.seq), "")],
            **kwargs,
        )


class ExportView(AuditAdminMixin, View):
    """The filtered events as CSV. A POST: it leaves an event behind."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.POST)
        try:
            lines = export_events(form.search, actor=request.user, on=localdate())
        except BadInput as refused:
            messages.error(request, refused.message)
            query = {name: value for name, value in request.POST.items() if value and name in form.fields}
            return redirect(f"{reverse('audit-events')}?{urlencode(query)}")
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="audit-{localdate():%Y%m%d}.csv"'
        return response
