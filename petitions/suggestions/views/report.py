"""我要反映: what, where, similar ones, who you are, check, done. Works without a script; a double tap sends once.

What was answered waits in the session (on the server), files as ownerless attachments that a sweep removes.
"""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import View

from congress import pow as barrier
from congress.attachments.models import Attachment
from congress.attachments.services import store_each
from congress.errors import BadInput, DomainError, TooMany
from congress.limits import hit
from congress.models import Region
from congress.people.actors import CITIZEN
from congress.people.lockout import client_address
from congress.privacy.models import ConsentNotice
from congress.regions.selectors import place_name
from congress.web import PortalMixin
from congress.web.origin import same_origin_form
from congress.web.qr import qr_svg
from deputies.stations.models import Station
from deputies.stations.selectors import serving_stations
from deputies.stations.services import count_scan
from petitions.suggestions.codes import query_code, show_code
from petitions.suggestions.models import Category, Suggestion
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.portal_forms import PlainForm, WhatForm, WhereForm, YouForm
from petitions.suggestions.rules import is_crisis
from petitions.suggestions.selectors import similar_published
from petitions.suggestions.services.attention import support_suggestion
from petitions.suggestions.services.submit import Intake, Person, submit_suggestion
from petitions.suggestions.states import Channel, Kind

_KEY = "report"
_DONE = "report_done"
PURPOSE = "report"
MOST_FILES = 9
# From one address; an office or a village shares one.
FILES_PER_HOUR = 200
STEPS = (
    ("what", _lazy("什么事")),
    ("where", _lazy("在哪里")),
    ("you", _lazy("您是谁")),
    ("check", _lazy("核对")),
)


def steps_bar(current: str) -> list[dict[str, Any]]:
    """Where in the form one is."""
    names = [name for name, _label in STEPS]
    at = names.index(current)
    return [
        {"label": label, "state": "done" if i < at else "now" if i == at else ""}
        for i, (_name, label) in enumerate(STEPS)
    ]


class _Page(PortalMixin, View):
    """One page of the form. `needs` are the answers without which it sends back to the start."""

    step = ""
    form_class: type[PlainForm] = PlainForm
    template_name = ""
    needs: tuple[str, ...] = ()

    @property
    def answers(self) -> dict[str, Any]:
        return self.request.session.setdefault(_KEY, {"uuid": str(uuid4())})

    def keep(self, **answers: Any) -> None:
        self.answers.update(answers)
        self.request.session.modified = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = request.session.get(_KEY, {})
        if any(name not in held for name in self.needs):
            return redirect("petitions:report")
        return super().dispatch(request, *args, **kwargs)

    def page(self, form: PlainForm | None, *, status: int = 200, **context: Any) -> HttpResponse:
        return render(
            self.request,
            self.template_name,
            {"form": form, "steps": steps_bar(self.step), **context},
            status=status,
        )


