"""The query code is lost: whoever holds the phone of the case opens it by a code sent to that phone.

A number that does not exist and a phone that is not the case's are answered alike; the message alone tells them apart.
"""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import BadInput, TooMany
from congress.limits import require_within
from congress.people.lockout import client_address
from congress.privacy.phone_codes import PER_PHONE, confirm_phone_code, require_mobile, send_phone_code
from congress.web import PortalMixin
from petitions.suggestions.portal_forms import LostCodeForm, PhoneCodeForm
from petitions.suggestions.selectors import suggestion_of_phone
from petitions.suggestions.views.public import open_tracking

PURPOSE = "track"
_ASKED = "track_lost"


class LostCodeView(PortalMixin, View):
    """Number and phone; then the six digits."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(LostCodeForm())

    def _show(self, form: Any, *, status: int = 200) -> HttpResponse:
        return render(self.request, "petitions/portal/lost.html", {"form": form}, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LostCodeForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        number, phone = form.cleaned_data["number"].strip().upper(), form.cleaned_data["phone"]
        address = client_address(request) or ""
        try:
            require_within(f"track:lost:{address}", 10, 3600)
            # What is refused is refused before anybody looks: a limit or a landline must not tell that the two match.
            require_within(f"track:lost:{number}:{phone}", PER_PHONE, 3600)
            require_mobile(phone)
            if suggestion_of_phone(number, phone):
                _send(phone, address)
        except (BadInput, TooMany) as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self._show(form, status=refusal.status)
        request.session[_ASKED] = {"number": number, "phone": phone}
        return redirect("petitions:track-code")


def _send(phone: str, address: str) -> None:
    """A phone that has got its messages of the day gets no more of them, and nobody is told."""
    with suppress(TooMany):
        send_phone_code(phone, PURPOSE, at=now(), address=address)


class PhoneCodeView(PortalMixin, View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _ASKED not in request.session:
            return redirect("petitions:track-lost")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(PhoneCodeForm())

    def _show(self, form: Any, *, status: int = 200) -> HttpResponse:
        return render(self.request, "petitions/portal/lost_code.html", {"form": form}, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PhoneCodeForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        asked = request.session[_ASKED]
        matter = suggestion_of_phone(asked["number"], asked["phone"])
        try:
            confirm_phone_code(asked["phone"], PURPOSE, form.cleaned_data["code"], at=now())
        except BadInput:
            matter = None
        if matter is None:
            # One sentence for all: how many tries are left, only a code that was sent has.
            form.add_error("code", _("验证码不正确或已失效。请核对短信；没有收到或试过 5 次的，请重新获取。"))
            return self._show(form, status=422)
        del request.session[_ASKED]
        open_tracking(request, matter)
        return redirect("petitions:track-case")
