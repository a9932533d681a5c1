"""A deputy's own calendar address: given out, renewed, switched off."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import NotAllowed
from congress.models import User
from deputies.roster.models import Deputy


@transaction.atomic
def renew_calendar(deputy: Deputy, *, actor: User, on: date) -> Deputy:
    """Give out a new address; the old one stops at once."""
    deputy = _own(deputy, actor)
    deputy.calendar_serial = abs(deputy.calendar_serial) + 1
    deputy.save(update_fields=["calendar_serial"])
    record("deputies.calendar.renewed", deputy, actor=actor)
    return deputy


@transaction.atomic
def stop_calendar(deputy: Deputy, *, actor: User, on: date) -> Deputy:
    """Switch the address off; the number is kept, so that an old address never comes back to life."""
    deputy = _own(deputy, actor)
    if deputy.calendar_serial > 0:
        deputy.calendar_serial = -deputy.calendar_serial
        deputy.save(update_fields=["calendar_serial"])
        record("deputies.calendar.stopped", deputy, actor=actor)
    return deputy


def _own(deputy: Deputy, actor: User) -> Deputy:
    if actor.pk != deputy.user_id:
        raise NotAllowed("not_yours", _("只能管理自己的日历。"))
    return Deputy.objects.select_for_update(of=("self",)).get(pk=deputy.pk)
