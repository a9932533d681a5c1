"""The case page: facts, words, the steps that are possible now, clocks with their arithmetic, history."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.attachments.models import Attachment
from congress.errors import BadInput, DomainError, NotFound
from congress.models import User
from congress.people.roles import Role
from congress.privacy.services import reveal
from congress.web import DeskMixin
from congress.workflow import Step
from petitions.suggestions.entrances import ENTRANCES, take_step
from petitions.suggestions.explain import explain_clocks, stages_of, unit_of
from petitions.suggestions.forms import OverrideForm, StepForm
from petitions.suggestions.models import Petitioner, Suggestion
from petitions.suggestions.models.matter import NO_DUE
from petitions.suggestions.rows import state_tone
from petitions.suggestions.rules import names_for_handlers, roles_on, steps_for
from petitions.suggestions.selectors import get_suggestion_for, related_to
from petitions.suggestions.services.reply import ask_override
from petitions.suggestions.states import CO_HANDLER, FLOW, LEAD_HANDLER, State, entry_label
from petitions.suggestions.views.worklist import DESK_ROLES
from petitions.suggestions.worklists import WORKLISTS, neighbours

# The step that a case of this state most often needs, shown first.
_FIRST = {
    "received": "transfer",
    "accepted": "transfer",
    "transferred": "sign",
    "handling": "reply",
    "returned": "transfer",
    "replied": "follow_up",
    "rated": "conclude",
    "supervised": "hold_meeting",
    "suspended": "resume",
}
# Timeline marks.
_TONES = {
    "return_to_sender": "warn",
    "urge": "warn",
    "supervise": "warn",
    "suspend": "bad",
    "reply": "ok",
    "rate": "ok",
}


class CaseView(DeskMixin, View):
    """GET shows the case with the form of `?step=`; POST takes the step of the path."""

    roles = DESK_ROLES

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        matter = get_suggestion_for(request.user, number, on=localdate())
        return self.page(request, matter, wanted=request.GET.get("step", ""))

    def page(
        self,
        request: HttpRequest,
        matter: Suggestion,
        *,
        wanted: str = "",
        bound: StepForm | None = None,
        refusal: str = "",
        shown: dict[int, dict[str, str]] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page; `bound` is a refused form that keeps what was typed, `shown` personal data revealed just now."""
        on = localdate()
        available = _offered(request.user, matter, on=on)
        names = [step.name for step in available]
        current = wanted if wanted in names else _first_step(matter, names)
        form = bound
        if current and form is None:
            form = ENTRANCES[current].form(initial={"version": matter.version}, suggestion=matter)
        clocks = explain_clocks(matter, on=on)
        origin = request.GET.get("from", "")
        worklist = WORKLISTS.get(origin)
        address = reverse("petitions:case", args=[matter.number])
        context = {
            "matter": matter,
            "tone": state_tone(matter.state),
            "due_on": None if matter.due_on == NO_DUE else matter.due_on,
            "today": on,
            "stages": stages_of(matter),
            "tabs": [
                {
                    "label": _press(step, matter),
                    "url": f"{address}?step={step.name}&from={origin}#act",
                    "current": step.name == current,
                    "icon": ENTRANCES[step.name].icon,
                    "count": None,
                }
                for step in available
            ],
            "step": FLOW[current] if current else None,
            "press": _press(FLOW[current], matter) if current else "",
            "form": form,
            "refusal": refusal,
            "clocks": clocks,
            "has_stopped": any(not clock.is_running for clock in clocks),
            "unit": unit_of(clocks, matter.due_on),
            "entries": _entries(matter),
            "people": _people(request.user, matter, on=on, shown=shown or {}),
            "assignments": matter.assignments.select_related("organisation", "proposed").all(),
            "replies": matter.replies.select_related("organisation").all(),
            "extensions": matter.extensions.all(),
            "files": Attachment.objects.of(matter).handed_out(),
            "merged": matter.merged.all(),
            "related": related_to(matter, request.user, on=on),
            "next": neighbours(worklist, request.user, matter, on=on) if worklist else None,
            "origin": origin,
            "override": OverrideForm() if current == "publish" else None,
            "crumbs": [(_("群众意见"), reverse("petitions:worklist")), (matter.number, "")],
        }
        return render(request, "petitions/desk/case.html", context, status=status)


