"""Into whose hands: transfer, sign, return to sender, final designation."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congress.errors import BadInput, DomainError, RightExpired
from congress.models import Organisation
from congress.people.actors import SYSTEM, Actor
from congress.texts import require_text
from congress.workdays.deadlines import Deadline
from congress.workdays.selectors import deadline_for, working_calendar
from petitions.suggestions.models import Assignment, Suggestion
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.rules import RETURNS_BEFORE_DECISION
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.clocks import start_clock
from petitions.suggestions.services.triage import accept_suggestion
from petitions.suggestions.services.turn import Turn, finish, take, tell, tell_citizens
from petitions.suggestions.states import Difficulty, HandlerRole, Route, State


def reply_rule(route: str, difficulty: str) -> str:
    """The rule of the reply clock: joint handling has its own, then urgency and difficulty decide."""
    if difficulty == Difficulty.URGENT:
        return "suggestion.reply.urgent"
    if route == Route.JOINT:
        return "suggestion.reply.joint"
    if route == Route.LOCAL:
        return "suggestion.reply.local"
    return "suggestion.reply.complex" if difficulty == Difficulty.COMPLEX else "suggestion.reply.ordinary"


def co_deadline(deadline: Deadline) -> Deadline:
    """Co-handlers answer in two thirds of the time, at least one unit."""
    return Deadline(deadline.code, max(1, deadline.amount * 2 // 3), deadline.unit, deadline.basis)


@transaction.atomic
def transfer_suggestion(
    suggestion: Suggestion,
    *,
    lead: Organisation,
    route: Route = Route.TRANSFER,
    difficulty: Difficulty = Difficulty.ORDINARY,
    co_handlers: Sequence[Organisation] = (),
    note: str = "",
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """Pass it to the handler that must answer; the signing and reply clocks start that day.

    A case that was only registered is accepted by the same press. After the third return only
    `designate_handler` can pass it on.
    """
    if suggestion.state == State.RECEIVED:
        suggestion = accept_suggestion(suggestion, actor=actor, on=on, version=version)
        version = None
    turn = take("transfer", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    if matter.return_count >= RETURNS_BEFORE_DECISION:
        raise RightExpired("needs_designation", _("该事项已退回 3 次，须由督办负责人指定承办单位。"))
    return _hand_over(turn, lead, co_handlers, route=route, difficulty=difficulty, note=note, is_final=False)


@transaction.atomic
def designate_handler(
    suggestion: Suggestion,
    *,
    lead: Organisation,
    text: str,
    difficulty: Difficulty = Difficulty.ORDINARY,
    co_handlers: Sequence[Organisation] = (),
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """The supervisor's written, final decision on a disputed matter. It cannot be returned."""
    text = require_text(text, field="text", least=4, most=500)
    turn = take("designate", suggestion, actor=actor, on=on, version=version)
    turn.suggestion.is_final_designation = True
    route = Route.JOINT if co_handlers else Route.TRANSFER
    return _hand_over(turn, lead, co_handlers, route=route, difficulty=difficulty, note=text, is_final=True)


def _hand_over(
    turn: Turn,
    lead: Organisation,
    co_handlers: Sequence[Organisation],
    *,
    route: Route,
    difficulty: Difficulty,
    note: str,
    is_final: bool,
) -> Suggestion:
    matter, actor, on = turn.suggestion, turn.actor, turn.on
    _require_handlers(lead, co_handlers, on=on)
    if route == Route.JOINT and not co_handlers:
        raise BadInput("no_co_handlers", _("联办至少要有一个协办单位。"), field="co_handlers")
    if co_handlers:
        route = Route.JOINT
    matter.route, matter.difficulty, matter.lead, matter.transferred_on = route, difficulty, lead, on
    rule = reply_rule(route, difficulty)
    deadline = deadline_for(rule, on=on)
    calendar = working_calendar(matter.county_code)
    return_until = deadline_for("suggestion.return", on=on).due(on, calendar)
    for organisation in (lead, *co_handlers):
        is_lead = organisation == lead
        Assignment.objects.create(
            suggestion=matter,
            organisation=organisation,
            role=HandlerRole.LEAD if is_lead else HandlerRole.CO,
            is_final=is_final,
            note=note.strip()[:500],
            assigned_on=on,
            assigned_by_id=actor.pk,
            return_until=return_until,
        )
        if not is_lead:
            start_clock(
                matter, ClockKind.CO_REPLY, rule=rule, on=on, organisation=organisation,
                deadline=co_deadline(deadline),
            )  # fmt: skip
    start_clock(matter, ClockKind.SIGN, rule="suggestion.sign", on=on, organisation=lead)
    reply = start_clock(matter, ClockKind.REPLY, rule=rule, on=on, organisation=lead, deadline=deadline)
    event = finish(
        turn,
        "route",
        "difficulty",
        "lead",
        "transferred_on",
        "is_final_designation",
        text=note.strip(),
        public_text=_("已转交%(unit)s办理，答复期限 %(due)s。")
        % {"unit": lead.short_name, "due": reply.due_on.isoformat()},
        lead=lead.code,
        co_handlers=[organisation.code for organisation in co_handlers],
        route=route,
        rule=rule,
        due_on=reply.due_on.isoformat(),
        is_final=is_final,
    )
    tell((lead, *co_handlers), "suggestion_transferred", key=f"transferred:{event.pk}", suggestion=matter)
    tell_citizens(matter, "suggestion_passed_on", key=f"passed_on:{event.pk}", unit=lead.short_name)
    return matter


