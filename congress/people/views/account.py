"""Pages of one's own account: sessions, password, second factor."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import segno
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View

from congress.errors import DomainError, NotFound
from congress.people import services
from congress.people.forms import CodeForm, PasswordForm
from congress.people.models import TotpDevice
from congress.people.rules import (
    face_of,
    grants_of,
    idle_seconds_left,
    is_administrator,
    password_expired,
)
from congress.people.selectors import has_second_factor, living_sign_ins, past_sign_ins, recovery_codes_left
from congress.people.sessions import read_note, write_note

ISSUER = "人大连心"


FRAMES = {"desk": "desk/base.html", "phone": "phone/base.html"}


def _frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of the own face; a plain one for administrators, and while a sign-in is incomplete."""
    note = read_note(request.session)
    complete = note is not None and not password_expired(request.user, at=now())
    frame = FRAMES.get(note.face, "") if complete else ""
    return {
        "frame": frame or "congress/people/plain.html",
        "administrator": is_administrator(request.user, on=localdate()),
    }


class _Framed(LoginRequiredMixin):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_frame(self.request), **kwargs)


class AccountView(_Framed, TemplateView):
    """我的账号: who I am here, where I am signed in, what protects the account."""

    template_name = "congress/people/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, at = self.request.user, now()
        return super().get_context_data(
            grants=grants_of(user, on=localdate(at)),
            here=self.request.session.session_key,
            living=living_sign_ins(user, at=at),
            past=past_sign_ins(user, at=at),
            second_factor=has_second_factor(user),
            codes_left=recovery_codes_left(user),
            **kwargs,
        )


class SessionView(View):
    """For static/js/idle.js: how long this session may still stay unused, null when it is over.

    Asking is no use of the session; a post is. Never a redirect: a script asks.
    """

    def get(self, request: HttpRequest) -> JsonResponse:
        note = read_note(request.session) if request.user.is_authenticated else None
        left = None if note is None else idle_seconds_left(note.face, note.seen_at, at=now())
        return JsonResponse({"left": left})

    post = get


class EndSignInView(LoginRequiredMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            ended = services.end_own_sign_in(user=request.user, pk=pk, at=now())
        except NotFound as refused:
            messages.info(request, refused.message)
        else:
            if ended.session_key == request.session.session_key:
                # Its own: there is no session left to carry a message.
                logout(request)
                return redirect("login")
            messages.success(request, _("已结束在“%(device)s”上的登录。") % {"device": ended.device})
        return redirect("account")


class _AccountForm(_Framed, FormView):
    """A form of the account pages: refusals appear at their field, and the page says 422."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.act(form.cleaned_data)
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def act(self, data: dict[str, Any]) -> HttpResponse:
        raise NotImplementedError


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class PasswordView(_AccountForm):
    form_class = PasswordForm
    template_name = "congress/people/password.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            forced=password_expired(self.request.user, at=now()),
            rules=password_validators_help_texts(),
            **kwargs,
        )

    def act(self, data: dict[str, Any]) -> HttpResponse:
        user = services.change_own_password(
            user=self.request.user,
            old=data["old"],
            new=data["new"],
            at=now(),
            session_key=self.request.session.session_key or "",
        )
        self._keep_session(user)
        messages.success(self.request, _("密码已修改。其他设备上的登录已结束。"))
        return redirect("account")

    def _keep_session(self, user: Any) -> None:
        before = self.request.session.session_key or ""
        update_session_auth_hash(self.request, user)
        services.move_sign_in(before=before, after=self.request.session.session_key or "")


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class SecondFactorView(_AccountForm):
    """Bind a phone app: show the seed, take the first code, show the recovery codes once."""

    form_class = CodeForm
    template_name = "congress/people/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        device = TotpDevice.objects.filter(user=user, confirmed=False).first()
        if device is None:
            device = services.begin_enrolment(user=user, at=now())
        seed = device.seed.reveal()
        uri = f"otpauth://totp/{quote(f'{ISSUER}:{user.username}')}?" + urlencode(
            {"secret": seed, "issuer": ISSUER}
        )
        return super().get_context_data(
            picture=segno.make(uri, error="m").svg_data_uri(scale=5, border=2),
            uri=uri,
            seed=" ".join(seed[i : i + 4] for i in range(0, len(seed), 4)),
            already=has_second_factor(user),
            **kwargs,
        )

    def act(self, data: dict[str, Any]) -> HttpResponse:
        codes = services.confirm_enrolment(user=self.request.user, code=data["code"], at=now())
        _note_second_factor(self.request)
        return _show_codes(self, codes)


class RecoveryCodesView(_AccountForm):
    form_class = CodeForm
    template_name = "congress/people/recovery_codes_renew.html"

    def act(self, data: dict[str, Any]) -> HttpResponse:
        return _show_codes(
            self, services.renew_recovery_codes(user=self.request.user, code=data["code"], at=now())
        )


class DropSecondFactorView(_AccountForm):
    form_class = CodeForm
    template_name = "congress/people/second_factor_drop.html"

    def act(self, data: dict[str, Any]) -> HttpResponse:
        services.drop_own_second_factor(user=self.request.user, code=data["code"], at=now())
        messages.success(self.request, _("已停用动态口令。"))
        return redirect("account")


def _show_codes(view: _AccountForm, codes: list[str]) -> HttpResponse:
    context = {**_frame(view.request), "codes": codes}
    response = TemplateResponse(view.request, "congress/people/recovery_codes.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _note_second_factor(request: HttpRequest) -> None:
    note = read_note(request.session)
    if note is not None:
        write_note(
            request.session, replace(note, second_factor=True, face=face_of(request.user, on=localdate()))
        )
