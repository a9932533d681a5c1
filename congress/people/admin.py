"""Accounts (system administrator) and grants (security administrator). Every write is a service."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.admin_site import ReferenceAdmin, ServiceAdmin, ServiceForm
from congress.errors import DomainError
from congress.people import services
from congress.people.models import Grant, User
from congress.people.roles import Role
from congress.people.selectors import has_second_factor

SYSTEM, SECURITY = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN


class OpenAccountForm(ServiceForm):
    one_time_password = ""

    class Meta:
        model = User
        fields = ["username", "name", "email"]

    def act(self, data: dict[str, Any]) -> User:
        user, self.one_time_password = services.open_account(actor=self.request.user, at=now(), **data)
        return user


@admin.register(User)
class AccountAdmin(ServiceAdmin, ReferenceAdmin):
    keepers = frozenset({SYSTEM})
    readers = frozenset({SECURITY})
    changed_verb = "congress.account.changed"
    add_form = OpenAccountForm
    change_form_template = "admin/congress/account_change.html"
    fields = ["username", "name", "email", "is_active", "is_service", "password_changed_at", "grants_held"]
    readonly_fields = ["username", "is_active", "is_service", "password_changed_at", "grants_held"]
    list_display = ["username", "name", "is_active", "is_service", "last_login"]
    list_filter = ["is_active", "is_service", "grants__role"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    # step -> (role that may take it, label, needs a question first)
    steps = {
        "close": (frozenset({SYSTEM, SECURITY}), gettext_lazy("停用账号")),
        "reopen": (frozenset({SYSTEM}), gettext_lazy("恢复账号")),
        "password": (frozenset({SYSTEM}), gettext_lazy("重置密码")),
        "second-factor": (frozenset({SECURITY}), gettext_lazy("重置动态口令")),
    }

    @admin.display(description=gettext_lazy("角色"))
    def grants_held(self, user: User) -> str:
        grants = user.grants.select_related("organisation").order_by("role")
        return "；".join(
            f"{g.get_role_display()}（{g.organisation}）" + (f"，至 {g.valid_to}" if g.valid_to else "")
            for g in grants
        ) or _("无")

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return list(self.fields) if obj else list(OpenAccountForm.Meta.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return list(self.readonly_fields) if obj else []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            ReferenceAdmin.save_model(self, request, obj, form, change)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        request.one_time_password = getattr(form, "one_time_password", "")
        return super().save_form(request, form, change)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        """Show the one-time password on this one answer; it is neither in a message nor in an address."""
        return self._show_password(request, obj, request.one_time_password)

    def _show_password(self, request: HttpRequest, user: User, password: str) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "user_shown": user, "password": password}
        response = TemplateResponse(request, "admin/congress/one_time_password.html", context)
        response["Cache-Control"] = "no-store, private"
        return response

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_step)
        return [path("<int:pk>/step/<slug:step>/", view, name="congress_user_step"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        user = self.get_object(request, object_id)
        steps = self._steps_for(request, user) if user else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "steps": steps})

    def _steps_for(self, request: HttpRequest, user: User) -> list[tuple[str, Any]]:
        fits = {
            "close": user.is_active,
            "reopen": not user.is_active,
            "password": user.is_active and not user.is_service,
            "second-factor": has_second_factor(user),
        }
        own = user.pk == request.user.pk
        return [
            (name, label)
            for name, (roles, label) in self.steps.items()
            if fits[name] and not own and self._is(request, roles)
        ]

    def take_step(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """One of the buttons of an account's page. Wrong roles are refused by the service."""
        user = User.objects.filter(pk=pk).first()
        services_by_step: dict[str, Callable[..., Any]] = {
            "close": services.close_account,
            "reopen": services.reopen_account,
            "password": services.set_password,
            "second-factor": services.reset_second_factor,
        }
        if user is None or step not in services_by_step or request.method != "POST":
            raise Http404
        try:
            result = services_by_step[step](user=user, actor=request.user, at=now())
        except DomainError as refused:
            messages.error(request, refused.message)
        else:
            if step == "password":
                return self._show_password(request, user, result)
            messages.success(request, _("已办理：%(step)s。") % {"step": self.steps[step][1]})
        return HttpResponseRedirect(reverse("admin:congress_user_change", args=[pk]))


class GrantForm(ServiceForm):
    class Meta:
        model = Grant
        fields = ["user", "role", "organisation", "valid_from", "valid_to"]
        widgets = {
            "valid_from": forms.DateInput(attrs={"type": "date"}),
            "valid_to": forms.DateInput(attrs={"type": "date"}),
        }

    def act(self, data: dict[str, Any]) -> Grant:
        return services.grant_role(actor=self.request.user, on=localdate(), **data)


@admin.register(Grant)
class GrantAdmin(ServiceAdmin):
    keepers = frozenset({SECURITY})
    add_form = GrantForm
    change_form_template = "admin/congress/grant_change.html"
    fields = ["user", "role", "organisation", "valid_from", "valid_to", "granted_by"]
    list_display = ["user", "role", "organisation", "valid_from", "valid_to"]
    list_filter = ["role", "organisation__kind"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__username", "user__name", "organisation__name"]
    ordering = ["user__username", "role"]

    def get_fields(self, request: HttpRequest, obj: Grant | None = None) -> list[str]:
        return list(self.fields) if obj else list(GrantForm.Meta.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Grant | None = None) -> list[str]:
        return list(self.fields) if obj else []

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.end)
        return [path("<int:pk>/end/", view, name="congress_grant_end"), *super().get_urls()]

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End a grant at once."""
        grant = Grant.objects.filter(pk=pk).first()
        if grant is None or request.method != "POST":
            raise Http404
        try:
            services.end_grant(grant=grant, actor=request.user, on=localdate())
        except DomainError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("授权已取消。"))
        return HttpResponseRedirect(reverse("admin:congress_grant_changelist"))
