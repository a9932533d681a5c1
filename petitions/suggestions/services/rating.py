"""Call-back, rating, the second round, the supervised meeting, the end."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress import clock
from congress.errors import BadInput, NotAllowed, RightExpired
from congress.models import User
from congress.people.actors import CITIZEN, SYSTEM, Actor
from congress.people.roles import Role
from congress.people.rules import organisations_of
from congress.texts import require_text
from petitions.suggestions.models import FollowUp, Rating, Suggestion
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.clocks import start_clock
from petitions.suggestions.services.credit import credit_deputies
from petitions.suggestions.services.turn import finish, take, tell, tell_citizens
from petitions.suggestions.states import Satisfaction, Solved

CHANGEABLE_DAYS = 7
ATTEMPTS = 3
# Rated this soon after the answer, or twice by the same official: somebody looks before it counts.
SUSPECT_MINUTES = 1


def _require_not_handler(actor: Actor, suggestion: Suggestion, on: date) -> None:
    """The handling unit neither calls for a rating nor enters one (domain paper A4, row 11)."""
    if isinstance(actor, User):
        own = organisations_of(actor, Role.HANDLER, on=on)
        if suggestion.assignments.filter(organisation__in=own).exists():
            raise NotAllowed("handler_rates", _("承办单位不得回访或代填评价。"))


@transaction.atomic
def follow_up_suggestion(
    suggestion: Suggestion,
    *,
    is_reached: bool,
    text: str,
    solved: Solved | None = None,
    satisfied: Satisfaction | None = None,
    actor: User,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """回访. Reached, or the third attempt on a second day, ends the duty; a rating told by phone is entered with it."""
    text = require_text(text, field="text", least=2, most=500)
    if is_reached and solved and satisfied:
        return rate_suggestion(
            suggestion, solved=solved, satisfied=satisfied, comment=text, actor=actor, on=on, version=version
        )
    turn = take("follow_up", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    _require_not_handler(actor, matter, on)
    _write_call(matter, actor, is_reached=is_reached, note=text)
    if not is_reached and not _tried_enough(matter):
        # Not done yet: the call-back clock that `take` stopped runs again to its old date.
        _run_on(matter, on)
    finish(turn, text=text, reached=is_reached)
    return matter


def _write_call(matter: Suggestion, actor: User, *, is_reached: bool, note: str) -> None:
    FollowUp.objects.create(
        suggestion=matter,
        reply=matter.replies.get(is_current=True),
        caller=actor,
        called_at=clock.now(),
        is_reached=is_reached,
        note=note,
    )


def _tried_enough(matter: Suggestion) -> bool:
    calls = list(matter.follow_ups.filter(reply__is_current=True, is_reached=False))
    days = {timezone.localtime(call.called_at).date() for call in calls}
    return len(calls) >= ATTEMPTS and len(days) >= 2


def _run_on(matter: Suggestion, on: date) -> None:
    stopped = matter.clocks.filter(kind=ClockKind.FOLLOW_UP, stopped_on=on).order_by("-id").first()
    if stopped:
        stopped.stopped_on, stopped.outcome = None, ""
        ahead = [day for day in stopped.remind_on if day > on]
        stopped.next_on = ahead[0] if ahead else None
        stopped.save(update_fields=["stopped_on", "outcome", "next_on"])


@transaction.atomic
def rate_suggestion(
    suggestion: Suggestion,
    *,
    solved: Solved,
    satisfied: Satisfaction,
    comment: str = "",
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """评价: two questions, one rating an answer, changeable for seven days.

    The first bad one reopens the case at once; the second goes to a supervised meeting, never round again.
    "Solved but dissatisfied" needs a word why and does not reopen.
    """
    comment = comment.strip()[:500]
    if satisfied == Satisfaction.DISSATISFIED and not comment:
        raise BadInput("why", _("请简单说说不满意在哪里，方便改进。"), field="comment")
    turn = take("rate", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    _require_not_handler(actor, matter, on)
    reply = matter.replies.select_for_update().get(is_current=True)
    rating = Rating.objects.filter(reply=reply).first() or Rating(
        suggestion=matter, reply=reply, first_rated_on=on
    )
    if rating.pk and on > rating.first_rated_on + timedelta(days=CHANGEABLE_DAYS):
        raise RightExpired(
            "rating_fixed", _("评价后 %(n)d 天内可以修改，现在已经超过。") % {"n": CHANGEABLE_DAYS}
        )
    rating.solved, rating.satisfied, rating.comment, rating.rated_on = solved, satisfied, comment, on
    rating.entered_by = actor if isinstance(actor, User) else None
    rating.is_suspect = _is_suspect(matter, actor)
    rating.save()
    if isinstance(actor, User):
        _write_call(matter, actor, is_reached=True, note=comment)
    matter.solved, matter.satisfied = solved, satisfied
    finish(
        turn,
        "solved",
        "satisfied",
        text=comment,
        public_text=_("是否解决：%(solved)s；是否满意：%(satisfied)s。")
        % {"solved": Solved(solved).label, "satisfied": Satisfaction(satisfied).label},
        solved=solved,
        satisfied=satisfied,
        round=matter.round,
        suspect=rating.is_suspect,
    )
    if rating.is_bad:
        return _go_round(matter, on=on)
    return matter


def _is_suspect(matter: Suggestion, actor: Actor) -> bool:
    """疑似代评: a citizen's rating within a minute of the answer."""
    if actor != CITIZEN:
        return False
    answered = matter.entries.filter(step__in=("reply", "answer_on_spot")).order_by("-id").first()
    return answered is not None and clock.now() - answered.at < timedelta(minutes=SUSPECT_MINUTES)