def _require_handlers(lead: Organisation, co_handlers: Sequence[Organisation], *, on: date) -> None:
    seen = {lead.pk}
    for organisation in (lead, *co_handlers):
        if organisation.valid_to and organisation.valid_to < on:
            raise BadInput(
                "closed_unit",
                _("%(unit)s已撤销，请选承继单位。") % {"unit": organisation.short_name},
                field="lead",
            )
    for organisation in co_handlers:
        if organisation.pk in seen:
            raise BadInput("same_unit", _("主办和协办单位不能重复。"), field="co_handlers")
        seen.add(organisation.pk)


@transaction.atomic
def sign_suggestion(
    suggestion: Suggestion, *, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """签收: the lead handler takes it on, or the system does when the day for it has passed."""
    turn = take("sign", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    is_auto = actor == SYSTEM
    matter.assignments.filter(is_active=True, role=HandlerRole.LEAD).update(
        signed_on=on, is_auto_signed=is_auto
    )
    if matter.petitioners.filter(phone__isnull=False).exists():
        start_clock(matter, ClockKind.CONTACT, rule="suggestion.contact", on=on, organisation=matter.lead)
    finish(
        turn,
        text=_("逾期未签收，系统自动签收，期限照常计算。") if is_auto else "",
        public_text=_("%(unit)s已签收，开始办理。") % {"unit": matter.lead.short_name},
        is_auto=is_auto,
    )
    return matter


@transaction.atomic
def return_suggestion(
    suggestion: Suggestion,
    *,
    basis: str,
    proposed: Organisation,
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """退回: not our duty, on this written basis, that unit's instead. Within the window, once per unit.

    RightExpired after the window, for the second return by the same unit and for a final designation.
    """
    basis = require_text(basis, field="basis", least=10, most=500)
    turn = take("return_to_sender", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    assignment = matter.assignments.get(is_active=True, role=HandlerRole.LEAD)
    if assignment.is_final:
        raise RightExpired("final", _("该事项已指定承办，不得退回。"))
    if on > assignment.return_until:
        raise RightExpired(
            "return_late",
            _("退回要在 %(day)s 前提出，现在已超过退回期限。") % {"day": assignment.return_until},
        )
    if matter.assignments.filter(organisation=assignment.organisation, returned_on__isnull=False).exists():
        raise RightExpired("returned_before", _("贵单位已退回过一次，同一事项不得再次退回。"))
    if proposed.pk == assignment.organisation_id:
        raise BadInput("same_unit", _("建议承办单位不能是本单位。"), field="proposed")
    assignment.is_active = False
    assignment.returned_on = on
    assignment.return_basis = basis
    assignment.proposed = proposed
    assignment.save(update_fields=["is_active", "returned_on", "return_basis", "proposed"])
    matter.assignments.filter(is_active=True).update(is_active=False)
    matter.return_count += 1
    matter.lead = None
    office = office_of(matter.county_code)
    start_clock(matter, ClockKind.REDISPATCH, rule="suggestion.redispatch", on=on, organisation=office)
    event = finish(
        turn,
        "return_count",
        "lead",
        text=_("依据：%(basis)s；建议由%(unit)s承办。") % {"basis": basis, "unit": proposed.short_name},
        returned_by=assignment.organisation.code,
        proposed=proposed.code,
        basis=basis,
        return_count=matter.return_count,
    )
    tell([office], "suggestion_returned", key=f"returned:{event.pk}", suggestion=matter)
    return matter


def transfer_many(
    suggestions: Sequence[Suggestion],
    *,
    lead: Organisation,
    route: Route = Route.TRANSFER,
    difficulty: Difficulty = Difficulty.ORDINARY,
    note: str = "",
    actor: Actor,
    on: date,
) -> tuple[list[Suggestion], list[tuple[Suggestion, str]]]:
    """Bulk transfer: each case in its own transaction. Returns what went and what did not, with the sentence why."""
    done: list[Suggestion] = []
    refused: list[tuple[Suggestion, str]] = []
    for suggestion in suggestions:
        try:
            done.append(
                transfer_suggestion(
                    suggestion, lead=lead, route=route, difficulty=difficulty, note=note, actor=actor, on=on
                )
            )
        except DomainError as refusal:
            refused.append((suggestion, refusal.message))
    return done, refused
