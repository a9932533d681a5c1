"""Give and end grants. The security administrator does it, never for himself."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.people.actors import SYSTEM, Actor
from congress.people.models import Grant, User
from congress.people.roles import ADMIN_ROLES, Role
from congress.people.rules import forget_grants, require_role
from congress.regions.models import Organisation


def _require_security_admin(user: User, actor: Actor, on: date) -> None:
    if actor is SYSTEM:
        return
    require_role(actor, Role.SECURITY_ADMIN, on=on)
    if actor.pk == user.pk:
        raise NotAllowed("own_account", _("不能给本人授权或取消本人的授权，请由另一位安全管理员办理。"))


def _overlap(grant: Grant, valid_from: date | None, valid_to: date | None) -> bool:
    starts_before_end = valid_to is None or grant.valid_from is None or grant.valid_from <= valid_to
    ends_after_start = valid_from is None or grant.valid_to is None or grant.valid_to >= valid_from
    return starts_before_end and ends_after_start


def _require_separation(user: User, role: str, others: list[Grant]) -> None:
    """Three administrators, three people, none of them in the business (GB/T 22239-2019, 8.1.5)."""
    if role in ADMIN_ROLES and user.is_service:
        raise BadInput("service_administrator", _("系统对接账号不能担任管理员。"), field="role")
    held = {str(grant.role) for grant in others}
    if (role in ADMIN_ROLES and held - {role}) or held & (ADMIN_ROLES - {role}):
        raise WrongState(
            "administrators_separated",
            _("系统、安全、审计三员必须分设：一个账号只能担任其中一员，且不能兼任其他角色。"),
        )


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    organisation: Organisation,
    actor: Actor,
    on: date,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Grant:
    """Give a role at an organisation, from `valid_from` (default `on`) to `valid_to`, both included.

    A grant that had ended is taken up again; one that is in force is refused.
    """
    _require_security_admin(user, actor, on)
    if role not in Role.values:
        raise BadInput("unknown_role", _("没有这个角色。"), field="role")
    valid_from = valid_from or on
    if valid_to is not None and valid_to < valid_from:
        raise BadInput("dates_in_order", _("失效日期不能早于生效日期。"), field="valid_to")
    # Two grants given at once: the second waits here; the database trigger takes the same lock.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    existing = list(Grant.objects.filter(user=user))
    same = next((g for g in existing if g.role == role and g.organisation_id == organisation.pk), None)
    if same is not None and (same.valid_to is None or same.valid_to >= on):
        raise WrongState("already_granted", _("该账号在这个单位已有此角色。"))
    others = [g for g in existing if g is not same and _overlap(g, valid_from, valid_to)]
    _require_separation(user, str(role), others)
    grant = same or Grant(user=user, role=role, organisation=organisation)
    grant.valid_from, grant.valid_to = valid_from, valid_to
    grant.granted_by = actor if isinstance(actor, User) else None
    grant.save()
    forget_grants(user)
    record("congress.grant.given", user, actor=actor, **_facts(grant))
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, actor: Actor, on: date) -> None:
    """End a grant at once: its last day is the day before `on`. One that was never in force disappears."""
    _require_security_admin(grant.user, actor, on)
    grant = (
        Grant.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=grant.pk)
    )
    if grant.valid_to is not None and grant.valid_to < on:
        raise WrongState("already_ended", _("该授权已经失效。"))
    facts = _facts(grant)
    last_day = on - timedelta(days=1)
    if grant.valid_from is not None and grant.valid_from > last_day:
        grant.delete()
    else:
        grant.valid_to = last_day
        grant.save(update_fields=["valid_to"])
    forget_grants(grant.user)
    record("congress.grant.ended", grant.user, actor=actor, **{**facts, "last_day": last_day.isoformat()})


def _facts(grant: Grant) -> dict[str, str | None]:
    return {
        "role": str(grant.role),
        "organisation": grant.organisation.name,
        "organisation_code": grant.organisation.code,
        "valid_from": grant.valid_from.isoformat() if grant.valid_from else None,
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }
