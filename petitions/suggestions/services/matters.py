"""The desk at which deputies' logbooks hand in what voters said (deputies.logbooks.matters)."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from congress.people.actors import CITIZEN, Actor
from deputies.logbooks.matters import MatterStatus
from deputies.logbooks.models import Voice
from petitions.suggestions.models import Category, Suggestion
from petitions.suggestions.models.matter import NO_DUE
from petitions.suggestions.services.attention import inquire_suggestion
from petitions.suggestions.services.submit import Intake, Person, submit_suggestion
from petitions.suggestions.states import FLOW, Channel, Kind, State


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

    def inquire(self, voice: Voice, *, actor: User, on: date) -> None:
        """The deputy asks in the voter's stead; the work log names the deputy."""
        matter = Suggestion.objects.filter(number=voice.matter_number, client_uuid=voice.uid).first()
        if matter is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        inquire_suggestion(matter, text=_("代表催问"), by=actor.name, actor=CITIZEN, on=on)

    def statuses(self, numbers: Iterable[str]) -> dict[str, MatterStatus]:
        """Where they stand, without anybody's data. One query."""
        rows = Suggestion.objects.filter(number__in=list(numbers)).only("number", "state", "due_on")
        return {
            row.number: MatterStatus(
                row.number,
                str(State(row.state).label),
                None if row.due_on == NO_DUE else row.due_on,
                reverse("petitions:case", args=[row.number]),
                row.state in FLOW["inquire"].sources,
            )
            for row in rows
        }
