"""What everybody may read: the home page, published cases; and the citizen's own tracking page."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.attachments.models import Attachment
from congress.errors import BadInput, DomainError, NotFound, TooMany
from congress.limits import hit
from congress.paging import keyset_page
from congress.people.actors import CITIZEN
from congress.people.lockout import client_address
from congress.privacy.selectors import reveals_of
from congress.regions.mapping import MapValue
from congress.regions.selectors import counties
from congress.search.selectors import matching
from congress.web import PortalMixin
from congress.web.origin import same_origin_form
from congress.web.page_cache import public_page, published_mark
from petitions.figures.selectors import home_figures
from petitions.suggestions.explain import explain_clocks
from petitions.suggestions.forms import InquireForm, ObjectForm, RateForm
from petitions.suggestions.models import Category, Suggestion
from petitions.suggestions.portal_forms import TrackForm
from petitions.suggestions.rules import roles_on
from petitions.suggestions.selectors import (
    published_by_county,
    published_suggestions,
    track_suggestion,
)
from petitions.suggestions.services.attention import inquire_suggestion
from petitions.suggestions.services.rating import rate_suggestion
from petitions.suggestions.services.reply import unpublish_suggestion
from petitions.suggestions.services.retention import forget_citizen
from petitions.suggestions.services.triage import object_to_refusal
from petitions.suggestions.standing import standing_of
from petitions.suggestions.states import FLOW, ONE_CITIZENS, entry_label
from petitions.suggestions.worklists import month_span

_TRACKED = "tracked"
# A tracking page stays open in a browser for so long after the code was typed.
TRACK_MINUTES = 60
# Slowed after these tries in ten minutes from one address; a number is closed to that address for a day after these.
# Not to everybody: numbers are in sequence and known, and who wished could shut every citizen out. 60 random bits
# need no lock beside that.
TRIES, NUMBER_TRIES, DAY = 10, 20, 86400


@method_decorator(public_page, name="dispatch")
class HomeView(PortalMixin, View):
    """Start in five seconds."""

    def get(self, request: HttpRequest) -> HttpResponse:
        # Under the mark of what is published: a withdrawn case leaves this page with the others.
        key = f"portal:home:{published_mark()}"
        context = cache.get(key)
        if context is None:
            context = {
                "figures": home_figures(on=localdate()),
                "latest": list(published_suggestions()[:5]),
                "places": _places(),
            }
            cache.set(key, context, 60)
        return render(request, "petitions/portal/home.html", {**context, "form": TrackForm()})


def _places() -> list[MapValue]:
    """The counties with the number of their published cases, each leading to them."""
    numbers = published_by_county()
    address = reverse("petitions:published")
    return [
        MapValue(
            county.code,
            numbers.get(county.code, 0),
            _("%(count)d 件") % {"count": numbers.get(county.code, 0)},
            f"{address}?county={county.code}",
        )
        for county in counties()
    ]


@method_decorator(public_page, name="dispatch")
class PublishedListView(PortalMixin, View):
    """办理公开: search, place, category, month."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = {
            name: request.GET.get(name, "").strip()[:40] for name in ("q", "county", "category", "month")
        }
        rows = published_suggestions()
        if wanted["county"]:
            rows = rows.filter(county_code=wanted["county"])
        if wanted["category"]:
            rows = rows.filter(category__code__startswith=wanted["category"])
        if span := month_span(wanted["month"]):
            rows = rows.filter(published_at__date__gte=span[0], published_at__date__lt=span[1])
        if wanted["q"]:
            rows = matching(
                rows, wanted["q"], text_field="public_search", gram_field="public_grams", need=1001
            )
        page = keyset_page(
            rows, ("-published_at", "-id"), request.GET.get("cursor", ""), 20, cap=1000, name="published"
        )
        return render(
            request,
            "petitions/portal/published.html",
            {
                "page": page,
                "wanted": wanted,
                "is_filtered": any(wanted.values()),
                "counties": counties(),
                "categories": Category.objects.filter(parent__isnull=True, is_active=True),
            },
        )


@method_decorator(public_page, name="dispatch")
class PublishedCaseView(PortalMixin, View):
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        matter = published_suggestions().filter(number=number).first()
        if matter is None:
            raise NotFound("not_found", _("没有找到，或者已经撤回公开。"))
        return render(
            request,
            "petitions/portal/published_case.html",
            {
                "matter": matter,
                "is_supported": request.session.get("supported") == number,
                "files": Attachment.objects.of(matter).filter(is_public=True),
                "crumbs": [(_("办理公开"), reverse("petitions:published")), (matter.number, "")],
            },
        )


