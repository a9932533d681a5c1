"""The frame of every step: lock, rule, state, clocks stopped - then what the verb itself does - history, audit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from congress import clock
from congress.audit.models import AuditEvent
from congress.audit.services import record
from congress.errors import NotFound, Stale
from congress.models import Organisation, User
from congress.notices.services import Posting, Recipient, post_notices
from congress.people.actors import Actor, Outsider
from congress.people.rules import grants_of
from petitions.suggestions.models import Entry, Petitioner, Suggestion
from petitions.suggestions.rules import may_see, require_step
from petitions.suggestions.services.clocks import refresh_due, stop_clocks
from petitions.suggestions.states import FLOW

# Past participles for the audit trail; the trail is read in English identifiers and Chinese labels.
PARTICIPLES = {
    "classify": "classified",
    "answer_on_spot": "answered_on_spot",
    "accept": "accepted",
    "decline": "declined",
    "object": "objected",
    "transfer": "transferred",
    "designate": "designated",
    "sign": "signed",
    "return_to_sender": "returned",
    "record_contact": "contacted",
    "report_progress": "progress_reported",
    "ask_extension": "extension_asked",
    "grant_extension": "extension_granted",
    "refuse_extension": "extension_refused",
    "start_joint": "joint_started",
    "give_opinion": "opinion_given",
    "reply": "replied",
    "publish": "published",
    "unpublish": "unpublished",
    "inquire": "inquired",
    "urge": "urged",
    "supervise": "supervised",
    "follow_up": "followed_up",
    "rate": "rated",
    "reopen": "reopened",
    "escalate": "escalated",
    "hold_meeting": "meeting_held",
    "conclude": "concluded",
    "archive": "archived",
    "merge": "merged",
    "unmerge": "unmerged",
    "suspend": "suspended",
    "resume": "resumed",
    "correct": "corrected",
}


@dataclass(slots=True)
class Turn:
    """One step being taken on a locked suggestion."""

    suggestion: Suggestion
    step: str
    from_state: str
    to_state: str
    actor: Actor
    on: date


def take(
    step: str,
    suggestion: Suggestion,
    *,
    actor: Actor,
    on: date,
    version: int | None = None,
    clocks_of: Organisation | None = None,
) -> Turn:
    """Lock the suggestion, check that the actor may take the step now, stop the step's clocks.

    `clocks_of` stops only those of one organisation (a co-handler's). Must run inside a transaction. Raises
    NotFound (may not see it), Stale (`version` is that of an older page), NotAllowed, WrongState.
    """
    # Two clerks may press the button together: the second waits here, then the version or the flow refuses it.
    locked = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if not isinstance(actor, Outsider) and not may_see(actor, locked, on=on):
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    if version is not None and version != locked.version:
        last = locked.entries.order_by("-id").first()
        who = last.actor_name if last and last.actor_id else _("系统")
        raise Stale("stale", _("该事项刚被%(who)s处理，请刷新后再试。") % {"who": who})
    to_state = FLOW.advance(step, locked.state, before=locked.state_before)
    require_step(actor, step, locked, on=on)
    stop_clocks(locked, FLOW[step].stops, on=on, organisation=clocks_of)
    return Turn(locked, step, locked.state, to_state, actor, on)


def finish(
    turn: Turn,
    *fields: str,
    text: str = "",
    public_text: str = "",
    is_public: bool | None = None,
    **facts: object,
) -> AuditEvent:
    """Write the new state with `fields`, the history entry and the audit event. Call it last, notices after it.

    `text` is for the office, `public_text` for the citizen's page. `facts` go into the trail exactly as given.
    """
    suggestion = turn.suggestion
    suggestion.state = turn.to_state
    suggestion.version += 1
    suggestion.updated_at = timezone.now()
    refresh_due(suggestion)
    suggestion.save(update_fields=["state", "version", "updated_at", "due_on", *fields])
    write_entry(turn, text=text, public_text=public_text, is_public=is_public)
    return record(
        f"petitions.suggestion.{PARTICIPLES[turn.step]}",
        suggestion,
        actor=turn.actor,
        number=suggestion.number,
        from_state=turn.from_state,
        to_state=turn.to_state,
        **facts,
    )


def write_entry(turn: Turn, *, text: str, public_text: str, is_public: bool | None) -> Entry:
    """One line of the case's own history."""
    actor = turn.actor
    return Entry.objects.create(
        suggestion=turn.suggestion,
        at=clock.now(),
        actor=actor if isinstance(actor, User) else None,
        actor_name=actor.name,
        organisation_name=_organisation_of(actor, turn.suggestion, turn.on),
        step=turn.step,
        from_state=turn.from_state,
        to_state=turn.to_state,
        text=text,
        is_public=FLOW[turn.step].public if is_public is None else is_public,
        public_text=public_text,
        due_on=turn.suggestion.due_on,
    )


def _organisation_of(actor: Actor, suggestion: Suggestion, on: date) -> str:
    """In whose name the actor acts on this case: the handler's organisation if it is one of the handlers."""
    if not isinstance(actor, User):
        return ""
    grants = grants_of(actor, on=on)
    handlers = {a.organisation_id for a in suggestion.assignments.all() if a.is_active}
    for grant in grants:
        if grant.organisation_id in handlers:
            return grant.organisation.short_name
    return grants[0].organisation.short_name if grants else ""


def to_citizens(
    matter: Suggestion,
    people: Iterable[Petitioner],
    template: str,
    *,
    key: str,
    secrets: dict[str, str] | None = None,
    **context: Any,
) -> Iterator[Posting]:
    """A message for each of these people with a mobile number; a landline gets none.

    The text names the number and the next step, never the complaint (domain paper A5). `secrets` (the query code)
    are wiped once sent.
    """
    for person in people:
        phone = person.phone.reveal() if person.phone else ""
        if phone.startswith("1"):
            yield Posting(
                template,
                Recipient(phone=phone),
                f"{key}:{person.pk}",
                about=matter.number,
                secrets=secrets,
                context={"number": matter.number, **context},
            )


def to_offices(
    organisations: Iterable[Organisation | None], template: str, *, key: str, suggestion: Suggestion
) -> Iterator[Posting]:
    """A message for the inbox of each organisation, with a link to the case."""
    for organisation in organisations:
        if organisation is not None:
            yield Posting(
                template,
                organisation,
                f"{key}:{organisation.pk}",
                link=f"/desk/suggestions/{suggestion.number}/",
                context={"number": suggestion.number},
            )


def tell_citizens(suggestion: Suggestion, template: str, *, key: str, **context: Any) -> None:
    """Write to the people of the suggestion and, each under the own number, of those merged into it."""
    for matter in (suggestion, *suggestion.merged.all()):
        post_notices(to_citizens(matter, matter.petitioners.all(), template, key=key, **context))


def tell(
    organisations: Iterable[Organisation | None], template: str, *, key: str, suggestion: Suggestion
) -> None:
    """Write to the inbox of each organisation."""
    post_notices(to_offices(organisations, template, key=key, suggestion=suggestion))
