"""Urging and supervising, the citizen's inquiry, corrections, support by others."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress import clock
from congress.errors import RightExpired
from congress.people.actors import Actor
from congress.privacy import blind_index
from congress.texts import require_text
from petitions.suggestions.models import Suggestion, Supporter
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.turn import finish, take, tell
from petitions.suggestions.states import Route


@transaction.atomic
def urge_suggestion(
    suggestion: Suggestion, *, text: str, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """催办: a written word to the handler; counted."""
    text = require_text(text, field="text", least=4, most=500)
    turn = take("urge", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    matter.urge_count += 1
    event = finish(turn, "urge_count", text=text, public_text=_("已催办。"), count=matter.urge_count)
    tell([matter.lead], "suggestion_urged", key=f"urged:{event.pk}", suggestion=matter)
    return matter


@transaction.atomic
def supervise_suggestion(
    suggestion: Suggestion, *, text: str, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """督办: the congress takes it under supervision; the handler and the office are told."""
    text = require_text(text, field="text", least=4, most=500)
    turn = take("supervise", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    matter.supervised_on = matter.supervised_on or on
    matter.route = Route.SUPERVISED if matter.route != Route.JOINT else matter.route
    event = finish(turn, "supervised_on", "route", text=text, public_text=_("已列入督办。"))
    tell(
        [matter.lead, office_of(matter.county_code)], "suggestion_supervised", key=f"supervised:{event.pk}",
        suggestion=matter,
    )  # fmt: skip
    return matter


@transaction.atomic
def inquire_suggestion(
    suggestion: Suggestion, *, text: str = "", by: str = "", actor: Actor, on: date
) -> Suggestion:
    """催问: the citizen asks how it stands, or (`by`: the name) the deputy who passed it on; once a day."""
    turn = take("inquire", suggestion, actor=actor, on=on)
    matter = turn.suggestion
    last = matter.entries.filter(step="inquire").order_by("-id").first()
    if last is not None and timezone.localtime(last.at).date() == on:
        raise RightExpired("inquired_today", _("今天已经催问过了，承办单位会收到提醒。"))
    words = require_text(text, field="text", least=2, most=300) if text.strip() else ""
    public = _("%(name)s代表已催问。") % {"name": by} if by else _("您已催问。")
    event = finish(turn, text=words, public_text=public)
    tell(
        [matter.lead or office_of(matter.county_code)], "suggestion_inquired", key=f"inquired:{event.pk}",
        suggestion=matter,
    )  # fmt: skip
    return matter


@transaction.atomic
def correct_suggestion(
    suggestion: Suggestion, *, text: str, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """更正: a new entry beside the wrong one. Nothing that was written is changed."""
    text = require_text(text, field="text", least=4, most=1000)
    turn = take("correct", suggestion, actor=actor, on=on, version=version)
    finish(turn, text=text)
    return turn.suggestion


def support_suggestion(suggestion: Suggestion, *, token: str) -> bool:
    """Add one's name to a published suggestion; `token` is a confirmed phone number or the browser's random token.

    Counted once a token: False when it was there already.
    """
    try:
        with transaction.atomic():
            matter = Suggestion.objects.select_for_update().get(pk=suggestion.pk, published_at__isnull=False)
            Supporter.objects.create(
                suggestion=matter, person_index=blind_index(token, kind="supporter"), added_at=clock.now()
            )
            matter.supporter_count += 1
            matter.save(update_fields=["supporter_count"])
    except IntegrityError:
        return False
    return True
