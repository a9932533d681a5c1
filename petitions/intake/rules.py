"""Who imports ledgers, and for which divisions."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from congress.errors import NotAllowed
from congress.models import User
from congress.people.actors import Actor
from congress.people.roles import Role
from congress.people.rules import region_prefixes


def prefixes_of(actor: Actor, *, on: date) -> list[str]:
    """The divisions for which the actor may write history: a clerk's own; the system's, the whole home region.

    NotAllowed for everybody else.
    """
    if isinstance(actor, User):
        prefixes = region_prefixes(actor, {Role.CLERK}, on=on)
        if not prefixes:
            raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
        return prefixes
    return [settings.HOME_REGION.rstrip("0") or settings.HOME_REGION]
