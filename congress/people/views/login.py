"""One way in for desk, phone and admin: password, then the code if the account has a second factor."""

from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate, logout, user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View

from congress.errors import DomainError
from congress.people.forms import CodeForm, LoginForm
from congress.people.lockout import client_address
from congress.people.models import User
from congress.people.rules import face_of
from congress.people.selectors import has_second_factor
from congress.people.services import check_second_factor, note_refused_sign_in, note_sign_out
from congress.people.signing_in import sign_in

FACES = {"desk": "/desk/", "phone": "/m/", "admin": "/admin/"}
_PENDING = "sign_in_pending"
# Between the password and the code.
PENDING_LASTS = timedelta(minutes=5)


def landing_page(request: HttpRequest, user: User, wanted: str) -> str:
    """Where to go after signing in: the page asked for, if it is ours, else the account's own face."""
    if wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return FACES[face_of(user, on=localdate())]


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class LoginView(FormView):
    form_class = LoginForm
    template_name = "congress/people/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and request.method == "GET":
            return HttpResponseRedirect(landing_page(request, request.user, request.GET.get("next", "")))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.request.POST.get("next") or self.request.GET.get("next", "")
        return super().get_context_data(next=wanted, **kwargs)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        username = form.cleaned_data["username"].replace("\0", "")
        user = authenticate(self.request, username=username, password=form.cleaned_data["password"])
        wanted = self.request.POST.get("next", "")
        if not isinstance(user, User):
            _note_refusal(self.request, username)
            form.add_error(None, _("用户名或密码不对。连续输错 5 次，账号将锁定 15 分钟。"))
            return self.form_invalid(form)
        if has_second_factor(user):
            self.request.session.cycle_key()
            self.request.session[_PENDING] = {"user": user.pk, "at": now().timestamp(), "next": wanted}
            return redirect("login-code")
        sign_in(self.request, user, second_factor=False, at=now())
        return HttpResponseRedirect(landing_page(self.request, user, wanted))

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _note_refusal(request: HttpRequest, username: str) -> None:
    locked = bool(getattr(request, "axes_locked_out", False))
    # The failure that shuts the door is an event; knocking at a shut door is not, or the trail would flood.
    fresh = not locked or getattr(request, "axes_failures_since_start", None) is not None
    if fresh:
        note_refused_sign_in(username=username, address=client_address(request), locked=locked)


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class CodeView(FormView):
    """The second step. It counts towards the same lockout as the first."""

    form_class = CodeForm
    template_name = "congress/people/login_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.pending = request.session.get(_PENDING) or {}
        age = now().timestamp() - self.pending.get("at", 0)
        self.user = User.objects.filter(pk=self.pending.get("user"), is_active=True).first()
        if self.user is None or age > PENDING_LASTS.total_seconds():
            request.session.pop(_PENDING, None)
            return redirect("login")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        credentials = {"username": self.user.username}
        if not AxesProxyHandler.is_allowed(self.request, credentials):
            # The lockout page is drawn by axes' middleware.
            self.request.axes_locked_out = True
            return self.form_invalid(form)
        try:
            check_second_factor(user=self.user, code=form.cleaned_data["code"], at=now())
        except DomainError as refused:
            user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
            _note_refusal(self.request, self.user.username)
            if getattr(self.request, "axes_locked_out", False):
                self.request.session.pop(_PENDING, None)
            form.add_error("code", refused.message)
            return self.form_invalid(form)
        self.request.session.pop(_PENDING, None)
        sign_in(self.request, self.user, second_factor=True, at=now())
        return HttpResponseRedirect(landing_page(self.request, self.user, self.pending.get("next", "")))

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(never_cache, name="dispatch")
class LogoutView(View):
    """A form's button; a link cannot sign anybody out."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            note_sign_out(session_key=request.session.session_key or "", at=now())
        logout(request)
        response = HttpResponseRedirect(reverse("login"))
        response["Clear-Site-Data"] = '"cache"'
        return response
