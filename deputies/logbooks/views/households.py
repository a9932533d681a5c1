"""A deputy's list kept at the desk: for deputies who keep it on paper, the station writes down what they did."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import NotFound
from congress.people.roles import Role
from deputies.desk import FormPage, person
from deputies.logbooks.forms import ContactForm, HouseholdForm
from deputies.logbooks.models import Household
from deputies.logbooks.owed import households_of
from deputies.logbooks.services import HouseholdDraft, add_household, end_household, record_contact
from deputies.logbooks.services.contacts import require_list_keeper
from deputies.roster.models import Deputy
from deputies.roster.selectors import get_deputy_for
from deputies.stations.models import GridCell
from deputies.stations.selectors import stations_of


class _ListPage(FormPage):
    """A form that hangs on a deputy's list."""

    roles = (Role.CLERK, Role.STATION_OFFICER)
    root = (_lazy("联系群众进度"), "deputies:contacts")
    deputy: Deputy

    def find(self) -> Any:
        user, on = person(self.request), localdate()
        self.deputy = get_deputy_for(user, self.kwargs["uid"], on=on)
        require_list_keeper(self.deputy, user, on=on)
        return self.deputy

    def get_back(self) -> tuple[str, str]:
        return self.deputy.name, reverse("deputies:contacts-deputy", args=[self.deputy.uid])


class AddHouseholdView(_ListPage):
    """登记联系户."""

    form_class = HouseholdForm
    heading, send = _lazy("登记联系户"), _lazy("登记")
    success_message = _lazy("已登记。")

    def get_form_kwargs(self) -> dict[str, Any]:
        stations = stations_of(self.deputy, on=localdate())
        cells = GridCell.objects.filter(station__in=stations).order_by("station_id", "name")
        return {**super().get_form_kwargs(), "cells": cells}

    def act(self, target: Deputy, data: dict[str, Any]) -> Household:
        draft = HouseholdDraft(data["name"], data["phone"], data["cell"], data["is_group"])
        return add_household(
            target, draft, actor=person(self.request), on=localdate(), uid=data["client_uuid"]
        )


class _HouseholdPage(_ListPage):
    def find(self) -> Household:
        deputy = super().find()
        household = households_of(deputy, on=localdate()).filter(uid=self.kwargs["household"]).first()
        if household is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        household.deputy = deputy
        return household


class ContactView(_HouseholdPage):
    """登记联系 of one household."""

    form_class = ContactForm
    send = _lazy("登记")
    success_message = _lazy("已登记。")

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("登记与%(name)s的联系") % {"name": self.target.name}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "on": localdate()}

    def act(self, target: Household, data: dict[str, Any]) -> Any:
        return record_contact(
            target,
            way=data["way"],
            happened_on=data["on"],
            actor=person(self.request),
            at=now(),
            uid=data["client_uuid"],
        )


class EndHouseholdView(_HouseholdPage):
    """结束联系: the contacts so far stay."""

    form_class = forms.Form
    send = _lazy("结束联系")
    success_message = _lazy("已结束联系，以前的联系记录保留。")

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("结束与%(name)s的联系") % {"name": self.target.name}

    def act(self, target: Household, data: dict[str, Any]) -> Household:
        return end_household(target, actor=person(self.request), on=localdate())
