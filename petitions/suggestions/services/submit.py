"""The one way in: portal, desk, phone, spreadsheet, API and hotline all come through `submit_suggestion`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress import clock
from congress.attachments.models import Attachment
from congress.attachments.services import adopt
from congress.audit.services import record
from congress.errors import BadInput
from congress.limits import hit
from congress.models import Organisation, Region, User
from congress.notices.services import post_notices
from congress.people.actors import SYSTEM, Actor
from congress.privacy import blind_index, normalise_phone
from congress.search.grams import grams, normalise
from congress.texts import require_text
from congress.workdays.selectors import deadline_for, working_calendar
from petitions.suggestions.codes import code_hash, query_code, show_code
from petitions.suggestions.models import Category, Clock, Entry, Petitioner, Suggestion
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.rules import CONTENT_MAX, CONTENT_MIN, TITLE_MAX, is_crisis
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.clocks import start_clock
from petitions.suggestions.services.crisis import suspend_suggestion
from petitions.suggestions.services.numbers import next_number
from petitions.suggestions.services.turn import to_citizens, to_offices
from petitions.suggestions.states import Channel, Confidentiality, Kind, State
from petitions.suggestions.titles import title_from

# How far back a clerk may date a paper letter that was found late (domain paper H, "backdating").
BACKDATE_DAYS = 30
# Text messages with a receipt to one phone that was typed at the portal.
RECEIPTS_A_DAY = 5


@dataclass(frozen=True, slots=True)
class Person:
    """One petitioner as typed. Everything may be empty but not all of it."""

    name: str = ""
    phone: str = ""
    address: str = ""
    is_guardian: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """What somebody brings. `title` may be empty: then the first words serve."""

    content: str
    region: Region
    channel: Channel
    title: str = ""
    kind: Kind = Kind.NAMED
    persons: Sequence[Person] = ()
    people_count: int = 1
    category: Category | None = None
    spot: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    station: Organisation | None = None
    is_minor: bool = False
    is_sealed: bool = False
    wants_reply: bool = True
    publish_consent: bool = False
    consent_version: str = ""
    received_at: datetime | None = None
    attachments: Sequence[Attachment] = field(default=())


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen leaves with. `is_new` is false when the same form came twice."""

    suggestion: Suggestion
    code: str
    is_new: bool


def submit_suggestion(intake: Intake, *, actor: Actor, on: date, client_uuid: UUID | None = None) -> Receipt:
    """Take in a suggestion: number, code, triage clock, history, audit, messages, all or nothing.

    The same `client_uuid` again gives the first receipt again, also when two presses race. Words of danger to life
    put the case on the crisis path at once. Raises BadInput with the field's name.
    """
    if client_uuid is None:
        client_uuid = uuid4()
    elif Suggestion.objects.filter(client_uuid=client_uuid).exists():
        return _receipt_of(client_uuid)
    checked = _checked(intake, on=on)
    try:
        with transaction.atomic():
            return _write(intake, *checked, actor=actor, on=on, client_uuid=client_uuid)
    except IntegrityError:
        # The other press was faster by a hair; anything else that broke a constraint is a real error.
        if not Suggestion.objects.filter(client_uuid=client_uuid).exists():
            raise
        return _receipt_of(client_uuid)


def _may_ring(person: Petitioner, channel: Channel) -> bool:
    """At the portal anybody can type anybody's number: a phone gets few receipts a day, the page shows them all."""
    if channel != Channel.PORTAL or not person.phone_index:
        return True
    return hit(f"receipt:phone:{bytes(person.phone_index).hex()}", RECEIPTS_A_DAY, 86_400).allowed


def _receipt_of(client_uuid: UUID) -> Receipt:
    return Receipt(Suggestion.objects.get(client_uuid=client_uuid), query_code(client_uuid), is_new=False)


