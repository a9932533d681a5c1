"""The forms of the phone. Their pages hold nothing about anybody: the phone keeps them for where there is no signal.

With script a form goes into the queue (static/js/phone/form.js); without, it is posted here. Both end in `take_in`.
`?full=1` fills in the deputy's own stations, households and colleagues for a browser without script.
"""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import BadInput, NotFound
from congress.web.faces import PhoneMixin
from deputies.desk import person
from deputies.logbooks.models import LogEntry
from deputies.logbooks.owed import households_of
from deputies.logbooks.services.photos import add_photo
from deputies.logbooks.sync import ItemResult, take_in
from deputies.phone.forms import LogForm, VoiceForm
from deputies.phone.kinds import FORMS, MOST_PHOTOS, PhoneForm
from deputies.phone.reading import item_of
from deputies.roster.models import Deputy
from deputies.roster.selectors import deputy_of
from deputies.stations.selectors import deputies_at, stations_of

# Refusals of the sync name its own fields.
_FIELDS = {"said": "voices", "on_spot_reply": "voices", "way": "voices", "phone": "voices"}


class LogView(PhoneMixin, View):
    """One of the five forms."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shape = FORMS.get(kwargs["slug"])
        if shape is not None:
            self.shape: PhoneForm = shape
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self._require_shape()
        choices = own_choices(deputy_of(person(request))) if request.GET.get("full") else {}
        form = LogForm(shape=self.shape, choices=choices, initial={"happened_on": localdate()})
        return self._page(request, form, self._voices()(prefix="voices"), uuid4())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        self._require_shape()
        user, at = person(request), now()
        uid = _uid(request.POST.get("uid", ""))
        item = item_of(self.shape, request.POST, uid, at.isoformat())
        result = take_in([item], user=user, at=at)[0]
        if result.outcome == "refused":
            return self._refused(request, result, uid)
        entry = LogEntry.objects.select_related("station").get(uid=uid)
        for number, upload in enumerate(request.FILES.getlist("photos")[:MOST_PHOTOS]):
            try:
                add_photo(entry, upload, uid=uuid5(uid, f"photo {number}"), actor=user, at=at)
            except BadInput as refused:
                messages.warning(request, _("照片没有收下：%(why)s") % {"why": refused.message})
        messages.success(request, _("已登记。"))
        return redirect("deputies:my-entry", uid=uid)

    def _require_shape(self) -> None:
        if not hasattr(self, "shape"):
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))

    def _voices(self) -> type[BaseFormSet]:
        return formset_factory(VoiceForm, extra=self.shape.voices, max_num=self.shape.voices)

    def _refused(self, request: HttpRequest, result: ItemResult, uid: UUID) -> HttpResponse:
        form = LogForm(request.POST, shape=self.shape, choices=own_choices(deputy_of(person(request))))
        form.is_valid()
        field = _FIELDS.get(result.field, result.field)
        if field == "voices":
            form.add_error(None, f"{_('群众说了什么')}：{result.message}")
        else:
            form.add_error(field if field in form.fields else None, result.message)
        count = {"voices-TOTAL_FORMS": self.shape.voices, "voices-INITIAL_FORMS": 0}
        voices = self._voices()({**request.POST.dict(), **count}, prefix="voices")
        return self._page(request, form, voices, uid, status=422)

    def _page(
        self, request: HttpRequest, form: LogForm, voices: BaseFormSet, uid: UUID, *, status: int = 200
    ) -> HttpResponse:
        blocks = list(voices) if self.shape.voices else []
        context = {
            "shape": self.shape,
            "form": form,
            "parts": [(name, form[name] if name in form.fields else None) for name in self.shape.fields],
            "voices": blocks,
            "uid": uid,
            "is_full": "full" in request.GET,
            "back": "/m/",
        }
        return render(request, "deputies/phone/log_form.html", context, status=status)


def own_choices(deputy: Deputy | None) -> dict[str, list[tuple[str, str]]]:
    """What only this deputy may choose: own stations, households by name, colleagues at the stations."""
    if deputy is None:
        return {}
    on = localdate()
    stations = stations_of(deputy, on=on)
    colleagues = {who.uid: who.name for station in stations for who in deputies_at(station, on=on)}
    return {
        "station": [(station.organisation.code, station.organisation.short_name) for station in stations],
        "households": [(str(row.uid), row.name.reveal()) for row in households_of(deputy, on=on)],
        "deputies": [(str(uid), name) for uid, name in colleagues.items()],
    }


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        # Whoever takes the hidden field away gets one entry for one text.
        return uuid5(NAMESPACE_URL, text) if text else uuid4()
