"""Getting notices out: in batches, at least once, and nothing is held open while the network is waited for.

A notice for the inbox is delivered inside one transaction: its row is the message, so it cannot appear twice.
For the outside the worker takes a lease (the next attempt is moved ahead), sends, then stamps. A worker that
dies in between leaves a row whose lease runs out, and the next run sends it again under the same key.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from types import ModuleType

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils import timezone

from congress.notices.channels import Down, Refused, email, sms, webhook
from congress.notices.messages import Message
from congress.notices.models import Notice
from congress.notices.states import Channel, State

log = logging.getLogger(__name__)

ROADS: dict[Channel, ModuleType] = {Channel.SMS: sms, Channel.EMAIL: email, Channel.WEBHOOK: webhook}

INBOX_BATCH = 500
# Ten sendings of five seconds at worst stay well inside the lease.
OUTSIDE_BATCH = 10
LEASE = timedelta(seconds=120)
# With the last batch this stays below the soft limit of tasks, 90 s.
RUN_SECONDS = 30.0
# About a day and a half of trying.
MAX_ATTEMPTS = 14
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
# A text message that comes days late confuses more than it helps; a code is worthless after minutes.
SMS_WORTH = timedelta(days=3)
CODE_WORTH = timedelta(minutes=15)
_SMS_LOCK = 0x6E6F7469


def deliver_waiting(*, clock: Callable[[], datetime] = timezone.now) -> dict[str, int]:
    """Deliver what is due; the number delivered by channel. Several runs at once share the work.

    Takes no new batch after half a minute, so that one dead partner cannot hold a worker; the rest stays due.
    """
    until = monotonic() + RUN_SECONDS
    done = {Channel.INBOX.value: _deliver_inbox(clock, until)}
    for channel, road in ROADS.items():
        if road.is_open():
            done[channel.value] = _deliver_outside(channel, road, clock, until)
    return done


def wait_after(attempts: int) -> timedelta:
    """Back-off with jitter: 30 s doubled each time up to 6 hours, times 0.5 to 1.5."""
    full = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return full * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load, protects nothing


def _due(channel: Channel, at: datetime) -> QuerySet[Notice]:
    waiting = Notice.objects.filter(channel=channel, state=State.PENDING, next_attempt_at__lte=at)
    return waiting.order_by("next_attempt_at", "pk")


def _deliver_inbox(clock: Callable[[], datetime], until: float) -> int:
    """Render and stamp; repeated until nothing is due."""
    count = 0
    while monotonic() < until:
        at = clock()
        with transaction.atomic():
            batch = list(_due(Channel.INBOX, at).select_for_update(skip_locked=True)[:INBOX_BATCH])
            rendered: list[tuple[int, Message]] = []
            for notice in batch:
                try:
                    rendered.append((notice.pk, notice.words()))
                except (TemplateDoesNotExist, TemplateSyntaxError) as error:
                    Notice.objects.filter(pk=notice.pk).update(
                        state=State.PARKED, last_error=str(error)[:300]
                    )
            _stamp_many(rendered, at)
        count += len(rendered)
        if len(batch) < INBOX_BATCH:
            break
    return count


def _stamp_many(rendered: list[tuple[int, Message]], at: datetime) -> None:
    """Delivered, all in one statement: `bulk_update` would write a CASE of hundreds of branches for each column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE congress_notice n SET subject = u.subject, body = u.body, state = %s, delivered_at = %s, "
            "attempts = n.attempts + 1 "
            "FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS u (id, subject, body) WHERE n.id = u.id",
            [
                State.DELIVERED,
                at,
                [pk for pk, _message in rendered],
                [message.subject for _pk, message in rendered],
                [message.body for _pk, message in rendered],
            ],
        )


def _deliver_outside(channel: Channel, road: ModuleType, clock: Callable[[], datetime], until: float) -> int:
    count = 0
    down: set[str] = set()
    while monotonic() < until:
        batch = _lease(channel, clock())
        if not batch:
            break
        for notice in batch:
            route = road.route(notice)
            if route in down:
                _put_back(notice, clock())
                continue
            try:
                receipt = road.send(notice, notice.words())
            except Exception as error:
                if isinstance(error, Down):
                    down.add(route)
                elif not isinstance(error, Refused):
                    log.exception("notices: sending %s by %s failed", notice.pk, channel)
                _failed(notice, clock(), error)
            else:
                _stamp(notice, receipt, clock())
                count += 1
    return count


