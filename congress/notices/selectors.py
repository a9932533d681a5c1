"""What a user finds in the inbox, what waits, and what has gone wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from congress.errors import NotFound
from congress.notices.messages import Message
from congress.notices.models import InboxMark, Notice, OutboxText
from congress.notices.states import Channel, State
from congress.people.models import User
from congress.people.roles import ADMIN_ROLES
from congress.people.rules import grants_of

# What is older no longer counts as unread.
UNREAD_FOR = timedelta(days=180)
UNREAD_CAP = 99


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the inbox."""

    notice: Notice
    message: Message
    is_read: bool


def audience_of(user: User, *, at: datetime) -> list[int]:
    """The organisations whose notices the user sees: those of the grants of the day.

    The three separated administrators see none: a notice says that a case exists.
    """
    grants = grants_of(user, on=timezone.localtime(at).date())
    return sorted({grant.organisation_id for grant in grants if grant.role not in ADMIN_ROLES})


def inbox_of(
    user: User, *, at: datetime | None = None, before: tuple[datetime, int] | None = None, limit: int = 30,
    unread_only: bool = False,
) -> list[Item]:  # fmt: skip
    """The newest notices of the user and the user's organisations, each once; `before` is the last one's
    place.

    A notice is here as soon as it is committed, whether or not the worker has come by.
    """
    at = at or timezone.now()
    sql, values = _visible(user, at, before, limit, unread_only)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, is_read FROM ({sql}) seen ORDER BY not_before DESC, id DESC LIMIT %s",  # noqa: S608 - no value in it
            [*values, limit],
        )
        read = dict(cursor.fetchall())
    notices = Notice.objects.select_related("organisation").in_bulk(list(read))
    return [Item(notices[pk], message_of(notices[pk]), is_read) for pk, is_read in read.items()]


def unread_count(user: User, *, at: datetime | None = None) -> int:
    """How many are unread, at most 100 (shown as 99+)."""
    sql, values = _visible(user, at or timezone.now(), None, UNREAD_CAP + 1, unread_only=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) unread", values)  # noqa: S608 - no value in it
        return min(cursor.fetchone()[0], UNREAD_CAP + 1)


def unread_badge(user: User) -> int | None:
    """The number for the menu; None when there is nothing new."""
    return unread_count(user) or None


def get_notice_for(user: User, pk: int, *, at: datetime | None = None) -> Notice:
    """A notice of the user's inbox; NotFound for everybody else's."""
    at = at or timezone.now()
    mine = Q(user=user) | Q(organisation__in=audience_of(user, at=at))
    notice = Notice.objects.filter(mine, pk=pk, channel=Channel.INBOX, not_before__lte=at).first()
    if notice is None:
        raise NotFound("notice_not_found", "没有这条消息。")
    return notice


def message_of(notice: Notice) -> Message:
    """The words as delivered; of one that still waits, the words it will have."""
    return Message(notice.subject, notice.body) if notice.subject else notice.words()


def _visible(
    user: User, at: datetime, before: tuple[datetime, int] | None, limit: int, unread_only: bool
) -> tuple[str, list]:
    """SQL of the newest `limit` rows of each branch: the user's own, and each organisation's.

    One ordered index walk for each branch; an OR over all of them would sort everything ever sent.
    """
    mark = InboxMark.objects.filter(user=user).values_list("read_until", flat=True).first()
    floor = max(filter(None, (mark, at - UNREAD_FOR)))
    branches, values = [], []
    owners = [("user_id", user.pk), *(("organisation_id", pk) for pk in audience_of(user, at=at))]
    for column, owner in owners:
        sql = (
            "SELECT n.id, n.not_before, (n.not_before <= %s OR r.id IS NOT NULL) AS is_read "  # noqa: S608
            "FROM congress_notice n "
            "LEFT JOIN congress_noticeread r ON r.notice_id = n.id AND r.user_id = %s "
            f"WHERE n.{column} = %s AND n.channel = 'inbox' AND n.not_before <= %s AND n.state <> 'parked'"
        )
        values += [floor, user.pk, owner, at]
        if before:
            sql += " AND (n.not_before, n.id) < (%s, %s)"
            values += before
        if unread_only:
            sql += " AND n.not_before > %s AND r.id IS NULL"
            values.append(floor)
        branches.append(f"({sql} ORDER BY n.not_before DESC, n.id DESC LIMIT %s)")
        values.append(limit)
    return " UNION ALL ".join(branches), values


def outbox_texts(limit: int = 100) -> QuerySet[OutboxText]:
    """The newest text messages of the `outbox` backend."""
    return OutboxText.objects.select_related("notice").order_by("-sent_at", "-pk")[:limit]


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the outbox stands. `oldest_seconds`: age of the oldest notice that is due."""

    waiting: int
    oldest_seconds: float
    parked: int


def backlog(*, at: datetime | None = None) -> Backlog:
    """What is due and has not gone out, and what has been given up. Reads only the small partial indexes."""
    at = at or timezone.now()
    due = Notice.objects.filter(state=State.PENDING, next_attempt_at__lte=at).aggregate(
        count=Count("pk"), oldest=Min("next_attempt_at")
    )
    return Backlog(
        waiting=due["count"],
        oldest_seconds=(at - due["oldest"]).total_seconds() if due["oldest"] else 0.0,
        parked=Notice.objects.filter(state=State.PARKED).count(),
    )
