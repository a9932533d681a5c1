"""What is written down when somebody signs in, is seen, leaves, or is refused."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import NotFound
from congress.people.actors import CITIZEN
from congress.people.models import SignIn, User

# 网络安全法 asks for six months of logs; the audit trail itself keeps every sign-in for good.
SIGN_INS_KEPT = timedelta(days=183)


@transaction.atomic
def note_sign_in(
    *, user: User, session_key: str, device: str, address: str | None, second_factor: bool, at: datetime
) -> SignIn:
    """Write down a new session. Beyond the allowed number of sessions the ones unused longest end."""
    # The same lock as everything else about the account: two sign-ins at once count each other.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    row, is_new = SignIn.objects.get_or_create(
        session_key=session_key,
        defaults={"user": user, "device": device, "address": address, "signed_in_at": at, "seen_at": at},
    )
    if not is_new:
        return row
    living = SignIn.objects.filter(user=user, ended_at__isnull=True).order_by("-seen_at", "-pk")
    surplus = list(living[settings.SESSIONS_PER_ACCOUNT :])
    _end(surplus, at=at, end=SignIn.End.REPLACED)
    record(
        "congress.account.signed_in",
        user,
        actor=user,
        username=user.username,
        device=device,
        second_factor=second_factor,
        sessions_ended=len(surplus),
    )
    return row


def note_seen(*, session_key: str, at: datetime) -> None:
    """Move the session's last use forward, for its owner's page."""
    SignIn.objects.filter(session_key=session_key, ended_at__isnull=True).update(seen_at=at)


def move_sign_in(*, before: str, after: str) -> None:
    """The session got a new key (its password changed) and stays the same sign-in."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


def note_sign_out(*, session_key: str, at: datetime, end: str = SignIn.End.LEFT) -> None:
    """Write down that the session is over, by its owner or by the clock."""
    with transaction.atomic():
        row = (
            SignIn.objects.select_for_update(of=("self",))
            .select_related("user")
            .filter(session_key=session_key, ended_at__isnull=True)
            .first()
        )
        if row is not None:
            _end([row], at=at, end=end)
            record(
                "congress.account.signed_out",
                row.user,
                actor=row.user,
                username=row.user.username,
                reason=end,
            )


@transaction.atomic
def note_refused_sign_in(*, username: str, address: str | None, locked: bool) -> None:
    """Write down a refused sign-in. An unknown name is not kept: people type passwords into that field."""
    user = User.objects.filter(username=User.normalize_username(username)).first()
    record(
        "congress.account.locked" if locked else "congress.account.sign_in_refused",
        user,
        actor=CITIZEN,
        username=user.username if user else None,
        address=address,
    )


def end_sign_ins(*, user: User, at: datetime, end: str, but: str = "") -> int:
    """End every session of the account except `but`, and say how many. The caller records why."""
    rows = list(SignIn.objects.filter(user=user, ended_at__isnull=True).exclude(session_key=but))
    return _end(rows, at=at, end=end)


@transaction.atomic
def end_own_sign_in(*, user: User, pk: int, at: datetime) -> SignIn:
    """End one of one's own sessions, on another device. NotFound for anybody else's."""
    row = SignIn.objects.select_for_update().filter(user=user, pk=pk, ended_at__isnull=True).first()
    if row is None:
        raise NotFound("no_such_sign_in", _("没有这次登录，或已经结束。"))
    _end([row], at=at, end=SignIn.End.ENDED)
    record("congress.account.session_ended", user, actor=user, username=user.username, device=row.device)
    return row


def clear_old_sign_ins(*, at: datetime) -> int:
    """Remove expired sessions, and sign-ins last used longer ago than the trail must reach back. Says how many."""
    sessions, _rows = Session.objects.filter(expire_date__lt=at).delete()
    old, _rows = SignIn.objects.filter(seen_at__lt=at - SIGN_INS_KEPT).delete()
    return sessions + old


def _end(rows: list[SignIn], *, at: datetime, end: str) -> int:
    Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
    for row in rows:
        row.ended_at, row.end = at, end
    SignIn.objects.bulk_update(rows, ["ended_at", "end"])
    return len(rows)
