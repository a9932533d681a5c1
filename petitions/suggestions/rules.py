"""Who may do what with a suggestion, and what a text must not hold. Functions of (actor, suggestion, day); no writes."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import NotAllowed
from congress.models import User
from congress.people.actors import Actor, Outsider
from congress.people.roles import Role
from congress.people.rules import grants_of, organisations_of
from congress.privacy.scan import Hit, find_personal_data
from congress.regions.selectors import public_phones
from congress.workflow import Step
from petitions.suggestions.models import Assignment, Suggestion
from petitions.suggestions.states import CO_HANDLER, FLOW, LEAD_HANDLER, Confidentiality, HandlerRole

TITLE_MAX = 60
CONTENT_MIN, CONTENT_MAX = 8, 2000
REPLY_MIN = 30
EXTENSION_MAX = 10
# After this many returns the matter is decided finally and cannot be returned again.
RETURNS_BEFORE_DECISION = 3

# Words of despair or violence (domain paper H): a person may be in danger. Rather one call too many.
CRISIS_WORDS = re.compile(
    "活不下去|不想活了|同归于尽|自杀|跳楼|跳河|轻生|一死了之|喝农药|结束自己的生命|炸了你们|拉几个垫背|杀了他|报复社会"
)

# Roles that see every case of their division.
REGIONAL_ROLES = frozenset({Role.CLERK, Role.SUPERVISOR, Role.LEADER})


def roles_on(actor: Actor, suggestion: Suggestion, *, on: date) -> frozenset[str]:
    """The roles that count for this one case: the handler's part in it, the clerk's only inside the own division."""
    if isinstance(actor, Outsider):
        return frozenset({actor.role})
    held: set[str] = set()
    for grant in grants_of(actor, on=on):
        if (
            grant.role in REGIONAL_ROLES and suggestion.region_id.startswith(grant.organisation.region.prefix)
        ) or (grant.role == Role.STATION_OFFICER and grant.organisation_id == suggestion.station_id):
            held.add(grant.role)
    handler_of = organisations_of(actor, Role.HANDLER, on=on)
    if handler_of:
        for assignment in suggestion.assignments.all():
            if assignment.is_active and assignment.organisation_id in handler_of:
                held.add(LEAD_HANDLER if assignment.role == HandlerRole.LEAD else CO_HANDLER)
    return frozenset(held)


def may_see(actor: Actor, suggestion: Suggestion, *, on: date) -> bool:
    """Sealed matters are for the supervisor and the handlers of the case, not for every clerk of the division."""
    roles = roles_on(actor, suggestion, on=on)
    if suggestion.confidentiality == Confidentiality.SEALED:
        return bool(roles & {Role.SUPERVISOR, LEAD_HANDLER, CO_HANDLER})
    return bool(roles)


def steps_for(actor: Actor, suggestion: Suggestion, *, on: date) -> list[Step]:
    """The buttons of the case page: what this person may do now, in the flow's order.

    Steps whose right has lapsed or that would change nothing are left out; the services refuse them all the same.
    """
    available = FLOW.available(suggestion.state, roles_on(actor, suggestion, on=on))
    return [step for step in available if step.name not in _OPEN_IF or _OPEN_IF[step.name](suggestion, on)]


def _lead_part(suggestion: Suggestion) -> Assignment | None:
    active = (a for a in suggestion.assignments.all() if a.is_active and a.role == HandlerRole.LEAD)
    return next(active, None)


def _may_return(suggestion: Suggestion, on: date) -> bool:
    part = _lead_part(suggestion)
    return part is not None and not part.is_final and on <= part.return_until


def _has_extension(suggestion: Suggestion, *, granted: tuple[bool | None, ...]) -> bool:
    return any(extension.is_granted in granted for extension in suggestion.extensions.all())


def _publishable(suggestion: Suggestion, _on: date) -> bool:
    return (
        suggestion.publish_consent
        and not suggestion.is_minor
        and not suggestion.is_crisis
        and suggestion.confidentiality == Confidentiality.WORK
        and suggestion.published_at is None
    )


_OPEN_IF: dict[str, Callable[[Suggestion, date], bool]] = {
    "answer_on_spot": lambda m, _on: not m.is_crisis and m.confidentiality == Confidentiality.WORK,
    "transfer": lambda m, _on: m.return_count < RETURNS_BEFORE_DECISION,
    "return_to_sender": _may_return,
    "record_contact": lambda m, _on: (part := _lead_part(m)) is not None and part.contacted_on is None,
    "ask_extension": lambda m, on: not _has_extension(m, granted=(None, True)) and on <= m.due_on,
    "grant_extension": lambda m, _on: _has_extension(m, granted=(None,)),
    "refuse_extension": lambda m, _on: _has_extension(m, granted=(None,)),
    "publish": _publishable,
    "unpublish": lambda m, _on: m.published_at is not None,
    "merge": lambda m, _on: m.confidentiality == Confidentiality.WORK,
}


def require_step(actor: Actor, step: str, suggestion: Suggestion, *, on: date) -> None:
    """Raise NotAllowed unless one of the actor's roles on this case may take the step."""
    if not roles_on(actor, suggestion, on=on) & FLOW[step].roles:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


def names_for_handlers(suggestion: Suggestion) -> bool:
    """Whether handlers may see who spoke: never in sealed matters."""
    return suggestion.confidentiality != Confidentiality.SEALED


def is_crisis(text: str) -> bool:
    """Whether the words tell of danger to life."""
    return CRISIS_WORDS.search(text) is not None


HIT_LABELS = {
    "mobile": _lazy("手机号"),
    "landline": _lazy("固定电话"),
    "id_number": _lazy("身份证号"),
    "bank_card": _lazy("银行卡号"),
    "plate": _lazy("车牌号"),
    "door_number": _lazy("门牌号"),
    "pupil": _lazy("学校班级姓名"),
    "own_name": _lazy("反映人姓名"),
    "own_phone": _lazy("反映人电话"),
}


def kinds_of(hits: list[Hit]) -> str:
    """The kinds of personal data found, each once, for a sentence."""
    return "、".join(sorted({str(HIT_LABELS[hit.kind]) for hit in hits}))


def personal_data_in(suggestion: Suggestion, *texts: str) -> list[Hit]:
    """What must not be published: numbers and addresses of anybody, and this citizen's own name and phone."""
    names, phones = [], []
    for petitioner in suggestion.petitioners.all():
        if petitioner.name:
            names.append(petitioner.name.reveal())
        if petitioner.phone:
            phones.append(petitioner.phone.reveal())
    offices = public_phones()
    hits: list[Hit] = []
    for text in texts:
        hits.extend(find_personal_data(text, own_names=names, own_phones=phones, public_phones=offices))
    return hits


def may_read_files(user: Any, suggestion: Suggestion, *, on: date) -> bool:
    """Who sees the case sees its files. Citizens get theirs on the tracking page, by other means."""
    return isinstance(user, User) and may_see(user, suggestion, on=on)
