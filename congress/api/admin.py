"""Partner systems, kept by the system administrator."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from congress.admin_site import ServiceAdmin, ServiceForm
from congress.api.models import ApiClient
from congress.api.scopes import Scope
from congress.api.services import create_api_client, replace_secret
from congress.errors import DomainError
from congress.people.roles import Role


class ApiClientForm(ServiceForm):
    username = forms.CharField(label=_("账号用户名"), max_length=60)
    name = forms.CharField(label=_("对接系统名称"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=_("可用范围"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    secret = ""

    class Meta:
        model = ApiClient
        fields: tuple[str, ...] = ()

    def act(self, data: dict[str, Any]) -> ApiClient:
        client, self.secret = create_api_client(actor=self.request.user, at=now(), **data)
        return client


@admin.register(ApiClient)
class ApiClientAdmin(ServiceAdmin):
    keepers = frozenset({Role.SYSTEM_ADMIN})
    readers = frozenset({Role.SECURITY_ADMIN})
    add_form = ApiClientForm
    change_form_template = "admin/congress/api_client_change.html"
    list_display = ["application", "client_id", "account", "scope_labels", "opened_at"]
    list_select_related = ["application__user"]
    search_fields = ["application__name", "application__client_id"]
    readonly_fields = ["application", "client_id", "account", "scope_labels", "opened_at"]

    @admin.display(description=_("客户端编号"))
    def client_id(self, client: ApiClient) -> str:
        return client.application.client_id

    @admin.display(description=_("账号"))
    def account(self, client: ApiClient) -> str:
        return client.application.user.username

    @admin.display(description=_("可用范围"))
    def scope_labels(self, client: ApiClient) -> str:
        return "、".join(str(Scope(scope).label) for scope in client.scopes)

    def get_fields(self, request: HttpRequest, obj: ApiClient | None = None) -> list[str]:
        return list(self.readonly_fields) if obj else ["username", "name", "scopes"]

    def get_readonly_fields(self, request: HttpRequest, obj: ApiClient | None = None) -> list[str]:
        return list(self.readonly_fields) if obj else []

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        request.client_secret = getattr(form, "secret", "")
        return super().save_form(request, form, change)

    def response_add(
        self, request: HttpRequest, obj: ApiClient, post_url_continue: Any = None
    ) -> HttpResponse:
        return self._show_secret(request, obj, request.client_secret)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.new_secret)
        return [path("<int:pk>/secret/", view, name="congress_apiclient_secret"), *super().get_urls()]

    def new_secret(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Replace a client's secret, and show the new one once."""
        client = ApiClient.objects.select_related("application__user").filter(pk=pk).first()
        if client is None or request.method != "POST":
            raise Http404
        try:
            secret = replace_secret(client=client, actor=request.user, at=now())
        except DomainError as refused:
            messages.error(request, refused.message)
            return HttpResponseRedirect(reverse("admin:congress_apiclient_change", args=[pk]))
        return self._show_secret(request, client, secret)

    def _show_secret(self, request: HttpRequest, client: ApiClient, secret: str) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "client": client, "secret": secret}
        response = TemplateResponse(request, "admin/congress/client_secret.html", context)
        response["Cache-Control"] = "no-store, private"
        return response
