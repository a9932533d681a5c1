"""What the operator and the calendar do: try again, drop what is no longer needed, erase addresses."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from congress.audit.services import record
from congress.notices.models import FiredSlot, InboxMark, Notice, NoticeRead, OutboxText
from congress.notices.states import State
from congress.notices.wakeup import ring_on_commit
from congress.people.actors import Actor


@transaction.atomic
def retry(notices: Iterable[Notice], *, actor: Actor, at: datetime) -> int:
    """Try parked notices again from the beginning; how many were put back. One event tells which."""
    parked = Notice.objects.filter(
        Q(user__isnull=False) | Q(organisation__isnull=False) | Q(address__isnull=False),
        pk__in=[notice.pk for notice in notices],
        state=State.PARKED,
    ).select_for_update()
    # A code whose time was over has been wiped: there is nothing left to send.
    ids = sorted(notice.pk for notice in parked if notice.is_whole)
    if ids:
        Notice.objects.filter(pk__in=ids).update(
            state=State.PENDING, attempts=0, not_before=at, next_attempt_at=at, last_error=""
        )
        record("congress.notices.retried", None, actor=actor, notices=ids)
        ring_on_commit()
    return len(ids)


@transaction.atomic
def forget_old(*, at: datetime) -> int:
    """Drop read marks that lie before their user's mark, and slots of jobs older than 400 days."""
    before_mark = InboxMark.objects.filter(
        user=OuterRef("user"), read_until__gte=OuterRef("notice__not_before")
    )
    gone, _rows = NoticeRead.objects.filter(Exists(before_mark)).delete()
    slots, _rows = FiredSlot.objects.filter(slot__lt=at - timedelta(days=400)).delete()
    return gone + slots


def erase_addresses(*, before: date, on: date) -> int:
    """Erase the numbers and addresses of notices created before that day; that they went out stays known."""
    OutboxText.objects.filter(notice__created_at__date__lt=before).delete()
    old = Notice.objects.filter(created_at__date__lt=before, address__isnull=False).exclude(
        state=State.PENDING
    )
    return old.update(address=None, day_mark=None, secrets=None)