class StepView(CaseView):
    """POST one step. A refusal shows the page again with what was typed and the sentence."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str, step: str) -> HttpResponse:
        on = localdate()
        matter = get_suggestion_for(request.user, number, on=on)
        if step not in ENTRANCES:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        form = ENTRANCES[step].form(request.POST, suggestion=matter)
        if not form.is_valid():
            return self.page(request, matter, wanted=step, bound=form, status=422)
        said = _press(FLOW[step], matter)
        try:
            take_step(step, matter, form.cleaned_data, actor=request.user, on=on)
        except NotFound:
            raise
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.page(request, matter, wanted=step, bound=form, status=422)
        except DomainError as refusal:
            fresh = get_suggestion_for(request.user, number, on=on)
            return self.page(
                request, fresh, wanted=step, bound=form, refusal=refusal.message, status=refusal.status
            )
        messages.success(request, _("%(number)s 已%(step)s。") % {"number": matter.number, "step": said})
        return redirect(_after(request, matter, on=on))


def _after(request: HttpRequest, matter: Suggestion, *, on: date) -> str:
    """The next item of the list the case was opened from; the case itself when it came from nowhere."""
    origin = request.GET.get("from") or request.POST.get("from", "")
    worklist = WORKLISTS.get(origin)
    number = neighbours(worklist, request.user, matter, on=on) if worklist else matter.number
    if number is None:
        return f"{reverse('petitions:worklist')}?view={origin}"
    try:
        get_suggestion_for(request.user, number, on=on)
    except NotFound:
        # A returned matter is no longer the handler's to see.
        return reverse("petitions:worklist")
    return reverse("petitions:case", args=[number]) + (f"?from={origin}" if worklist else "")


class RevealView(CaseView):
    """Show one person's data in clear, with a reason; the look itself is an audit event."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        on = localdate()
        matter = get_suggestion_for(request.user, number, on=on)
        wanted = request.POST.get("person", "")
        person = next((p for p in matter.petitioners.all() if str(p.pk) == wanted), None)
        if person is None or not _may_reveal(request.user, matter, on=on):
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        reason = request.POST.get("reason", "")
        try:
            clear = {
                field: reveal(person, field, actor=request.user, reason=reason, on=on)
                for field in ("name", "phone", "address")
                if getattr(person, field)
            }
        except DomainError as refusal:
            return self.page(request, matter, refusal=refusal.message, status=refusal.status)
        return self.page(request, matter, shown={person.pk: clear})


class OverrideView(CaseView):
    """The first of the two who may publish past a hit."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        on = localdate()
        matter = get_suggestion_for(request.user, number, on=on)
        try:
            ask_override(matter, reason=request.POST.get("reason", ""), actor=request.user, on=on)
        except DomainError as refusal:
            return self.page(
                request, matter, wanted="publish", refusal=refusal.message, status=refusal.status
            )
        messages.success(request, _("已记录理由，请另一位工作人员确认后公开。"))
        return redirect(reverse("petitions:case", args=[number]) + "?step=publish")


def _offered(user: User, matter: Suggestion, *, on: date) -> list[Step]:
    """The tabs: the steps that the flow allows, and before them the press that accepts and passes on at once.

    The flow itself knows no transfer of a received case: `transfer_suggestion` records both steps.
    """
    steps = [step for step in steps_for(user, matter, on=on) if step.name in ENTRANCES]
    if matter.state == State.RECEIVED and any(step.name == "accept" for step in steps):
        steps.insert(0, FLOW["transfer"])
    return steps


def _press(step: Step, matter: Suggestion) -> str:
    """What the button says."""
    if step.name == "transfer" and matter.state == State.RECEIVED:
        return _("受理并转办")
    return str(step.label)


def _first_step(matter: Suggestion, names: list[str]) -> str:
    wanted = _FIRST.get(matter.state, "")
    if wanted in names:
        return wanted
    return names[0] if names else ""


def _entries(matter: Suggestion) -> list[dict[str, Any]]:
    """The history, newest first, as the timeline component wants it."""
    entries = []
    for entry in reversed(matter.entries.all()):
        who = " · ".join(filter(None, (entry.organisation_name, entry.actor_name)))
        text = entry.text or entry.public_text
        entries.append(
            {
                "label": entry_label(entry.step),
                "at": entry.at,
                "who": who,
                "text": text,
                "tone": _TONES.get(entry.step, ""),
                "icon": ENTRANCES[entry.step].icon if entry.step in ENTRANCES else "circle-dot",
            }
        )
    if entries:
        entries[0]["tone"] = entries[0]["tone"] or "now"
    return entries


def _may_reveal(user: User, matter: Suggestion, *, on: date) -> bool:
    """Clerks and station officers of the case, and its handlers unless the matter is sealed."""
    roles = roles_on(user, matter, on=on)
    if roles & {Role.CLERK, Role.SUPERVISOR, Role.STATION_OFFICER}:
        return True
    return bool(roles & {LEAD_HANDLER, CO_HANDLER}) and names_for_handlers(matter)


def _people(
    user: User, matter: Suggestion, *, on: date, shown: dict[int, dict[str, str]]
) -> list[dict[str, Any]]:
    may = _may_reveal(user, matter, on=on)
    return [
        {
            "pk": person.pk,
            "name": shown.get(person.pk, {}).get("name") or person.name or "",
            "phone": shown.get(person.pk, {}).get("phone") or person.phone or "",
            "address": shown.get(person.pk, {}).get("address") or person.address or "",
            "is_guardian": person.is_guardian,
            "is_clear": person.pk in shown,
            "may_reveal": may and person.pk not in shown,
        }
        for person in _visible(user, matter, on=on)
    ]


def _visible(user: User, matter: Suggestion, *, on: date) -> list[Petitioner]:
    """Handlers of a sealed matter do not even learn that there is a name."""
    roles = roles_on(user, matter, on=on)
    if roles <= {LEAD_HANDLER, CO_HANDLER} and not names_for_handlers(matter):
        return []
    return list(matter.petitioners.all())
