"""A deputy whose mandate ended yesterday: the announced receptions are freed, and the door lets nobody check in."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from congress.models import Notice
from deputies.models import CheckIn
from deputies.roster.services import Decision, change_mandate
from deputies.roster.states import ChangeKind
from deputies.stations.door import door_token
from tests.deputies.stations.test_rota_phone import on_duty, ouyang, place, shift_of, tang

pytestmark = pytest.mark.django_db
__all__ = ["ouyang", "place", "tang"]


def at_the_door(client, station):
    address = f"/m/check-in/{station.organisation.code}/{door_token(station, localdate())}/"
    return client.get(address), client.post(address, {"uid": "0d3c0a3e-0000-4000-8000-000000000001"})


def test_todays_and_later_receptions_are_freed_and_yesterdays_stay(
    signed_in, ouyang, tang, place, clerk
) -> None:
    yesterday, today, later = (shift_of(ouyang, place, days) for days in (-1, 0, 5))
    others = shift_of(tang, place, 6)
    change_mandate(
        ouyang.mandates.get(),
        kind=ChangeKind.TRANSFER_OUT,
        effective_on=localdate(),
        decision=Decision(basis="代表法第六十二条第一项"),
        actor=clerk,
        on=localdate(),
    )
    assert [on_duty(row) for row in (yesterday, today, later, others)] == [["欧阳春"], [], [], ["唐建国"]]
    assert Notice.objects.get(template="shift_left_empty").organisation == place.organisation
    page, refused = at_the_door(signed_in(ouyang.user), place)
    assert "今天您在这个站点没有值班安排" in page.content.decode()
    assert refused.status_code == 404
    assert not CheckIn.objects.exists()


def test_even_a_reception_that_still_names_the_deputy_takes_no_check_in(signed_in, ouyang, place) -> None:
    shift_of(ouyang, place, 0)
    ouyang.mandates.update(state="ended", ends_on=localdate() - timedelta(days=1))
    _page, refused = at_the_door(signed_in(ouyang.user), place)
    assert refused.status_code == 403
    assert "只能查看。" in refused.content.decode()
    assert not CheckIn.objects.exists()
