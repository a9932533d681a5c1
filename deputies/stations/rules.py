"""Who may keep a station and its rota."""

from datetime import date

from django.utils.translation import gettext as _

from congress.errors import NotAllowed
from congress.people.actors import SYSTEM, Actor
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from deputies.stations.models import Station

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)


def is_office_of(actor: Actor, region_code: str, *, on: date) -> bool:
    """Is the actor a clerk of the congress office above this division (or the machine itself)?"""
    if actor is SYSTEM:
        return True
    prefixes = region_prefixes(actor, [Role.CLERK], on=on)  # type: ignore[arg-type]
    return any(region_code.startswith(prefix) for prefix in prefixes)


def is_officer_of(actor: Actor, station: Station, *, on: date) -> bool:
    """Does the actor work at this station?"""
    return actor.pk is not None and station.pk in organisations_of(actor, Role.STATION_OFFICER, on=on)


def require_office(actor: Actor, region_code: str, *, on: date) -> None:
    """Raise NotAllowed unless the actor is a clerk above this division: opening, closing, assigning, inspecting."""
    if not is_office_of(actor, region_code, on=on):
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


def require_keeper(actor: Actor, station: Station, *, on: date) -> None:
    """Raise NotAllowed unless the actor is the station's officer or a clerk above it: rota, self-check, hours."""
    if not is_officer_of(actor, station, on=on) and not is_office_of(actor, station.region_code, on=on):
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
