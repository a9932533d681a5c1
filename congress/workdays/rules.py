"""Who keeps the calendar and the rules of deadlines: the office's own organ, for the whole installation."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from congress.errors import NotAllowed
from congress.people.actors import SYSTEM, Actor, Outsider
from congress.people.roles import Role
from congress.people.rules import region_prefixes
from congress.regions.models import Region

CALENDAR_KEEPERS = frozenset({Role.CLERK, Role.SUPERVISOR, Role.SYSTEM_ADMIN})
RULE_PROPOSERS = frozenset({Role.CLERK, Role.SUPERVISOR, Role.LEADER})
RULE_CONFIRMERS = frozenset({Role.SUPERVISOR, Role.LEADER})


def keeps_calendar(actor: Actor, *, region: Region | None = None, on: date) -> bool:
    """May the actor enter days? A county's own days are a matter of the county's office, too."""
    if actor == SYSTEM:
        return True
    return _covers(actor, CALENDAR_KEEPERS, region.code if region else settings.HOME_REGION, on=on)


def keeps_some_calendar(actor: Actor, *, on: date) -> bool:
    """Is there any calendar, the installation's or a county's, into which the actor may enter days?"""
    if isinstance(actor, Outsider) or not actor.is_authenticated:
        return False
    return bool(region_prefixes(actor, CALENDAR_KEEPERS, on=on))


def may_propose_rules(actor: Actor, *, on: date) -> bool:
    """May the actor propose to change a deadline?"""
    return _covers(actor, RULE_PROPOSERS, settings.HOME_REGION, on=on)


def may_confirm_rules(actor: Actor, *, on: date) -> bool:
    """May the actor confirm or reject somebody else's proposal?"""
    return _covers(actor, RULE_CONFIRMERS, settings.HOME_REGION, on=on)


def require(allowed: bool) -> None:
    """Raise NotAllowed unless the answer was yes."""
    if not allowed:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


def _covers(actor: Actor, roles: frozenset[Role], code: str, *, on: date) -> bool:
    if isinstance(actor, Outsider) or not actor.is_authenticated:
        return False
    return any(code.startswith(prefix) for prefix in region_prefixes(actor, roles, on=on))