def _checked(intake: Intake, *, on: date) -> tuple[str, str, list[Person]]:
    """Title, content and persons, cleaned. Every sentence names its field."""
    content = require_text(intake.content, field="content", least=CONTENT_MIN, most=CONTENT_MAX)
    title = intake.title.strip() or title_from(content)
    title = require_text(title, field="title", most=TITLE_MAX)
    persons = []
    for person in intake.persons:
        phone = normalise_phone(person.phone) if person.phone.strip() else ""
        if len(person.name.strip()) > 40:
            raise BadInput("too_long", _("姓名最多 40 个字。"), field="name")
        cleaned = Person(person.name.strip(), phone, person.address.strip()[:120], person.is_guardian)
        if cleaned.name or cleaned.phone or cleaned.address:
            persons.append(cleaned)
    if intake.kind == Kind.ANONYMOUS:
        persons = []
    if intake.kind == Kind.COLLECTIVE and max(intake.people_count, len(persons)) < 2:
        raise BadInput("too_few", _("联名反映至少要有 2 人。"), field="people_count")
    if intake.received_at is not None:
        received_on = timezone.localtime(intake.received_at).date()
        if received_on > on:
            raise BadInput("future", _("收到时间不能晚于今天。"), field="received_at")
        if intake.channel != Channel.IMPORT and (on - received_on).days > BACKDATE_DAYS:
            raise BadInput(
                "too_old",
                _("收到时间最多可补录 %(n)d 天以内的。") % {"n": BACKDATE_DAYS},
                field="received_at",
            )
    return title, content, persons


def _write(
    intake: Intake,
    title: str,
    content: str,
    persons: list[Person],
    *,
    actor: Actor,
    on: date,
    client_uuid: UUID,
) -> Receipt:
    code = query_code(client_uuid)
    county = intake.region.county_code
    received_at = intake.received_at or clock.now()
    number = next_number("MY", region_code=county, year=on.year)
    text = normalise(f"{number} {title} {content}")
    suggestion = Suggestion.objects.create(
        number=number,
        code_hash=code_hash(code),
        client_uuid=client_uuid,
        channel=intake.channel,
        kind=intake.kind,
        people_count=max(intake.people_count, len(persons), 1),
        title=title,
        content=content,
        category=intake.category,
        region=intake.region,
        county_code=county,
        spot=intake.spot.strip()[:120],
        latitude=intake.latitude,
        longitude=intake.longitude,
        station=intake.station,
        registered_by=actor if isinstance(actor, User) else None,
        confidentiality=Confidentiality.SEALED if intake.is_sealed else Confidentiality.WORK,
        is_minor=intake.is_minor,
        wants_reply=intake.wants_reply,
        # A child's matter is never published (domain paper H).
        publish_consent=intake.publish_consent and not intake.is_minor and not intake.is_sealed,
        consent_version=intake.consent_version,
        received_at=received_at,
        received_on=timezone.localtime(received_at).date() if intake.received_at else on,
        # What the triage clock below will say, so that the row is written once.
        due_on=deadline_for("suggestion.triage", on=on).due(on, working_calendar(county)),
        updated_at=timezone.now(),
        search_text=text,
        search_grams=grams(text),
    )
    people = [
        Petitioner(
            suggestion=suggestion,
            order=order,
            name=person.name or None,
            phone=person.phone or None,
            phone_index=blind_index(person.phone) if person.phone else None,
            address=person.address or None,
            is_guardian=person.is_guardian,
        )
        for order, person in enumerate(persons, start=1)
    ]
    if people:
        Petitioner.objects.bulk_create(people)
    if intake.attachments:
        adopt(intake.attachments, owner=suggestion)
    office = office_of(county)
    triage: Clock = start_clock(
        suggestion, ClockKind.TRIAGE, rule="suggestion.triage", on=on, organisation=office
    )
    Entry.objects.create(
        suggestion=suggestion,
        at=clock.now(),
        actor=suggestion.registered_by,
        actor_name=actor.name,
        step="submit",
        to_state=State.RECEIVED,
        is_public=True,
        due_on=triage.due_on,
    )
    # One statement for all of them: this is the busiest service of the house.
    post_notices(
        [
            *to_offices(
                [office], "suggestion_received", key=f"received:{suggestion.pk}", suggestion=suggestion
            ),
            *to_citizens(
                suggestion,
                [person for person in people if _may_ring(person, intake.channel)],
                "suggestion_registered",
                key=f"registered:{suggestion.pk}",
                secrets={"code": show_code(code)},
            ),
        ]
    )
    record(
        "petitions.suggestion.submitted",
        suggestion,
        actor=actor,
        number=number,
        channel=intake.channel,
        kind=intake.kind,
        region=intake.region.code,
        due_on=triage.due_on.isoformat(),
        rule=triage.rule_code,
    )
    if is_crisis(f"{title}\n{content}"):
        suggestion = suspend_suggestion(
            suggestion, actor=SYSTEM, on=on, text=_("文字中有危及生命安全的表述，系统自动转入紧急处置。")
        )
    return Receipt(suggestion, code, is_new=True)
