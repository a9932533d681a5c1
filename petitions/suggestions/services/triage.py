"""The clerk's first decisions: what it is about, accept, decline, answer on the spot; the citizen's objection."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congress.errors import BadInput, RightExpired
from congress.people.actors import Actor
from congress.texts import require_text
from petitions.suggestions.models import Category, Refusal, Reply, Suggestion
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.rules import REPLY_MIN
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.clocks import start_clock
from petitions.suggestions.services.reply import write_reply
from petitions.suggestions.services.turn import finish, take, tell, tell_citizens
from petitions.suggestions.states import DeclineReason, ReplyKind, ResultClass, Route, SignatureLevel

OBJECTION_DAYS = 15


@transaction.atomic
def classify_suggestion(
    suggestion: Suggestion,
    *,
    category: Category,
    summary: str = "",
    is_hard_case: bool | None = None,
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """Set the category and the clerk's own summary. The citizen's words stay as they are."""
    turn = take("classify", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    before = matter.category_id
    matter.category = category
    if summary.strip():
        matter.summary = require_text(summary, field="summary", least=4, most=200)
    if is_hard_case is not None:
        matter.is_hard_case = is_hard_case
    finish(
        turn,
        "category",
        "summary",
        "is_hard_case",
        text=_("类别：%(name)s") % {"name": category.name},
        before=before,
        after=category.pk,
    )
    return matter


@transaction.atomic
def accept_suggestion(
    suggestion: Suggestion, *, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """Take it in. The triage clock runs on until it is passed to somebody."""
    turn = take("accept", suggestion, actor=actor, on=on, version=version)
    finish(turn)
    return turn.suggestion


@transaction.atomic
def decline_suggestion(
    suggestion: Suggestion,
    *,
    reason: DeclineReason,
    basis: str,
    guidance: str,
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """Refuse with a reason, its legal basis and where to go instead; the citizen hears all three."""
    basis = require_text(basis, field="basis", least=4, most=200)
    guidance = require_text(guidance, field="guidance", least=8, most=500)
    turn = take("decline", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    Refusal.objects.create(
        suggestion=matter,
        reason=reason,
        basis=basis,
        guidance=guidance,
        declined_on=on,
        declined_by_id=actor.pk,
    )
    matter.concluded_on = on
    start_clock(matter, ClockKind.ARCHIVE, rule="suggestion.archive", on=on)
    label = DeclineReason(reason).label
    event = finish(
        turn,
        "concluded_on",
        text=f"{label}；{basis}",
        public_text=_("%(reason)s。%(guidance)s") % {"reason": label, "guidance": guidance},
        reason=reason,
        basis=basis,
    )
    tell_citizens(matter, "suggestion_declined", key=f"declined:{event.pk}")
    return matter


@transaction.atomic
def object_to_refusal(suggestion: Suggestion, *, text: str, actor: Actor, on: date) -> Suggestion:
    """The citizen's one objection: the case goes back to triage. RightExpired the second time or after 15 days."""
    text = require_text(text, field="text", least=4, most=500)
    turn = take("object", suggestion, actor=actor, on=on)
    matter = turn.suggestion
    refusals = list(matter.refusals.all())
    if any(refusal.objected_on for refusal in refusals):
        raise RightExpired("already_objected", _("不予受理只能申请一次复核，您已经申请过了。"))
    refusal = refusals[-1]
    if (on - refusal.declined_on).days > OBJECTION_DAYS:
        raise RightExpired(
            "objection_late",
            _("申请复核要在答复之日起 %(n)d 天内提出，现在已经超过。") % {"n": OBJECTION_DAYS},
        )
    refusal.objected_on = on
    refusal.objection = text
    refusal.save(update_fields=["objected_on", "objection"])
    matter.concluded_on = None
    office = office_of(matter.county_code)
    start_clock(matter, ClockKind.TRIAGE, rule="suggestion.triage", on=on, organisation=office)
    event = finish(turn, "concluded_on", text=text, public_text=_("您已申请复核。"))
    tell([office], "suggestion_objected", key=f"objected:{event.pk}", suggestion=matter)
    return matter


@transaction.atomic
def answer_on_spot(
    suggestion: Suggestion,
    *,
    text: str,
    result_class: ResultClass = ResultClass.SOLVED,
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """The deputy or clerk answered at once. Not for danger to life and not for sealed matters."""
    text = require_text(text, field="text", least=REPLY_MIN // 3)
    turn = take("answer_on_spot", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    if matter.is_crisis or matter.confidentiality != "work":
        raise BadInput("not_on_spot", _("危急或保密事项不能当场答复，请按程序转办。"), field="text")
    matter.route = Route.ON_THE_SPOT
    reply: Reply = write_reply(
        matter,
        kind=ReplyKind.ON_THE_SPOT,
        text=text,
        result_class=result_class,
        signature_level=SignatureLevel.LIAISON,
        organisation=matter.station or office_of(matter.county_code),
        actor=actor,
        on=on,
    )
    event = finish(
        turn,
        "route",
        "replied_on",
        "days_used",
        "replied_in_time",
        "result_class",
        text=text,
        public_text=text,
        reply=reply.pk,
        result_class=result_class,
    )
    tell_citizens(matter, "suggestion_replied", key=f"replied:{event.pk}")
    return matter
