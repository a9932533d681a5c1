"""A deputy's own code: who prints it, what it shows, where it leads and what is counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from deputies.models import ScanCount
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station
from tests.deputies.stations.test_public import sitting, town

pytestmark = pytest.mark.django_db
__all__ = ["town"]


@pytest.fixture
def zhou(town, station):
    person = sitting("周明德", employer="桃花坪小学")
    assign(person, make_station(station))
    return person


def test_the_code_leads_to_the_deputys_page_and_is_counted_without_the_person(client, zhou) -> None:
    address = reverse("deputies:deputy-scan", args=[zhou.uid])
    page = client.get(address, follow=True)
    assert page.redirect_chain == [(reverse("deputies:deputy", args=[zhou.uid]), 302)]
    assert "通过站点给代表留言" in page.content.decode()
    for _n in range(5):
        client.get(address)
    row = ScanCount.objects.get()
    assert (row.station, row.deputy, row.on, row.opened) == (
        zhou.assignments.get().station,
        zhou,
        localdate(),
        3,
    )


def test_the_code_of_somebody_without_a_station_works_and_is_not_counted(client, town) -> None:
    person = sitting("刘桂香")
    assert client.get(reverse("deputies:deputy-scan", args=[person.uid]), follow=True).status_code == 200
    assert not ScanCount.objects.exists()


def test_an_old_card_says_that_the_mandate_is_over(client, zhou) -> None:
    zhou.mandates.update(ends_on=localdate() - timedelta(days=1), state="ended")
    page = client.get(reverse("deputies:deputy-scan", args=[zhou.uid]), follow=True)
    assert "不再担任" in page.content.decode()


def test_a_code_that_names_nobody_is_explained(client, town) -> None:
    page = client.get(reverse("deputies:deputy-scan", args=["8e7a3c5e-0000-4000-8000-000000000000"]))
    assert page.status_code == 404
    assert "也可能是别人贴上去的" in page.content.decode()


def test_the_card_shows_what_is_public_and_no_phone(signed_in, clerk, zhou) -> None:
    zhou.phone = "13900001234"
    zhou.save()
    client = signed_in(clerk)
    assert (
        reverse("deputies:deputy-card", args=[zhou.uid])
        in client.get(reverse("deputies:roster-deputy", args=[zhou.uid])).content.decode()
    )
    page = client.get(reverse("deputies:deputy-card", args=[zhou.uid])).content.decode()
    assert "周明德" in page
    assert zhou.assignments.get().station.organisation.name in page
    assert "13900001234" not in page
    assert "<svg" in page


def test_there_is_no_card_for_somebody_whose_mandate_ended_yesterday(signed_in, clerk, zhou) -> None:
    zhou.mandates.update(ends_on=localdate() - timedelta(days=1), state="ended")
    client = signed_in(clerk)
    assert client.get(reverse("deputies:deputy-card", args=[zhou.uid])).status_code == 404
    assert (
        reverse("deputies:deputy-card", args=[zhou.uid])
        not in client.get(reverse("deputies:roster-deputy", args=[zhou.uid])).content.decode()
    )


def test_a_deputy_shows_the_own_code_on_the_phone_while_in_office(signed_in, deputy, station) -> None:
    person = make_deputy("欧阳春", user=deputy)
    seat = make_mandate(person)
    client = signed_in(deputy)
    page = client.get(reverse("deputies:my-code")).content.decode()
    assert "您还没有进站" in page
    assign(person, make_station(station))
    page = client.get(reverse("deputies:my-code")).content.decode()
    assert "您还没有进站" not in page
    assert reverse("deputies:deputy-scan", args=[person.uid]) in page
    seat.ends_on, seat.state = localdate() - timedelta(days=1), "ended"
    seat.save()
    refused = client.get(reverse("deputies:my-code"))
    assert refused.status_code == 403
    assert "您的代表资格已于" in refused.content.decode()
