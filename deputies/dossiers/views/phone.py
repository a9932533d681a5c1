"""A deputy's own dossiers on the phone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import DomainError, NotAllowed, NotFound
from congress.web.faces import PhoneMixin
from deputies.desk import person, sheet
from deputies.dossiers.forms import ObjectForm
from deputies.dossiers.models import Dossier
from deputies.dossiers.paper import dossier_pdf, title_of
from deputies.dossiers.selectors import content_of, dossiers_for, get_dossier_for, lines_of
from deputies.dossiers.services import object_to_dossier
from deputies.dossiers.states import DossierState


class MyDossiersView(PhoneMixin, View):
    """All years, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person(request)
        rows = dossiers_for(user, on=localdate()).filter(mandate__deputy__user=user).order_by("-year", "pk")
        return render(request, "deputies/phone/dossiers.html", {"rows": list(rows[:40]), "back": "/m/"})


def _mine(request: HttpRequest, uid: UUID) -> Dossier:
    user = person(request)
    dossier = get_dossier_for(user, uid, on=localdate())
    if dossier.mandate.deputy.user_id != user.pk:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return dossier


class MyDossierView(PhoneMixin, View):
    """One year; while it is shown, what is wrong can be said here."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self._page(request, _mine(request, uid), ObjectForm())

    def _page(
        self,
        request: HttpRequest,
        dossier: Dossier,
        form: ObjectForm,
        *,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        content = content_of(dossier)
        may_object = dossier.state == DossierState.SHOWN and (
            dossier.object_until is None or localdate() <= dossier.object_until
        )
        return render(
            request,
            "deputies/phone/dossier.html",
            {
                "dossier": dossier,
                "content": content,
                "parts": lines_of(content),
                "form": form if may_object else None,
                "objections": list(dossier.objections.all()),
                "refusal": refusal,
                "back": "/m/dossier/",
            },
            status=status,
        )

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        dossier = _mine(request, uid)
        form = ObjectForm(request.POST)
        if not form.is_valid():
            return self._page(request, dossier, form, status=422)
        try:
            object_to_dossier(dossier, text=form.cleaned_data["text"], actor=person(request), at=now())
        except NotAllowed:
            raise
        except DomainError as refused:
            return self._page(request, dossier, form, refusal=refused.message, status=refused.status)
        messages.success(request, _("已提交，代表工委会核对后答复您。"))
        return redirect("deputies:my-dossier", uid=uid)


class MyDossierPdfView(PhoneMixin, View):
    """One's own dossier as a PDF, to keep or to print."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        dossier, user, at = _mine(request, uid), person(request), now()
        return sheet(title_of(dossier), dossier_pdf(dossier, content_of(dossier), user=user, at=at), at=at)
