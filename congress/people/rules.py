"""Who holds which role where. Small functions of (user, day); nothing here writes."""

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from congress.errors import NotAllowed
from congress.people.actors import Actor, Outsider
from congress.people.models import Grant, SignIn, User
from congress.people.roles import ADMIN_ROLES, Role
from congress.regions.models import Organisation

# How deep the tree of organisations may get; a loop in the data ends here instead of hanging the request.
MAX_DEPTH = 8


def grants_of(user: User, *, on: date) -> list[Grant]:
    """The grants in force that day, with organisation and region. One query per user object and day.

    The answer is kept on the instance: a change in the same request is seen after `forget_grants(user)`.
    """
    if not user.is_active or user.pk is None:
        return []
    known = _remembered(user, "_grants_by_day")
    if on not in known:
        known[on] = list(
            Grant.objects.filter(
                Q(valid_from__isnull=True) | Q(valid_from__lte=on),
                Q(valid_to__isnull=True) | Q(valid_to__gte=on),
                user=user,
            )
            .select_related("organisation", "organisation__region")
            .order_by("role", "organisation__code")
        )
    return known[on]


def forget_grants(user: User) -> None:
    """Drop what `grants_of` and `organisations_of` remember on this instance."""
    _remembered(user, "_grants_by_day").clear()
    _remembered(user, "_organisations_by_day").clear()


def _remembered(user: User, name: str) -> dict[Any, Any]:
    # getattr and setattr, not __dict__: request.user is a lazy wrapper whose own __dict__ is not the user's.
    if getattr(user, name, None) is None:
        setattr(user, name, {})
    return getattr(user, name)


def roles_of(actor: Actor, *, on: date) -> frozenset[str]:
    """The actor's role codes that day; without an account, the one word that flows know it by."""
    if isinstance(actor, Outsider):
        return frozenset({actor.role})
    if not getattr(actor, "is_authenticated", False):
        return frozenset()
    return frozenset(str(grant.role) for grant in grants_of(actor, on=on))


def holds(actor: Actor, role: str, *, on: date) -> bool:
    """Does the actor hold this role anywhere that day?"""
    return str(role) in roles_of(actor, on=on)


def require_role(actor: Actor, *roles: str, on: date) -> None:
    """Raise NotAllowed unless the actor holds one of the roles that day."""
    if not roles_of(actor, on=on) & {str(role) for role in roles}:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


def region_prefixes(user: User, roles: Iterable[str], *, on: date) -> list[str]:
    """Code prefixes of the divisions that the user sees by one of these roles; none lies inside another.

    An empty list means: sees nothing. The empty string never comes back. The administrators' roles open no
    division, whoever asks.
    """
    wanted = {str(role) for role in roles} - ADMIN_ROLES
    prefixes = sorted({g.organisation.region.prefix for g in grants_of(user, on=on) if g.role in wanted})
    # Sorted, a shorter prefix stands before everything that begins with it.
    minimal: list[str] = []
    for prefix in prefixes:
        if prefix and not (minimal and prefix.startswith(minimal[-1])):
            minimal.append(prefix)
    return minimal


def organisations_of(user: User, role: str, *, on: date) -> frozenset[int]:
    """Ids of the organisations at which the user holds the role, with everything below them.

    One query per level of the tree at first use, kept on the instance. Empty for the administrators' roles.
    """
    if role in ADMIN_ROLES:
        return frozenset()
    known = _remembered(user, "_organisations_by_day")
    key = (str(role), on)
    if key not in known:
        found = {grant.organisation_id for grant in grants_of(user, on=on) if grant.role == str(role)}
        newest = found
        for _level in range(MAX_DEPTH):
            if not newest:
                break
            children = set(Organisation.objects.filter(parent__in=newest).values_list("pk", flat=True))
            newest = children - found
            found = found | newest
        known[key] = frozenset(found)
    return known[key]


def is_administrator(user: User, *, on: date) -> bool:
    """Does the user hold one of the three separated administrator roles? Such an account sees no case."""
    return bool(roles_of(user, on=on) & {str(role) for role in ADMIN_ROLES})


def face_of(user: User, *, on: date) -> str:
    """Where the account lands after signing in: `phone` for a mere deputy, `admin`, else `desk`."""
    roles = roles_of(user, on=on)
    if roles & ADMIN_ROLES:
        return "admin"
    if roles == {str(Role.DEPUTY)}:
        return "phone"
    return "desk"


def idle_seconds_left(face: str, seen_at: datetime, *, at: datetime) -> int:
    """Seconds until a session of this face ends for want of use; below zero when it has."""
    limit = timedelta(minutes=settings.SESSION_IDLE_MINUTES["phone" if face == "phone" else "desk"])
    return math.floor((seen_at + limit - at).total_seconds())


def sign_in_over(*, face: str, signed_in_at: datetime, seen_at: datetime, at: datetime) -> str:
    """Why a session has run out (a `SignIn.End`), or the empty word while it lasts."""
    if at - signed_in_at > timedelta(hours=settings.SESSION_LONGEST_HOURS):
        return SignIn.End.TOO_LONG
    if idle_seconds_left(face, seen_at, at=at) < 0:
        return SignIn.End.IDLE
    return ""


def password_expired(user: User, *, at: datetime) -> bool:
    """Must the password be changed first? By order, or because it is older than the office allows."""
    if user.must_change_password:
        return True
    changed = user.password_changed_at or user.date_joined
    return at - changed > timedelta(days=settings.PASSWORD_LIFETIME_DAYS)
