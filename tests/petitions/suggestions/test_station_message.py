"""A message to a deputy goes through the station: the form keeps it, the receipt names it, the scan is counted."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from deputies.models import ScanCount
from deputies.stations.states import StationState
from petitions.suggestions.models import Suggestion
from petitions.suggestions.selectors import suggestions_for
from tests.deputies.makers import make_station
from tests.petitions.suggestions.test_portal import categories, fill, hidden, slow_reader

pytestmark = pytest.mark.django_db
__all__ = ["categories", "slow_reader"]


def send(client):
    return client.post(reverse("petitions:report-check"), hidden(fill(client)), follow=True)


def test_the_station_gets_the_message_and_the_receipt_names_it(
    client, categories, slow_reader, station, station_officer
) -> None:
    place = make_station(station)
    first = client.get(reverse("petitions:report"), {"station": station.code, "scan": "1"})
    assert f"留言给{station.name}的代表" in first.content.decode()
    done = send(client).content.decode()
    matter = Suggestion.objects.get()
    assert matter.station == station
    assert station.name in done
    assert list(suggestions_for(station_officer, on=localdate())) == [matter]
    row = ScanCount.objects.get()
    assert (row.station_id, row.on, row.opened, row.submitted) == (place.pk, localdate(), 0, 1)


def test_the_citizen_may_leave_the_station_out_again(client, categories, slow_reader, station) -> None:
    make_station(station)
    client.get(reverse("petitions:report"), {"station": station.code})
    client.get(reverse("petitions:report"), {"station": ""})
    send(client)
    assert Suggestion.objects.get().station is None
    assert not ScanCount.objects.exists()


@pytest.mark.parametrize("state", [StationState.MERGED, StationState.PAUSED, StationState.PREPARING])
def test_a_station_that_does_not_serve_takes_no_message(client, categories, station, state) -> None:
    make_station(station, state=state)
    page = client.get(reverse("petitions:report"), {"station": station.code})
    assert "留言给" not in page.content.decode()
