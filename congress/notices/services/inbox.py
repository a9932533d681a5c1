"""What a reader does with the inbox."""

from datetime import datetime, timedelta

from django.db import transaction

from congress.notices.models import InboxMark, Notice, NoticeRead
from congress.notices.selectors import inbox_of
from congress.people.models import User

MARK_LIMIT = 10_000
_CHUNK = 2000


def mark_read(notice: Notice, *, user: User) -> None:
    """The user has read it. Safe to repeat."""
    NoticeRead.objects.bulk_create([NoticeRead(notice=notice, user=user)], ignore_conflicts=True)


@transaction.atomic
def mark_all_read(*, user: User, at: datetime) -> int:
    """Everything that the user's inbox shows at this moment is read; how many were new comes back.

    The user's mark is set an hour back and the last hour's notices are marked singly: a transaction that
    started before this moment may commit after it, and its notice must still come up as unread.
    """
    unread = [item.notice for item in inbox_of(user, at=at, limit=MARK_LIMIT, unread_only=True)]
    NoticeRead.objects.bulk_create(
        [NoticeRead(notice=notice, user=user) for notice in unread], ignore_conflicts=True, batch_size=_CHUNK
    )
    if len(unread) < MARK_LIMIT:
        InboxMark.objects.update_or_create(user=user, defaults={"read_until": at - timedelta(hours=1)})
    return len(unread)
