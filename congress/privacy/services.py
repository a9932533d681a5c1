"""Looking at personal data in clear, and erasing it when its time is over."""

from datetime import date
from typing import Protocol

from django.conf import settings
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, DomainError, NotAllowed
from congress.people.actors import SYSTEM, Actor
from congress.people.models import User
from congress.people.rules import is_administrator
from congress.privacy.fields import Masked, Unreadable
from congress.privacy.models import ConsentNotice, Retention, Reveal

REASON_LENGTH = 200


@transaction.atomic
def reveal(obj: models.Model, field: str, /, *, actor: Actor, reason: str, on: date) -> str:
    """The clear text of one encrypted field, with the look recorded. "" where nothing was given.

    The caller has made sure that the actor may handle the case. Here: only accounts, never one of the three
    administrators, with a reason, and at most REVEALS_PER_DAY different data a day (looking at the same
    again is recorded, but free).
    """
    if not isinstance(actor, User) or is_administrator(actor, on=on):
        raise NotAllowed("reveal_not_allowed", _("您没有查看个人信息的权限。"))
    reason = reason.strip()
    if len(reason) < 2:
        raise BadInput("reason_missing", _("请写明查看个人信息的理由。"), field="reason")
    if len(reason) > REASON_LENGTH:
        raise BadInput("reason_too_long", _("理由请不要超过200个字。"), field="reason")
    value = getattr(obj, field)
    if not value:
        return ""
    # Two windows of the same account must not both take the last look of the day.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=actor.pk)
    look = Reveal(
        user=actor, on=on, target_type=obj._meta.label, target_id=str(obj.pk), field=field, reason=reason
    )
    _require_look_left(look)
    look.save()
    record("congress.personal_data.revealed", obj, actor=actor, field=field, reason=reason)
    return _clear(value)


def _require_look_left(look: Reveal) -> None:
    looks = Reveal.objects.filter(user=look.user, on=look.on).values_list("target_type", "target_id", "field")
    seen = set(looks.distinct())
    if (look.target_type, look.target_id, look.field) in seen or len(seen) < settings.REVEALS_PER_DAY:
        return
    raise NotAllowed(
        "reveal_limit",
        _("您今天查看个人信息已达%(limit)s次上限，确有需要请联系督办负责人办理。")
        % {"limit": settings.REVEALS_PER_DAY},
    )


def _clear(value: Masked | str) -> str:
    if not isinstance(value, Masked):
        return value
    try:
        return value.reveal()
    except Unreadable as error:
        message = _("该信息无法解密，请联系系统管理员检查密钥。")
        raise DomainError("unreadable", message) from error


class Eraser(Protocol):
    """Clears the personal data of matters that were done before a day, and tells how many rows that were.

    Must be safe to run twice and may be cut short: what is left is erased the next day.
    """

    def __call__(self, *, before: date, on: date) -> int: ...


_erasers: dict[str, tuple[Retention, Eraser]] = {}


def register_eraser(
    kind: str, *, label: str | Promise, months: int, basis: str | Promise, eraser: Eraser
) -> None:
    """Announce an eraser with its default term.

    The office's Retention row overrides the term. Call it in ready().
    """
    _erasers[kind] = (Retention(kind=kind, label=str(label), months=months, basis=str(basis)), eraser)


def retention_rules() -> list[Retention]:
    """The rule in force for every registered kind: the office's row, else the default (unsaved)."""
    rows = {row.kind: row for row in Retention.objects.all()}
    return [rows.get(kind, default) for kind, (default, _eraser) in sorted(_erasers.items())]


def erase_expired(*, on: date) -> dict[str, int]:
    """Run every eraser up to its day.

    Kind -> rows erased. Each kind is a transaction of its own with one event.
    """
    erased = {}
    for rule in retention_rules():
        before = months_before(on, rule.months)
        with transaction.atomic():
            count = _erasers[rule.kind][1](before=before, on=on)
            if count:
                record(
                    "congress.personal_data.erased", None, actor=SYSTEM,
                    kind=rule.kind, before=before, months=rule.months, basis=rule.basis, rows=count,
                )  # fmt: skip
        erased[rule.kind] = count
    return erased


def months_before(on: date, months: int) -> date:
    """The corresponding day so many months earlier, or the last day of that month."""
    index = on.year * 12 + on.month - 1 - months
    year, month = divmod(index, 12)
    for day in range(on.day, on.day - 4, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has one of four consecutive days")


@transaction.atomic
def change_retention(kind: str, *, months: int, basis: str, actor: Actor) -> Retention:
    """Set the term of a registered kind.

    Raises BadInput for an unknown kind, less than a month, or no basis.
    """
    if kind not in _erasers:
        raise BadInput("retention_unknown", _("没有这一类个人信息。"), field="kind")
    if not 1 <= months <= 1200:
        raise BadInput("retention_months", _("保存期限为1至1200个月。"), field="months")
    if not basis.strip():
        raise BadInput("retention_basis", _("请写明保存期限的依据。"), field="basis")
    default = _erasers[kind][0]
    before = next(rule.months for rule in retention_rules() if rule.kind == kind)
    row, _created = Retention.objects.update_or_create(
        kind=kind, defaults={"label": default.label, "months": months, "basis": basis.strip()}
    )
    record("congress.retention.changed", row, actor=actor, before=before, after=months, basis=basis.strip())
    return row


@transaction.atomic
def publish_consent_notice(
    purpose: str, *, title: str, text: str, retention: str, actor: Actor, on: date
) -> ConsentNotice:
    """The next version of the notice of this purpose. What people agreed to before keeps its version."""
    newest = ConsentNotice.objects.select_for_update().filter(purpose=purpose).order_by("-version").first()
    notice = ConsentNotice.objects.create(
        purpose=purpose,
        version=newest.version + 1 if newest else 1,
        title=title,
        text=text,
        retention=retention,
        published_on=on,
    )
    record("congress.consent_notice.published", notice, actor=actor, purpose=purpose, version=notice.version)
    return notice