def _lease(channel: Channel, at: datetime) -> list[Notice]:
    """Take the next due notices for two minutes, having seen to night rest, staleness and the day's rule."""
    with transaction.atomic():
        if channel == Channel.SMS:
            with connection.cursor() as cursor:
                # One at a time: two workers must not each take one of two messages about the same event.
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SMS_LOCK])
            _rest_at_night(at)
            _drop_stale(at)
        due = _due(channel, at).select_related("user").select_for_update(skip_locked=True, of=("self",))
        batch = list(due[:OUTSIDE_BATCH])
        if channel == Channel.SMS:
            batch = _one_a_day(batch, at)
        Notice.objects.filter(pk__in=[notice.pk for notice in batch]).update(
            attempts=F("attempts") + 1, next_attempt_at=at + LEASE
        )
    for notice in batch:
        notice.attempts += 1
    return batch


def _rest_at_night(at: datetime) -> None:
    morning = sms.after_quiet_hours(at)
    if morning > at:
        _due(Channel.SMS, at).filter(urgent=False, user=None).order_by().update(next_attempt_at=morning)


def _drop_stale(at: datetime) -> None:
    code = Q(urgent=True, secrets__isnull=False, not_before__lt=at - CODE_WORTH)
    too_old = code | Q(not_before__lt=at - SMS_WORTH)
    _due(Channel.SMS, at).filter(too_old).order_by().update(
        state=State.PARKED, last_error="not sent in time", secrets=None
    )


def _one_a_day(batch: list[Notice], at: datetime) -> list[Notice]:
    """Without those whose event was told to the same number today, or is being told by another worker now."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    marks = {bytes(notice.day_mark) for notice in batch if notice.day_mark}
    same = Notice.objects.filter(day_mark__in=marks)
    told = {bytes(m) for m in same.filter(delivered_at__gte=midnight).values_list("day_mark", flat=True) if m}
    on_the_way = same.filter(state=State.PENDING, attempts__gt=0).exclude(
        pk__in=[notice.pk for notice in batch]
    )
    taken = {bytes(m) for m in on_the_way.values_list("day_mark", flat=True) if m}
    kept = []
    for notice in batch:
        mark = bytes(notice.day_mark) if notice.day_mark else b""
        if mark and mark in told:
            Notice.objects.filter(pk=notice.pk).update(state=State.SKIPPED, secrets=None)
        elif mark and mark in taken:
            Notice.objects.filter(pk=notice.pk).update(next_attempt_at=at + LEASE)
        else:
            kept.append(notice)
            if mark:
                taken.add(mark)
    return kept


def _stamp(notice: Notice, receipt: str, at: datetime) -> None:
    """Delivered. What is kept as proof has no secrets in it."""
    kept = notice.words(hide_secrets=True)
    Notice.objects.filter(pk=notice.pk, state=State.PENDING).update(
        state=State.DELIVERED,
        delivered_at=at,
        subject=kept.subject,
        body=kept.body,
        receipt=receipt[:120],
        secrets=None,
        last_error="",
    )


def _put_back(notice: Notice, at: datetime) -> None:
    """Not tried, because its route was down a moment ago: wait, without counting an attempt."""
    Notice.objects.filter(pk=notice.pk, state=State.PENDING).update(
        attempts=notice.attempts - 1,
        next_attempt_at=at + wait_after(notice.attempts),
        last_error="route down",
    )


def _failed(notice: Notice, at: datetime, error: Exception) -> None:
    """Wait longer each time; after the last attempt, or when refused for good, a person must look."""
    final = isinstance(error, Refused) or notice.attempts >= MAX_ATTEMPTS
    # A stranger's exception may quote the address or the words: only its name is kept.
    said = str(error) if isinstance(error, Refused | Down) else type(error).__name__
    Notice.objects.filter(pk=notice.pk, state=State.PENDING).update(
        state=State.PARKED if final else State.PENDING,
        next_attempt_at=at + wait_after(notice.attempts),
        last_error=said[:300],
    )
    if final:
        log.error(
            "notices: %s by %s parked after %s attempts: %s", notice.pk, notice.channel, notice.attempts, said
        )
