"""The desk at which deputies' logbooks hand in what voters said (deputies.logbooks.matters)."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from congress.people.actors import Actor
from deputies.logbooks.matters import MatterStatus
from deputies.logbooks.models import Voice
from petitions.suggestions.models import Category, Suggestion
from petitions.suggestions.models.matter import NO_DUE
from petitions.suggestions.services.submit import Intake, Person, submit_suggestion
from petitions.suggestions.states import Channel, Kind, State


class SuggestionDesk:
    """Petitions' answer to deputies.logbooks.matters.MatterDesk."""

    def raise_matter(self, voice: Voice, *, actor: Actor, on: date) -> str:
        """The voter's words, unchanged, as a suggestion of the station; `voice.uid` makes it once."""
        entry = voice.entry
        name = voice.name.reveal() if voice.name else ""
        phone = voice.phone.reveal() if voice.phone else ""
        address = voice.address.reveal() if voice.address else ""
        persons = [Person(name, phone, address)] if name or phone else []
        receipt = submit_suggestion(
            Intake(
                content=voice.said,
                region=entry.region,
                channel=Channel.VISIT,
                kind=Kind.NAMED if persons else Kind.ANONYMOUS,
                persons=persons,
                category=Category.objects.filter(code=voice.category, is_active=True).first(),
                spot=entry.place,
                station=entry.station.organisation if entry.station else None,
            ),
            actor=actor,
            on=on,
            client_uuid=voice.uid,
        )
        return receipt.suggestion.number

    def statuses(self, numbers: Iterable[str]) -> dict[str, MatterStatus]:
        """Where they stand, without anybody's data. One query."""
        rows = Suggestion.objects.filter(number__in=list(numbers)).only("number", "state", "due_on")
        return {
            row.number: MatterStatus(
                row.number,
                str(State(row.state).label),
                None if row.due_on == NO_DUE else row.due_on,
                reverse("petitions:case", args=[row.number]),
            )
            for row in rows
        }
