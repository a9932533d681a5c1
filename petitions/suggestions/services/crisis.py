"""The crisis path: danger to life stops everything else and calls the duty officer (domain paper H)."""

from datetime import date

from django.conf import settings
from django.db import transaction

from congress.notices.services import Recipient, post_notice
from congress.people.actors import Actor
from congress.texts import require_text
from petitions.suggestions.models import Suggestion
from petitions.suggestions.models.clocks import ClockKind, Outcome
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.clocks import cancel_clocks, resume_clocks, start_clock
from petitions.suggestions.services.turn import finish, take, tell


@transaction.atomic
def suspend_suggestion(
    suggestion: Suggestion, *, actor: Actor, on: date, text: str, version: int | None = None
) -> Suggestion:
    """Stop every clock and call the duty officers, by message to the office and by phone number of the setting.

    The case is not published and not counted in satisfaction while it is here.
    """
    text = require_text(text, field="text")
    turn = take("suspend", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    matter.state_before = turn.from_state
    matter.is_crisis = True
    matter.published_at = None
    cancel_clocks(matter, on=on, outcome=Outcome.SUSPENDED)
    office = office_of(matter.county_code)
    # Due the same day: the case stands on top of every list until somebody has dealt with it.
    start_clock(matter, ClockKind.CRISIS, rule="suggestion.crisis", on=on, organisation=office)
    event = finish(turn, "state_before", "is_crisis", "published_at", text=text)
    tell([office], "suggestion_crisis", key=f"crisis:{event.pk}", suggestion=matter)
    for index, phone in enumerate(settings.DUTY_PHONES):
        post_notice(
            "suggestion_crisis_call", to=Recipient(phone=phone), key=f"duty:{event.pk}:{index}", urgent=True,
            number=matter.number,
        )  # fmt: skip
    return matter


@transaction.atomic
def resume_suggestion(
    suggestion: Suggestion, *, actor: Actor, on: date, text: str, version: int | None = None
) -> Suggestion:
    """Go back to where the case stood. The stopped clocks run again from today in full length."""
    text = require_text(text, field="text")
    turn = take("resume", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    suspended = matter.clocks.filter(outcome=Outcome.SUSPENDED).order_by("-stopped_on").first()
    if suspended and suspended.stopped_on:
        resume_clocks(matter, on=on, suspended_on=suspended.stopped_on)
    matter.state_before = ""
    finish(turn, "state_before", text=text)
    return matter
