"""The admin site of the three separated administrators. Each sees what the own role keeps, and no case ever.

Nothing is deleted here. What changes reference data is recorded; everything else goes through services.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congress.audit.services import record
from congress.errors import DomainError
from congress.people.roles import Role
from congress.people.rules import is_administrator, roles_of
from congress.people.sessions import read_note


class LianxinAdminSite(AdminSite):
    site_title = _("人大连心管理")
    site_header = _("人大连心 · 系统管理")
    index_title = _("可管理的内容")
    site_url = None
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take only pages that say who keeps them; the tables of installed packages stay out."""
        if admin_class is not None and issubclass(admin_class, SeparatedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Only a session of an administrator who gave the second factor."""
        if not request.user.is_authenticated or not is_administrator(request.user, on=localdate()):
            return False
        note = read_note(request.session)
        return note is not None and note.second_factor

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one login page; somebody signed in without the right gets no second try here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The audit administrator keeps nothing here: the work log has pages of its own."""
        if roles_of(request.user, on=localdate()) == {str(Role.AUDIT_ADMIN)}:
            return HttpResponseRedirect(reverse("audit-events"))
        return super().index(request, extra_context)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from congress.people.views.login import LogoutView  # noqa: PLC0415  (the site is built before the views)

        return LogoutView.as_view()(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("account-password"))

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("account"))


class SeparatedAdmin(ModelAdmin):
    """A page with keepers (may add and change) and readers (may look). Both are role codes."""

    keepers: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()
    may_add = True
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def _is(self, request: HttpRequest, roles: Iterable[str]) -> bool:
        return bool(roles_of(request.user, on=localdate()) & frozenset(roles))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is(request, self.keepers | self.readers)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and self._is(request, self.keepers)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is(request, self.keepers)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReferenceAdmin(SeparatedAdmin):
    """Reference data, kept by the system administrator; every change is recorded with old and new value."""

    keepers = frozenset({Role.SYSTEM_ADMIN})
    added_verb = "congress.reference_data.added"
    changed_verb = "congress.reference_data.changed"

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool
    ) -> None:
        """Save and record in the one transaction that the admin page runs in."""
        before = type(obj)._default_manager.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        changes = {
            name: [_exact(before, name) if before is not None else None, _exact(obj, name)]
            for name in form.changed_data
        }
        record(self.changed_verb if change else self.added_verb, obj, actor=request.user, changes=changes)


def _exact(obj: models.Model, field: str) -> Any:
    value = getattr(obj, field, None)
    return value if isinstance(value, str | int | bool | None) else str(value)


class ServiceForm(forms.ModelForm):
    """A model form that hands its data to a service when all fields are good; a refusal appears at its field.

    The admin sets `request`. `act` calls the service and returns the row.
    """

    request: HttpRequest

    def act(self, data: dict[str, Any]) -> models.Model:
        raise NotImplementedError

    def _post_clean(self) -> None:
        # Without the model's own validation: the service checks everything, and says it better.
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.instance = self.act(self.cleaned_data)
        except DomainError as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)

    def save(self, commit: bool = True) -> Any:
        self.save_m2m = lambda: None
        return self.instance


class ServiceAdmin(SeparatedAdmin):
    """Adding goes through `add_form` and so through a service."""

    add_form: type[ServiceForm]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            return type(self.add_form.__name__, (self.add_form,), {"request": request})
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
