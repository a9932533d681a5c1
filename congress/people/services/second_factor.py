"""The second factor: six-digit codes from a phone app (RFC 6238), and recovery codes."""

import base64
import os
import re
from datetime import datetime

from django.db import transaction
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django_otp.oath import TOTP

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.people.actors import SYSTEM, Actor
from congress.people.models import RecoveryCode, SignIn, TotpDevice, User
from congress.people.roles import Role
from congress.people.rules import is_administrator, require_role
from congress.people.services.sign_ins import end_sign_ins

SEED_BYTES = 20
STEP_SECONDS = 30
# One step either way forgives a phone whose clock is half a minute off; a code 61 seconds old is refused.
TOLERANCE = 1
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no I, L, O, U, 0, 1
RECOVERY_LENGTH = 10


def _wrong_code() -> BadInput:
    return BadInput("wrong_code", _("验证码不对或已用过，请等下一组数字再试。"), field="code")


@transaction.atomic
def begin_enrolment(*, user: User, at: datetime, seed: str = "") -> TotpDevice:
    """Make a new seed, or take the given one (base32). It counts from `confirm_enrolment` on."""
    TotpDevice.objects.filter(user=user, confirmed=False).delete()
    return TotpDevice.objects.create(
        user=user,
        name=_("手机验证器"),
        confirmed=False,
        seed=seed or base64.b32encode(os.urandom(SEED_BYTES)).decode(),
        made_at=at,
    )


@transaction.atomic
def confirm_enrolment(*, user: User, code: str, at: datetime) -> list[str]:
    """Put the new seed in use after its first good code, and say the recovery codes, this once."""
    device = TotpDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None:
        raise WrongState("no_enrolment", _("请重新开始绑定。"))
    if not _take_code(device, code, at):
        raise _wrong_code()
    TotpDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    codes = _make_recovery_codes(user)
    record("congress.account.second_factor_enrolled", user, actor=user, username=user.username)
    return codes


def check_second_factor(*, user: User, code: str, at: datetime) -> None:
    """Take a code from the app or a recovery code; each counts once. BadInput when it is neither."""
    with transaction.atomic():
        # Locked, so that the same code sent twice at once is taken once.
        device = TotpDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is not None and _take_code(device, code, at):
            return
        if device is not None and _take_recovery_code(user, code, at):
            left = RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()
            record(
                "congress.account.recovery_code_used",
                user,
                actor=user,
                username=user.username,
                codes_left=left,
            )
            return
    raise _wrong_code()


@transaction.atomic
def renew_recovery_codes(*, user: User, code: str, at: datetime) -> list[str]:
    """New recovery codes against a good code; the old ones are void."""
    check_second_factor(user=user, code=code, at=at)
    codes = _make_recovery_codes(user)
    record("congress.account.recovery_codes_renewed", user, actor=user, username=user.username)
    return codes


@transaction.atomic
def drop_own_second_factor(*, user: User, code: str, at: datetime) -> None:
    """Do without a second factor again. Administrators may not."""
    if is_administrator(user, on=localdate(at)):
        raise NotAllowed("second_factor_required", _("管理员必须使用动态口令。"))
    check_second_factor(user=user, code=code, at=at)
    _forget(user)
    record("congress.account.second_factor_dropped", user, actor=user, username=user.username)


@transaction.atomic
def reset_second_factor(*, user: User, actor: Actor, at: datetime) -> None:
    """Take a lost second factor away, so that its owner can enrol another. The account's sessions end."""
    if actor is not SYSTEM:
        require_role(actor, Role.SECURITY_ADMIN, on=localdate(at))
        if actor.pk == user.pk:
            raise NotAllowed("own_account", _("不能对本人账号做此操作，请由另一位管理员办理。"))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not TotpDevice.objects.filter(user=user, confirmed=True).exists():
        raise WrongState("no_second_factor", _("该账号没有绑定动态口令。"))
    _forget(user)
    ended = end_sign_ins(user=user, at=at, end=SignIn.End.CLOSED)
    record(
        "congress.account.second_factor_reset",
        user,
        actor=actor,
        username=user.username,
        sessions_ended=ended,
    )


def _take_code(device: TotpDevice, code: str, at: datetime) -> bool:
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return False
    totp = TOTP(base64.b32decode(device.seed.reveal()), step=STEP_SECONDS)
    totp.time = at.timestamp()
    if not totp.verify(int(digits), tolerance=TOLERANCE, min_t=device.last_step + 1):
        return False
    device.last_step = totp.t()
    device.save(update_fields=["last_step"])
    return True


def _digest(user: User, code: str) -> str:
    flat = re.sub(r"[\s-]", "", code).upper()
    # Keyed and bound to the account: fifty bits would not stand a plain hash being tried through.
    return salted_hmac(f"lianxin.recovery.{user.pk}", flat, algorithm="sha256").hexdigest()


def _take_recovery_code(user: User, code: str, at: datetime) -> bool:
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, code), used_at__isnull=True)
    return unused.update(used_at=at) == 1


def _make_recovery_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = [get_random_string(RECOVERY_LENGTH, _ALPHABET) for _n in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _forget(user: User) -> None:
    TotpDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
