"""Open, close and reopen accounts, and their passwords."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.people.actors import SYSTEM, Actor
from congress.people.models import PasswordRecord, SignIn, User
from congress.people.passwords import one_time_password
from congress.people.roles import Role
from congress.people.rules import is_administrator, require_role
from congress.people.services.sign_ins import end_sign_ins

LONGEST_USER_NAME = 60
LONGEST_NAME = 60  # User.name


def _require(actor: Actor, *roles: Role, at: datetime) -> None:
    # The machine itself opens the first accounts, from the command line.
    if actor is not SYSTEM:
        require_role(actor, *roles, on=localdate(at))


def _require_other(user: User, actor: Actor) -> None:
    if actor.pk == user.pk:
        raise NotAllowed("own_account", _("不能对本人账号做此操作，请由另一位管理员办理。"))


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


@transaction.atomic
def open_account(
    *, username: str, name: str, actor: Actor, at: datetime, email: str = "", is_service: bool = False
) -> tuple[User, str]:
    """Open an account that may do nothing yet, and say its one-time password (empty for a partner system).

    Roles come from the security administrator. The password must be changed at the first sign-in.
    """
    _require(actor, Role.SYSTEM_ADMIN, at=at)
    username = User.normalize_username(username)
    name = name.strip()
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        raise BadInput("bad_user_name", _("用户名只能用字母、数字和 . _ - @ +。"), field="username") from None
    if not username or len(username) > LONGEST_USER_NAME:
        raise BadInput("bad_user_name", _("请填写用户名，不超过 60 个字符。"), field="username")
    if not name or len(name) > LONGEST_NAME:
        raise BadInput("bad_name", _("请填写姓名，不超过 60 个字。"), field="name")
    if User.objects.filter(username=username).exists():
        raise BadInput("user_name_taken", _("该用户名已被使用。"), field="username")
    password = "" if is_service else one_time_password()
    user = User(
        username=username,
        name=name,
        email=email,
        is_service=is_service,
        date_joined=at,
        password_changed_at=at,
        must_change_password=not is_service,
    )
    if is_service:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    record("congress.account.opened", user, actor=actor, username=username, name=name, is_service=is_service)
    return user, password


@transaction.atomic
def close_account(*, user: User, actor: Actor, at: datetime) -> User:
    """Close an account. Its sessions end at their next request, its tokens open nothing more."""
    _require(actor, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, at=at)
    _require_other(user, actor)
    user = _locked(user)
    if not user.is_active:
        raise WrongState("already_closed", _("该账号已经停用。"))
    user.is_active = False
    user.save(update_fields=["is_active"])
    ended = end_sign_ins(user=user, at=at, end=SignIn.End.CLOSED)
    record("congress.account.closed", user, actor=actor, username=user.username, sessions_ended=ended)
    return user


def close_unused_accounts(*, at: datetime) -> int:
    """Close the accounts of people who have not signed in for too long (GB 8.1.4.2 c). Says how many.

    Administrators stay open: without them nobody could open an account again.
    """
    limit = at - timedelta(days=settings.ACCOUNT_UNUSED_DAYS)
    unused = User.objects.filter(
        Q(last_login__isnull=True) | Q(last_login__lt=limit),
        Q(reopened_at__isnull=True) | Q(reopened_at__lt=limit),
        is_active=True,
        is_service=False,
        date_joined__lt=limit,
    )
    people = [user for user in unused.order_by("pk") if not is_administrator(user, on=localdate(at))]
    for user in people:
        close_account(user=user, actor=SYSTEM, at=at)
    return len(people)


@transaction.atomic
def reopen_account(*, user: User, actor: Actor, at: datetime) -> User:
    """Let a closed account sign in again, with the grants that are still in force."""
    _require(actor, Role.SYSTEM_ADMIN, at=at)
    user = _locked(user)
    if user.is_active:
        raise WrongState("already_open", _("该账号没有停用。"))
    user.is_active = True
    user.reopened_at = at
    user.save(update_fields=["is_active", "reopened_at"])
    record("congress.account.reopened", user, actor=actor, username=user.username)
    return user


@transaction.atomic
def set_password(*, user: User, actor: Actor, at: datetime) -> str:
    """Give a one-time password to somebody who forgot theirs, and say it. All sessions of the account end.

    The second factor stays: to take over an account with one, two administrators would have to work together.
    """
    _require(actor, Role.SYSTEM_ADMIN, at=at)
    _require_other(user, actor)
    user = _locked(user)
    if user.is_service:
        raise WrongState("service_account", _("系统对接账号没有密码，请更换接口密钥。"))
    password = one_time_password()
    _store_password(user, password, at=at, must_change=True)
    ended = end_sign_ins(user=user, at=at, end=SignIn.End.CLOSED)
    record("congress.account.password_set", user, actor=actor, username=user.username, sessions_ended=ended)
    return password


def change_own_password(*, user: User, old: str, new: str, at: datetime, session_key: str = "") -> User:
    """Change one's own password under the policy. All other sessions end, `session_key` stays."""
    with transaction.atomic():
        user = _locked(user)
        if not user.check_password(old):
            raise BadInput("wrong_password", _("原密码不对。"), field="old")
        try:
            validate_password(new, user)
        except ValidationError as refused:
            raise BadInput("weak_password", " ".join(refused.messages), field="new") from None
        _store_password(user, new, at=at, must_change=False)
        ended = end_sign_ins(user=user, at=at, end=SignIn.End.CLOSED, but=session_key)
        record(
            "congress.account.password_changed",
            user,
            actor=user,
            username=user.username,
            sessions_ended=ended,
        )
    return user


def _store_password(user: User, password: str, *, at: datetime, must_change: bool) -> None:
    PasswordRecord.objects.create(user=user, password=user.password, made_at=at)
    kept = PasswordRecord.objects.filter(user=user).order_by("-made_at", "-pk")[: settings.PASSWORD_HISTORY]
    PasswordRecord.objects.filter(user=user).exclude(pk__in=[row.pk for row in kept]).delete()
    user.set_password(password)
    user.password_changed_at = at
    user.must_change_password = must_change
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
