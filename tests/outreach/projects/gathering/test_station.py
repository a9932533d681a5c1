"""A station takes proposals in for people who come by, and everybody's are counted."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from congress.errors import NotFound
from congress.models import AuditEvent
from outreach.models import Proposal
from outreach.projects.gathering.selectors import proposal_figures, proposal_of_code, station_years
from outreach.projects.gathering.services.screening import screen
from petitions.suggestions.codes import query_code
from tests.deputies.makers import make_term
from tests.factories import make_organisation, make_region
from tests.outreach.makers import make_project, make_year

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def county_year(station_officer):
    station = station_officer.grants.get().organisation
    region = make_region(station.region_id[:6])
    office = make_organisation(f"{region.code}-RD-DGW", region=region)
    return make_year(
        2027, state="collecting", term=make_term(region_code=region.code, level="county"), office=office
    )


def form_of(station, **fields):
    return {
        "client_uuid": str(uuid4()), "station": station.pk, "title": "修通枫木村到镇上的路",
        "problem": "下雨天校车进不了村，孩子走路。",
        "category": "transport", "cost": "120", "proposer": "张三丰", "phone": "13812341234", **fields,
    }  # fmt: skip


def test_the_officer_types_a_proposal_in_and_hands_over_a_receipt_that_is_shown_once(
    county_year, station_officer, signed_in
):
    station = station_officer.grants.get().organisation
    client = signed_in(station_officer)
    assert county_year.title in client.get("/desk/projects/station/").content.decode()
    address = f"/desk/projects/station/{county_year.uid}/"
    assert client.get(address).status_code == 200
    sent = form_of(station)
    for _twice in range(2):
        assert client.post(address, sent).url == "/desk/projects/station/receipt/"
    row = Proposal.objects.get()
    assert (row.channel, row.station, row.cost_fen) == ("station", station, 120_000_000)
    slip = client.get("/desk/projects/station/receipt/")
    shown = slip.content.decode()
    assert "修通枫木村到镇上的路" in shown
    assert slip["Cache-Control"] == "no-store"
    assert client.get("/desk/projects/station/receipt/").status_code == 404
    assert proposal_of_code(query_code(row.client_uuid)) == row
    assert "已收到" in client.get("/desk/projects/station/").content.decode()


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(county_year, station_officer, signed_in):
    station = station_officer.grants.get().organisation
    answer = signed_in(station_officer).post(
        f"/desk/projects/station/{county_year.uid}/", form_of(station, problem="路", phone="12")
    )
    assert answer.status_code == 422
    assert "修通枫木村到镇上的路" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_station_sees_the_years_of_its_own_congresses_while_they_collect(county_year, station_officer):
    station = station_officer.grants.get().organisation
    city = make_year(2027, state="screening")
    make_year(2026, state="building")
    away = make_organisation("430581001-ZD", "别处的站", region=make_region("430581001"))
    assert set(station_years([station])) == {county_year, city}
    assert set(station_years([away])) == {city}
    with pytest.raises(NotFound):
        proposal_of_code("AAAAAAAAAAAA")


def test_another_station_cannot_be_named_and_a_closed_year_does_not_exist(
    county_year, station_officer, signed_in
):
    away = make_organisation("430581001-ZD", "别处的站", region=make_region("430581001"))
    client, address = signed_in(station_officer), f"/desk/projects/station/{county_year.uid}/"
    assert client.post(address, form_of(away)).status_code == 422
    county_year.state = "consulting"
    county_year.save()
    assert client.get(address).status_code == 404
    assert not Proposal.objects.exists()


def test_proposals_are_counted_by_channel_category_place_and_unmet_criterion(
    clerk, city_office, signed_in, django_assert_num_queries
):
    year = make_year(2027, state="screening", office=city_office)
    project = make_project(year)
    made = [
        Proposal.objects.create(
            year=year, client_uuid=uuid4(), code_hash=bytes([n]) * 32, channel=channel, region=year.region, category=category,
            title=f"第{n}件提案", problem="下雨天校车进不了村。", created_at=AT,
        )
        for n, (channel, category) in enumerate([("portal", "transport"), ("portal", "rural"), ("station", "rural")])
    ]  # fmt: skip
    screen(year, [made[0].pk], step="merge", project=project, unmet=[], reason="", actor=clerk, at=AT)
    screen(
        year,
        [made[1].pk],
        step="leave_out",
        project=None,
        unmet=["common", "lasting"],
        reason="只惠及一户。",
        actor=clerk,
        at=AT,
    )
    with django_assert_num_queries(2):
        tables = dict(proposal_figures(year))
    assert [(line.label, line.total, line.by_state["merged"]) for line in tables["渠道"]] == [
        ("公众门户", 2, 1), ("代表联络站", 1, 0),
    ]  # fmt: skip
    assert [(line.label, line.total) for line in tables["类别"]] == [("乡村振兴", 2), ("交通出行", 1)]
    assert [(line.label, line.by_state["left_out"]) for line in tables["不符合的条件"]] == [
        ("普惠性", 1),
        ("可持续", 1),
    ]
    client, address = signed_in(clerk), f"/desk/projects/years/{year.uid}/proposals/figures/"
    assert "代表联络站" in client.get(address).content.decode()
    assert b"".join(client.post(address).streaming_content).startswith(b"PK")
    assert AuditEvent.objects.filter(verb="outreach.proposals.counted").count() == 1