def _go_round(matter: Suggestion, *, on: date) -> Suggestion:
    """After a bad rating: the second round, or the meeting."""
    if matter.round > 1 or matter.lead_id is None:
        turn = take("escalate", matter, actor=SYSTEM, on=on)
        matter = turn.suggestion
        office = office_of(matter.county_code)
        start_clock(matter, ClockKind.MEETING, rule="suggestion.meeting", on=on, organisation=office)
        matter.supervised_on = on
        event = finish(
            turn, "supervised_on", text=_("再次不满意，转督办会商，不再循环办理。"),
            public_text=_("将由人大代表、承办单位和您一起会商。"), round=matter.round,
        )  # fmt: skip
        tell([office, matter.lead], "suggestion_escalated", key=f"escalated:{event.pk}", suggestion=matter)
        return matter
    turn = take("reopen", matter, actor=SYSTEM, on=on)
    matter = turn.suggestion
    matter.round += 1
    clock_row = start_clock(
        matter, ClockKind.REPLY, rule="suggestion.rework", on=on, organisation=matter.lead
    )
    event = finish(
        turn,
        "round",
        text=_("群众不满意，重新办理，由主要负责人签发答复。"),
        public_text=_("您不满意，%(unit)s将重新办理，期限 %(due)s。")
        % {"unit": matter.lead.short_name, "due": clock_row.due_on.isoformat()},
        round=matter.round,
        due_on=clock_row.due_on.isoformat(),
    )
    tell(
        [matter.lead, office_of(matter.county_code)], "suggestion_reopened", key=f"reopened:{event.pk}",
        suggestion=matter,
    )  # fmt: skip
    return matter


@transaction.atomic
def hold_meeting(
    suggestion: Suggestion, *, text: str, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """The supervised meeting of deputy, unit and citizen ends the matter with its minutes (解释终结 or an agreement)."""
    text = require_text(text, field="text", least=10, most=2000)
    turn = take("hold_meeting", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    matter.concluded_on = on
    start_clock(matter, ClockKind.ARCHIVE, rule="suggestion.archive", on=on)
    event = finish(turn, "concluded_on", text=text, public_text=text)
    tell_citizens(matter, "suggestion_concluded", key=f"concluded:{event.pk}")
    return matter


@transaction.atomic
def conclude_suggestion(
    suggestion: Suggestion, *, text: str = "", actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """办结. A clerk waits for the rating or the call-back; the system concludes when the time for a rating is over."""
    turn = take("conclude", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    if actor != SYSTEM and not _heard(matter):
        raise RightExpired("not_heard", _("群众尚未评价，回访也没有完成，还不能办结。"))
    matter.concluded_on = on
    start_clock(matter, ClockKind.ARCHIVE, rule="suggestion.archive", on=on)
    finish(
        turn, "concluded_on", text=text.strip(),
        public_text="" if matter.satisfied else _("评价期已过，未收到评价，按程序办结。"),
    )  # fmt: skip
    credit_deputies(matter, actor=actor, on=on)
    return matter


def _heard(matter: Suggestion) -> bool:
    reply = matter.replies.filter(is_current=True).first()
    if reply is None or Rating.objects.filter(reply=reply).exists():
        return True
    if not matter.petitioners.filter(phone__isnull=False).exists():
        return False
    return matter.follow_ups.filter(reply=reply, is_reached=True).exists() or _tried_enough(matter)


@transaction.atomic
def archive_suggestion(
    suggestion: Suggestion, *, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """归档."""
    turn = take("archive", suggestion, actor=actor, on=on, version=version)
    finish(turn)
    return turn.suggestion