class WhatView(_Page):
    step, form_class, template_name = "what", WhatForm, "petitions/portal/report_what.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if "station" in request.GET:
            self._take_station(request.GET["station"])
        held = request.session.get(_KEY, {})
        return self._show(WhatForm(initial={name: held.get(name) for name in ("category", "content")}))

    def _take_station(self, code: str) -> None:
        """From a station's page: its officer will register the matter. Empty: to nobody in particular."""
        station = serving_stations().filter(organisation__code=code[:40]).first()
        self.keep(
            station=station.organisation.code if station else "",
            is_scanned=bool(station) and "scan" in self.request.GET,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WhatForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        self.keep(category=form.cleaned_data["category"].code, content=form.cleaned_data["content"])
        return redirect("petitions:report-where")

    def _show(self, form: WhatForm, *, status: int = 200) -> HttpResponse:
        tiles = Category.objects.filter(parent__isnull=True, is_active=True)
        chosen = form["category"].value()
        station = _station(self.request.session.get(_KEY, {}))
        return self.page(form, status=status, tiles=tiles, chosen=str(chosen or ""), station=station)


class WhereView(_Page):
    step, form_class, template_name = "where", WhereForm, "petitions/portal/report_where.html"
    needs = ("content",)

    def get(self, request: HttpRequest) -> HttpResponse:
        held = self.answers
        return self.page(WhereForm(initial={name: held.get(name) for name in ("region", "spot")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WhereForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        data = form.cleaned_data
        self.keep(
            region=data["region"].code,
            spot=data["spot"],
            # About 100 m: the matter's place, not the person's.
            latitude=f"{data['latitude']:.3f}" if data["latitude"] is not None else "",
            longitude=f"{data['longitude']:.3f}" if data["longitude"] is not None else "",
        )
        found = similar_published(self.answers["content"], county_code=data["region"].county_code)
        return redirect("petitions:report-similar" if found else "petitions:report-you")


class SimilarView(_Page):
    """Its own step: is it one of these? Skipped when nothing is similar."""

    step, template_name = "where", "petitions/portal/report_similar.html"
    needs = ("content", "region")

    def get(self, request: HttpRequest) -> HttpResponse:
        found = similar_published(self.answers["content"], county_code=self.answers["region"][:6])
        if not found:
            return redirect("petitions:report-you")
        return self.page(None, found=found)


class SimilarWhileTypingView(PortalMixin, View):
    """The same list for the script of the first page: a fragment of HTML, the words in the body, not the address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        address = client_address(request)
        words = request.POST.get("content", "")[:500]
        if len(words.strip()) < 6 or not hit(f"similar:{address}", 60, 60).allowed:
            return HttpResponse("")
        found = similar_published(words)
        return (
            render(request, "petitions/portal/_similar.html", {"found": found}) if found else HttpResponse("")
        )


# Without a token: the button stands on pages that are the same for everybody.
@method_decorator(same_origin_form, name="dispatch")
class SupportView(PortalMixin, View):
    """这就是我要说的事: count me in. One browser counts once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        matter = Suggestion.objects.filter(number=number, published_at__isnull=False).first()
        if matter is None:
            return redirect("petitions:published")
        if not request.session.session_key:
            request.session["supporter"] = str(uuid4())
        token = request.session.setdefault("supporter", str(uuid4()))
        if hit(f"support:{client_address(request)}", 30, 3600).allowed:
            support_suggestion(matter, token=token)
        request.session["supported"] = number
        return redirect(reverse("petitions:published-case", args=[number]) + "#support")


class YouView(_Page):
    step, form_class, template_name = "you", YouForm, "petitions/portal/report_you.html"
    needs = ("content", "region")
    _kept = ("kind", "name", "phone", "people_count", "is_minor", "publish_consent")

    def get(self, request: HttpRequest) -> HttpResponse:
        held = self.answers
        return self._show(YouForm(initial={name: held.get(name) for name in self._kept if name in held}))

    def post(self, request: HttpRequest) -> HttpResponse:
        refused = self._take_files(request)
        form = YouForm(request.POST)
        if request.POST.get("drop"):
            self.keep(files=[pk for pk in self.answers.get("files", []) if pk != request.POST["drop"]])
            return self._show(form)
        if not form.is_valid() or refused or request.POST.get("upload"):
            return self._show(form, refused=refused, status=422 if form.errors or refused else 200)
        self.keep(**{name: form.cleaned_data[name] for name in self._kept})
        return redirect("petitions:report-check")

    def _take_files(self, request: HttpRequest) -> list[Any]:
        """Store what came along; what cannot be stored is told, and costs nothing of the form."""
        uploads = request.FILES.getlist("files")
        if not uploads:
            return []
        # Before any proof of work: a robot could fill the disk and keep the sandbox busy.
        for _file in uploads[:MOST_FILES]:
            if not hit(f"report:files:{client_address(request)}", FILES_PER_HOUR, 3600).allowed:
                return [_("这个网络一小时内上传的文件太多，文件没有收下，请过一会儿再传。填写的内容都还在。")]
        room = MOST_FILES - len(self.answers.get("files", []))
        kept, refused = store_each(uploads[: max(room, 0)], owner=None, actor=CITIZEN, on=localdate())
        self.keep(files=[*self.answers.get("files", []), *(str(file.pk) for file in kept)])
        too_many = uploads[max(room, 0) :]
        sentences = [f"{refusal.name}：{refusal.message}" for refusal in refused]
        if too_many:
            sentences.append(_("最多 %(n)d 个文件，多出的没有收下。") % {"n": MOST_FILES})
        return sentences

    def _show(self, form: YouForm, *, refused: list[Any] | None = None, status: int = 200) -> HttpResponse:
        return self.page(form, status=status, refused=refused or [], files=_files(self.answers))


def _station(answers: dict[str, Any]) -> Station | None:
    """Where the message goes; none when the station closed while the form was being filled in."""
    code = answers.get("station")
    return serving_stations().filter(organisation__code=code).first() if code else None


def _files(answers: dict[str, Any]) -> list[Attachment]:
    return list(Attachment.objects.filter(pk__in=answers.get("files", []), owner_type__isnull=True))


class CheckView(_Page):
    """核对: everything with a link to change it, then the one red button."""

    step, template_name = "check", "petitions/portal/report_check.html"
    needs = ("content", "region", "kind")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show()

    def _show(self, *, trouble: str = "", status: int = 200, go: bool = False) -> HttpResponse:
        held = self.answers
        category = Category.objects.filter(pk=held["category"]).first()
        kind = dict(YouForm.KINDS)[held["kind"]]
        rows = [
            (_("哪方面的事"), category.name if category else "", reverse("petitions:report")),
            (_("想说的事"), held["content"], reverse("petitions:report")),
            (
                _("地点"),
                f"{place_name(held['region'])} {held.get('spot', '')}".strip(),
                reverse("petitions:report-where"),
            ),
            (_("怎样反映"), kind, reverse("petitions:report-you")),
        ]
        if held["kind"] != Kind.ANONYMOUS:
            rows += [
                (_("称呼"), held.get("name"), reverse("petitions:report-you")),
                (_("手机号"), held.get("phone"), reverse("petitions:report-you")),
            ]
        files = _files(held)
        names = "\n".join(file.original_name for file in files) or _("没有")
        rows.append((_("照片和附件"), names, reverse("petitions:report-you")))
        consent = _("同意隐去姓名后公开") if held.get("publish_consent") else _("不公开")
        rows.append((_("公开"), consent, reverse("petitions:report-you")))
        if (station := _station(held)) is not None:
            rows.insert(0, (_("留言给"), station.organisation.name, reverse("petitions:report")))
        challenge = barrier.new_challenge(PURPOSE, address=client_address(self.request) or "", at=now())
        return self.page(
            None, rows=rows, challenge=challenge, status=status,
            trouble=trouble, trouble_tone="info" if go else "bad", go=go,
            no_phone=held["kind"] == Kind.ANONYMOUS or not held.get("phone"),
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        held = self.answers
        # The same form again, a second tap: show the first receipt, ask nothing.
        known = Suggestion.objects.filter(client_uuid=UUID(held["uuid"])).first()
        if known is None:
            try:
                barrier.judge(request.POST, PURPOSE, address=client_address(request) or "", at=now())
            except BadInput as refusal:
                return self._show(trouble=refusal.message, status=422, go=barrier.is_patience(refusal))
            except TooMany as refusal:
                return self._show(trouble=refusal.message, status=refusal.status)
        try:
            receipt = submit_suggestion(
                _intake(held), actor=CITIZEN, on=localdate(), client_uuid=UUID(held["uuid"])
            )
        except DomainError as refusal:
            return self._show(trouble=refusal.message, status=refusal.status)
        if known is None and held.get("is_scanned") and (station := _station(held)) is not None:
            count_scan(station, on=localdate(), submitted=True)
        request.session[_DONE] = {"uuid": held["uuid"], "number": receipt.suggestion.number}
        return redirect("petitions:report-done")


def _intake(held: dict[str, Any]) -> Intake:
    notice = ConsentNotice.objects.filter(purpose="suggestion").order_by("-version").first()
    return Intake(
        content=held["content"],
        region=Region.objects.get(pk=held["region"]),
        channel=Channel.PORTAL,
        kind=Kind(held["kind"]),
        persons=[
            Person(held.get("name") or "", held.get("phone") or "", is_guardian=bool(held.get("is_minor")))
        ],
        people_count=held.get("people_count") or 1,
        category=Category.objects.filter(pk=held["category"]).first(),
        spot=held.get("spot", ""),
        station=station.organisation if (station := _station(held)) else None,
        latitude=held.get("latitude") or None,
        longitude=held.get("longitude") or None,
        is_minor=bool(held.get("is_minor")),
        publish_consent=bool(held.get("publish_consent")),
        consent_version=str(notice.version) if notice else "",
        attachments=_files(held),
    )


class DoneView(PortalMixin, View):
    """The receipt: number, code, QR, promised dates. Shown to this browser only, as long as its session lasts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        done = request.session.get(_DONE)
        matter = Suggestion.objects.filter(number=done["number"]).first() if done else None
        if matter is None:
            return redirect("petitions:report")
        request.session.pop(_KEY, None)
        code = show_code(query_code(UUID(done["uuid"])))
        triage = matter.clocks.filter(kind=ClockKind.TRIAGE).first()
        address = request.build_absolute_uri(reverse("petitions:track"))
        return render(
            request,
            "petitions/portal/report_done.html",
            {
                "matter": matter,
                "code": code,
                "copied": _("编号 %(number)s，查询码 %(code)s") % {"number": matter.number, "code": code},
                # Number and code behind the #: neither reaches a server's log.
                "qr": qr_svg(f"{address}#{matter.number}.{code}"),
                "triage": triage,
                "is_crisis": is_crisis(f"{matter.title}\n{matter.content}"),
                "has_phone": matter.petitioners.filter(phone__isnull=False).exists(),
            },
        )
