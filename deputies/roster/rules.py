"""Who may keep the roster, and who is in office."""

from datetime import date

from django.utils.translation import gettext as _

from congress.errors import NotAllowed
from congress.people.actors import SYSTEM, Actor
from congress.people.roles import Role
from congress.people.rules import region_prefixes, require_role
from deputies.roster.models import Deputy, Mandate
from deputies.roster.states import MandateState

# Staff who read the roster of their division; clerks also write it.
READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)


def require_keeper(actor: Actor, region_code: str, *, on: date) -> None:
    """Raise NotAllowed unless the actor is a clerk of the congress office above this division."""
    if actor is SYSTEM:
        return
    require_role(actor, Role.CLERK, on=on)
    prefixes = region_prefixes(actor, [Role.CLERK], on=on)  # type: ignore[arg-type]
    if not any(region_code.startswith(prefix) for prefix in prefixes):
        raise NotAllowed("other_division", _("只能维护本级和下级的代表名册。"))


def in_office(deputy: Deputy, *, on: date) -> list[Mandate]:
    """The mandates held that day, suspended ones included, highest level first. One query."""
    order = {
        level: number for number, level in enumerate(("national", "province", "city", "county", "township"))
    }
    held = deputy.mandates.in_office(on).select_related("term", "constituency")
    return sorted(held, key=lambda mandate: order[mandate.level])


def active_mandates(deputy: Deputy, *, on: date) -> list[Mandate]:
    """Those in office whose duties are not suspended."""
    return [mandate for mandate in in_office(deputy, on=on) if mandate.state != MandateState.SUSPENDED]


def require_in_office(deputy: Deputy, *, on: date) -> None:
    """Raise NotAllowed when no mandate is left (read only from then on), or all of them are suspended."""
    held = in_office(deputy, on=on)
    if not held:
        last = deputy.mandates.filter(ends_on__lt=on).order_by("-ends_on").first()
        if last is None or last.ends_on is None:
            raise NotAllowed("no_mandate", _("没有您的代表资格登记，请联系代表工委。"))
        raise NotAllowed(
            "mandate_ended",
            _("您的代表资格已于 %(month)d 月 %(day)d 日终止，只能查看。")
            % {"month": last.ends_on.month, "day": last.ends_on.day},
        )
    if all(mandate.state == MandateState.SUSPENDED for mandate in held):
        raise NotAllowed("mandate_suspended", _("您的代表职务正在暂停执行，暂时不能登记。"))
