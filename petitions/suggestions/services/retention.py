"""Personal data goes when its time is over, or when the citizen asks; the matter stays."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from congress import clock
from congress.attachments.models import Attachment
from congress.attachments.services import unpublish
from congress.audit.services import record
from congress.people.actors import Actor
from petitions.suggestions.models import Entry, Petitioner, Suggestion
from petitions.suggestions.states import State

# Three years after the end, as the notice to citizens says (PIPL art. 47).
MONTHS = 36
_ENDED = (State.CONCLUDED, State.ARCHIVED)


def erase_petitioners(*, before: date, on: date) -> int:
    """Eraser: wipe name, phone and address of the people of cases that ended before the day; how many people.

    A merged case ends with the one it was merged into.
    """
    ended = Q(suggestion__state__in=_ENDED, suggestion__concluded_on__lt=before) | Q(
        suggestion__state=State.MERGED,
        suggestion__merged_into__state__in=_ENDED,
        suggestion__merged_into__concluded_on__lt=before,
    )
    return _wipe(Petitioner.objects.filter(ended))


@transaction.atomic
def forget_citizen(suggestion: Suggestion, *, actor: Actor, on: date) -> int:
    """The citizen asks to be forgotten: off the public list, and name, phone and address wiped at once. How many people.

    The matter goes on without a name, and the answer is read with number and query code. What the office must keep by
    the rules of archives, the words themselves, stays (PIPL art. 47, domain paper H).
    """
    suggestion = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    people = _wipe(suggestion.petitioners.all())
    if suggestion.published_at is not None or suggestion.publish_consent:
        for file in Attachment.objects.of(suggestion).filter(is_public=True):
            unpublish(file, actor=actor)
        suggestion.published_at, suggestion.publish_consent = None, False
    suggestion.version += 1
    suggestion.updated_at = clock.now()
    suggestion.save(update_fields=["published_at", "publish_consent", "version", "updated_at"])
    if people:
        Entry.objects.create(
            suggestion=suggestion,
            at=clock.now(),
            actor_name=actor.name,
            step="forget",
            from_state=suggestion.state,
            to_state=suggestion.state,
            is_public=True,
            due_on=suggestion.due_on,
        )
    record("petitions.suggestion.forgotten", suggestion, actor=actor, number=suggestion.number, people=people)
    return people


def _wipe(people: QuerySet[Petitioner]) -> int:
    return people.exclude(name__isnull=True, phone__isnull=True, address__isnull=True).update(
        name=None, phone=None, phone_index=None, address=None
    )
