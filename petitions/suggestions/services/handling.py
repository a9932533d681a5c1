"""What the handlers do between signing and answering: contact, progress, extension, joint handling."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congress.errors import BadInput, RightExpired
from congress.models import Organisation, User
from congress.people.actors import Actor
from congress.people.roles import Role
from congress.people.rules import organisations_of
from congress.texts import require_text
from congress.workdays.selectors import deadline_for, working_calendar
from petitions.suggestions.models import Assignment, Extension, Suggestion
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.rules import EXTENSION_MAX
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.clocks import move_clock, start_clock
from petitions.suggestions.services.transfer import co_deadline
from petitions.suggestions.services.turn import finish, take, tell, tell_citizens
from petitions.suggestions.states import HandlerRole, Route


@transaction.atomic
def record_contact(
    suggestion: Suggestion, *, text: str, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """The handler spoke with the citizen; what was said, in a sentence."""
    text = require_text(text, field="text", least=4, most=500)
    turn = take("record_contact", suggestion, actor=actor, on=on, version=version)
    turn.suggestion.assignments.filter(is_active=True, role=HandlerRole.LEAD, contacted_on=None).update(
        contacted_on=on
    )
    finish(turn, text=text)
    return turn.suggestion


@transaction.atomic
def report_progress(
    suggestion: Suggestion, *, text: str, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """阶段答复: an interim word to the citizen. It stops no clock."""
    text = require_text(text, field="text", least=10, most=1000)
    turn = take("report_progress", suggestion, actor=actor, on=on, version=version)
    finish(turn, text=text, public_text=text)
    return turn.suggestion


@transaction.atomic
def ask_extension(
    suggestion: Suggestion, *, reason: str, days: int, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """Ask for `days` more working days, before the limit, once in a case. RightExpired otherwise."""
    reason = require_text(reason, field="reason", least=6, most=500)
    if not 1 <= days <= EXTENSION_MAX:
        raise BadInput("bad_days", _("最多可延长 %(n)d 个工作日。") % {"n": EXTENSION_MAX}, field="days")
    turn = take("ask_extension", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    clock = matter.clocks.filter(kind=ClockKind.REPLY, stopped_on=None).get()
    if on > clock.due_on:
        raise RightExpired(
            "extension_late", _("期限是 %(day)s，已经超期，不能再申请延期。") % {"day": clock.due_on}
        )
    known = matter.extensions.exclude(is_granted=False).first()
    if known:
        raise RightExpired("extension_once", _("该事项已申请过延期，只能延期一次。"))
    Extension.objects.create(
        suggestion=matter,
        organisation=matter.lead,
        reason=reason,
        days=days,
        asked_on=on,
        asked_by_id=actor.pk,
        old_due_on=clock.due_on,
    )
    event = finish(
        turn,
        text=_("申请延长 %(n)d 个工作日：%(why)s") % {"n": days, "why": reason},
        days=days,
        reason=reason,
    )
    tell(
        [office_of(matter.county_code)],
        "suggestion_extension_asked",
        key=f"extension:{event.pk}",
        suggestion=matter,
    )
    return matter


def _pending(matter: Suggestion) -> Extension:
    pending = matter.extensions.select_for_update().filter(is_granted__isnull=True).first()
    if pending is None:
        raise RightExpired("no_extension", _("没有待批的延期申请。"))
    return pending


@transaction.atomic
def grant_extension(
    suggestion: Suggestion, *, text: str = "", actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """Approve: the limit moves by the asked working days, the citizen is told."""
    turn = take("grant_extension", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    pending = _pending(matter)
    clock = matter.clocks.filter(kind=ClockKind.REPLY, stopped_on=None).get()
    new_due = working_calendar(matter.county_code).add(clock.due_on, pending.days)
    move_clock(clock, new_due, county_code=matter.county_code)
    pending.is_granted, pending.decided_on, pending.decided_by_id = True, on, actor.pk
    pending.decision_note, pending.new_due_on = text.strip()[:500], new_due
    pending.save()
    event = finish(
        turn,
        text=text.strip(),
        public_text=_("经批准延长 %(n)d 个工作日，新的答复期限是 %(due)s。")
        % {"n": pending.days, "due": new_due},
        before=pending.old_due_on.isoformat(),
        after=new_due.isoformat(),
        days=pending.days,
    )
    tell(
        [matter.lead], "suggestion_extension_decided", key=f"extension_decided:{event.pk}", suggestion=matter
    )
    tell_citizens(matter, "suggestion_extended", key=f"extended:{event.pk}", due=new_due.isoformat())
    return matter


@transaction.atomic
def refuse_extension(
    suggestion: Suggestion, *, text: str, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """Refuse with a reason; the limit stays."""
    text = require_text(text, field="text", least=4, most=500)
    turn = take("refuse_extension", suggestion, actor=actor, on=on, version=version)
    pending = _pending(turn.suggestion)
    pending.is_granted, pending.decided_on, pending.decided_by_id = False, on, actor.pk
    pending.decision_note = text
    pending.save()
    event = finish(turn, text=text, days=pending.days)
    tell(
        [turn.suggestion.lead], "suggestion_extension_decided", key=f"extension_decided:{event.pk}",
        suggestion=turn.suggestion,
    )  # fmt: skip
    return turn.suggestion


@transaction.atomic
def start_joint_handling(
    suggestion: Suggestion,
    *,
    co_handlers: Sequence[Organisation],
    note: str = "",
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """联办: add co-handlers; the lead answers for all. The reply limit becomes that of joint handling, from today."""
    turn = take("start_joint", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    present = set(matter.assignments.filter(is_active=True).values_list("organisation_id", flat=True))
    fresh = [organisation for organisation in co_handlers if organisation.pk not in present]
    if not fresh:
        raise BadInput("no_co_handlers", _("请选择至少一个尚未参与的协办单位。"), field="co_handlers")
    deadline = deadline_for("suggestion.reply.joint", on=on)
    lead_assignment = matter.assignments.get(is_active=True, role=HandlerRole.LEAD)
    for organisation in fresh:
        Assignment.objects.create(
            suggestion=matter,
            organisation=organisation,
            role=HandlerRole.CO,
            note=note.strip()[:500],
            assigned_on=on,
            assigned_by_id=actor.pk,
            return_until=lead_assignment.return_until,
        )
        start_clock(
            matter, ClockKind.CO_REPLY, rule="suggestion.reply.joint", on=on, organisation=organisation,
            deadline=co_deadline(deadline),
        )  # fmt: skip
    clock = matter.clocks.filter(kind=ClockKind.REPLY, stopped_on=None).get()
    due = max(clock.due_on, deadline.due(on, working_calendar(matter.county_code)))
    move_clock(clock, due, county_code=matter.county_code)
    matter.route = Route.JOINT
    names = "、".join(organisation.short_name for organisation in fresh)
    event = finish(
        turn,
        "route",
        text=note.strip(),
        public_text=_("由%(lead)s牵头，%(names)s一同办理，答复期限 %(due)s。")
        % {"lead": matter.lead.short_name, "names": names, "due": due},
        co_handlers=[organisation.code for organisation in fresh],
        due_on=due.isoformat(),
    )
    tell((matter.lead, *fresh), "suggestion_transferred", key=f"joint:{event.pk}", suggestion=matter)
    return matter


@transaction.atomic
def give_opinion(
    suggestion: Suggestion, *, text: str, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """会办意见: the co-handler's part for the lead's answer."""
    text = require_text(text, field="text", least=10, most=1000)
    own = organisations_of(actor, Role.HANDLER, on=on) if isinstance(actor, User) else ()
    assignment = suggestion.assignments.filter(
        is_active=True, role=HandlerRole.CO, organisation__in=own
    ).first()
    part = assignment.organisation if assignment else None
    turn = take("give_opinion", suggestion, actor=actor, on=on, version=version, clocks_of=part)
    matter = turn.suggestion
    assignment.opinion, assignment.opinion_on = text, on
    assignment.save(update_fields=["opinion", "opinion_on"])
    event = finish(turn, text=text, by=assignment.organisation.code)
    tell([matter.lead], "suggestion_opinion_given", key=f"opinion:{event.pk}", suggestion=matter)
    return matter
