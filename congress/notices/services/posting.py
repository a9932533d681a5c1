"""Posting notices: always inside the transaction of the change that they tell about."""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from congress import clock
from congress.notices.messages import require_words
from congress.notices.models import Notice
from congress.notices.recipients import Recipient, To, channel_for
from congress.notices.states import Channel, State
from congress.notices.wakeup import ring_on_commit
from congress.people.models import User
from congress.privacy.keys import blind_index_key
from congress.regions.models import Organisation

# Longer than any number, date or office's name. What is longer is somebody's words and has no place here.
CONTEXT_LIMIT = 200
CHUNK = 2000
PAST = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Posting:
    """One notice to be posted; the fields are the arguments of `post_notice`."""

    template: str
    to: To
    key: str
    on_at: datetime | None = None
    channel: str | None = None
    link: str = ""
    about: str = ""
    urgent: bool = False
    secrets: Mapping[str, str] | None = None
    context: Mapping[str, Any] = field(default_factory=dict)


def post_notice(
    template: str,
    *,
    to: To,
    key: str,
    on_at: datetime | None = None,
    channel: str | None = None,
    link: str = "",
    about: str = "",
    urgent: bool = False,
    secrets: Mapping[str, str] | None = None,
    **context: Any,
) -> Notice | None:
    """Write a notice into the outbox; None when one with this key is there already.

    `on_at` is the earliest moment of sending. `link` is the path that opens the matter. `about` names the
    matter: a text message with the same template, number and matter goes out once a day (Shanghai). `urgent`
    lifts quiet hours and that rule, for codes that somebody is waiting for. `secrets` are words of the
    template that are kept encrypted until sending and then wiped. Other keyword arguments fill the template:
    numbers, dates, names of offices, never what a citizen wrote or is called.
    """
    posting = Posting(template, to, key, on_at, channel, link, about, urgent, secrets, context)
    posted = _insert([_row(posting)])
    return posted[0] if posted else None


def post_notices(postings: Iterable[Posting]) -> int:
    """Write many notices with one statement for each 2,000; how many were new comes back."""
    rows = (_row(posting) for posting in postings)
    count = 0
    while chunk := list(islice(rows, CHUNK)):
        count += len(_insert(chunk))
    return count


def _row(posting: Posting) -> Notice:
    context = {name: _plain(name, value) for name, value in posting.context.items()}
    secrets = dict(posting.secrets or {})
    require_words(posting.template, {**context, **secrets, "link": posting.link})
    now = clock.now()
    channel = channel_for(posting.to, posting.channel)
    notice = Notice(
        key=posting.key,
        template=posting.template,
        channel=channel,
        context=context,
        secrets=json.dumps(secrets, ensure_ascii=False) if secrets else None,
        about=posting.about,
        urgent=posting.urgent,
        link=posting.link,
        state=State.PENDING if channel == Channel.INBOX or _is_present(now) else State.SKIPPED,
        not_before=posting.on_at or now,
        next_attempt_at=posting.on_at or now,
        created_at=now,
    )
    match posting.to:
        case User():
            notice.user = posting.to
        case Organisation():
            notice.organisation = posting.to
        case Recipient():
            notice.address = posting.to.address
            if channel == Channel.SMS and not posting.urgent:
                notice.day_mark = _day_mark(posting, posting.to.address, context)
    return notice


def _is_present(moment: datetime) -> bool:
    """False when cases of the past are being written down: nobody gets a text message about last year."""
    return moment > timezone.now() - PAST


def _plain(name: str, value: Any) -> Any:
    """The value as JSON keeps it and as a Chinese reader wants to see it."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y年n月j日 H:i")
    if isinstance(value, date):
        return date_format(value, "Y年n月j日")
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal | float):
        return str(value)
    text = str(value)
    if len(text) > CONTEXT_LIMIT:
        raise ValueError(f"notice context {name!r} is longer than {CONTEXT_LIMIT} characters")
    return text


def _day_mark(posting: Posting, address: str, context: Mapping[str, Any]) -> bytes:
    """What "the same event for the same number" means, as a hash."""
    about = posting.about or posting.link or str(context.get("number", "")) or posting.key
    event = f"{posting.template}\n{address}\n{about}"
    # Keyed: the numbers of a country can be tried out in an afternoon.
    return hmac.digest(blind_index_key(), event.encode(), "sha256")


# Columns that the database fills or that start empty.
_LEFT_OUT = {"id", "delivered_at"}


def _insert(notices: list[Notice]) -> list[Notice]:
    """Insert what is new in one statement and return those; a key that exists is passed over in silence.

    The ORM cannot do both: `bulk_create(ignore_conflicts=True)` does not say which rows were new. Arrays
    instead of thousands of parameters keep a sweep's statement short.
    """
    fields = [f for f in Notice._meta.concrete_fields if f.attname not in _LEFT_OUT]
    arrays = [[f.get_db_prep_save(getattr(n, f.attname), connection) for n in notices] for f in fields]
    columns = ", ".join(connection.ops.quote_name(f.column or f.attname) for f in fields)
    # As text, not varchar(n): an explicit cast to varchar would cut in silence what is too long.
    kinds = [(f.db_type(connection) or "").partition("(")[0] for f in fields]
    unnest = ", ".join(f"%s::{'text' if kind == 'varchar' else kind}[]" for kind in kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Notice._meta.db_table} ({columns}) SELECT * FROM unnest({unnest}) "  # noqa: S608
            "ON CONFLICT (key) DO NOTHING RETURNING id, key",
            arrays,
        )
        ids = {key: pk for pk, key in cursor.fetchall()}
    posted = []
    for notice in notices:
        if notice.key in ids:
            notice.pk = ids.pop(notice.key)
            notice._state.adding, notice._state.db = False, connection.alias
            posted.append(notice)
    if posted:
        ring_on_commit()
    return posted
