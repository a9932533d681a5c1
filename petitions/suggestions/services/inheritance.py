"""A merged station's open cases go on at its successor; what is finished stays where it was done."""

from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from congress import clock
from congress.audit.services import record
from congress.models import User
from congress.notices.services import post_notice
from congress.people.actors import Actor
from deputies.stations.models import Station
from petitions.suggestions.models import Clock, Entry, Suggestion
from petitions.suggestions.states import OPEN, State

# A declined case comes back when the citizen objects, a merged one when the merging is undone.
_GOES_ON = (*sorted(OPEN), State.DECLINED, State.MERGED)


def inherit_suggestions(station: Station, successor: Station, *, actor: Actor, on: date) -> None:
    """Hand the cases over with their running clocks, whose dates stay as they are.

    Called in the transaction of the merger. Each case gets its line of history; the work log gets one event.
    """
    old, new = station.organisation, successor.organisation
    # In the order of keys, as every other step that locks several.
    matters = list(
        Suggestion.objects.select_for_update(of=("self",))
        .filter(station=old, state__in=_GOES_ON)
        .order_by("pk")
        .only("pk", "number", "state", "due_on")
    )
    if not matters:
        return
    keys = [matter.pk for matter in matters]
    now = clock.now()
    Suggestion.objects.filter(pk__in=keys).update(station=new, version=F("version") + 1, updated_at=now)
    Clock.objects.filter(suggestion__in=keys, organisation=old, stopped_on__isnull=True).update(
        organisation=new
    )
    Entry.objects.bulk_create(
        [
            Entry(
                suggestion=matter,
                at=now,
                actor=actor if isinstance(actor, User) else None,
                actor_name=actor.name,
                step="inherit",
                from_state=matter.state,
                to_state=matter.state,
                text=_("%(old)s撤并，由%(new)s继续受理") % {"old": old.name, "new": new.name},
                is_public=True,
                public_text=_("受理站点撤并，今后请联系%(new)s。") % {"new": new.name},
                due_on=matter.due_on,
            )
            for matter in matters
        ],
        batch_size=1000,
    )
    event = record(
        "petitions.suggestion.inherited",
        old,
        actor=actor,
        successor=new.code,
        numbers=[matter.number for matter in matters],
    )
    post_notice(
        "suggestions_inherited",
        to=new,
        key=f"inherited:{event.pk}",
        link="/desk/suggestions/",
        station=old.short_name,
        count=len(matters),
    )