# Without a token: the form also stands on the home page, which is the same for everybody.
@method_decorator(same_origin_form, name="dispatch")
class TrackView(PortalMixin, View):
    """查进度: number and code together. Wrong number and wrong code are answered alike."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(TrackForm())

    def _show(self, form: TrackForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "petitions/portal/track.html", {"form": form}, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TrackForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        number, code = form.cleaned_data["number"].strip().upper(), form.cleaned_data["code"]
        try:
            _require_tries_left(client_address(request) or "", number)
            matter = track_suggestion(number, code)
        except TooMany as refusal:
            form.add_error(None, refusal.message)
            return self._show(form, status=429)
        except NotFound as refusal:
            form.add_error(None, refusal.message)
            return self._show(form, status=422)
        open_tracking(request, matter)
        return redirect("petitions:track-case")


def open_tracking(request: HttpRequest, matter: Suggestion) -> None:
    """Let this browser read and rate the case for an hour."""
    until = (now() + timedelta(minutes=TRACK_MINUTES)).timestamp()
    request.session[_TRACKED] = {"pk": matter.pk, "until": until}


def _require_tries_left(address: str, number: str) -> None:
    verdicts = (
        hit(f"track:{address}", TRIES, 600),
        hit(f"track:number:{number}:{address}", NUMBER_TRIES, DAY),
    )
    for verdict in verdicts:
        if not verdict.allowed:
            raise TooMany(
                "too_many", _("试的次数太多，请过 %(n)d 分钟再试。") % {"n": verdict.retry_after // 60 + 1},
                retry_after=verdict.retry_after,
            )  # fmt: skip


class TrackCaseView(PortalMixin, View):
    """The citizen's own page: stages, public history, answer, and what one may do now."""

    _forms = {"rate": RateForm, "object": ObjectForm, "inquire": InquireForm}

    def _matter(self) -> Suggestion | None:
        held = self.request.session.get(_TRACKED)
        if not held or held["until"] < now().timestamp():
            return None
        return (
            Suggestion.objects.select_related("category", "region", "region__parent", "lead", "merged_into")
            .filter(pk=held["pk"])
            .first()
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        matter = self._matter()
        return self._show(matter) if matter else redirect("petitions:track")

    def _show(
        self, matter: Suggestion, *, bound: Any = None, step: str = "", refusal: str = "", status: int = 200
    ) -> HttpResponse:
        on = localdate()
        # A merged one lives on in its target; the answer is told here.
        source = matter.merged_into or matter
        available = {s.name for s in FLOW.available(matter.state, roles_on(CITIZEN, matter, on=on))}
        reply = source.replies.select_related("organisation").filter(is_current=True).first()
        forms = {name: form() for name, form in self._forms.items() if name in available}
        if bound is not None:
            forms[step] = bound
        clocks = explain_clocks(source, on=on, only_running=True)
        rating = matter.ratings.filter(reply=reply).first() if reply else None
        response = render(
            self.request,
            "petitions/portal/track_case.html",
            {
                "matter": matter,
                "source": source,
                "standing": standing_of(source, clocks, available),
                "entries": _public_entries(matter, source),
                "reply": reply,
                "rating": rating,
                "forms": forms,
                "available": available,
                "refusal_text": refusal,
                "today": on,
                "looks": reveals_of_all(matter),
                "holds_data": any(p.name or p.phone or p.address for p in matter.petitioners.all()),
                "refusals": matter.refusals.all(),
            },
            status=status,
        )
        response["Cache-Control"] = "no-store"
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        matter = self._matter()
        if matter is None:
            return redirect("petitions:track")
        step = request.POST.get("step", "")
        on = localdate()
        form = self._forms[step](request.POST) if step in self._forms else None
        if form is not None and not form.is_valid():
            return self._show(matter, bound=form, step=step, status=422)
        data = {
            name: value for name, value in (form.cleaned_data if form else {}).items() if name != "version"
        }
        try:
            if step == "rate":
                rate_suggestion(matter, **data, actor=CITIZEN, on=on)
            elif step == "object":
                object_to_refusal(matter, **data, actor=CITIZEN, on=on)
            elif step == "inquire":
                inquire_suggestion(matter, **data, actor=CITIZEN, on=on)
            elif step == "forget":
                forget_citizen(matter, actor=CITIZEN, on=on)
            elif step == "unpublish":
                unpublish_suggestion(matter, actor=CITIZEN, on=on)
        except BadInput as refusal:
            if form is None:
                return self._show(matter, refusal=refusal.message, status=422)
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self._show(matter, bound=form, step=step, status=422)
        except DomainError as refusal:
            return self._show(matter, bound=form, step=step, refusal=refusal.message, status=refusal.status)
        return redirect("petitions:track-case")


def reveals_of_all(matter: Suggestion) -> list[Any]:
    """Who looked at this citizen's data in clear: day and reason, no names of staff."""
    return [look for person in matter.petitioners.all() for look in reveals_of(person)]


def _public_entries(matter: Suggestion, source: Suggestion) -> list[dict[str, Any]]:
    """The public part of the history, newest first; of both, when the matter was merged."""
    rows = list(matter.entries.filter(is_public=True))
    if source.pk != matter.pk:
        rows += source.entries.filter(is_public=True).exclude(step__in=ONE_CITIZENS)
    rows.sort(key=lambda entry: (entry.at, entry.pk), reverse=True)
    return [
        {
            "label": entry_label(row.step),
            "at": row.at,
            "who": row.organisation_name,
            "text": row.public_text,
            "tone": "now" if place == 0 else "",
        }
        for place, row in enumerate(rows)
    ]
