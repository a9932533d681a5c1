"""Citizens propose; every proposal gets a decision with its reason, and who proposed it hears it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate

from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import AuditEvent, Notice
from congress.people.actors import CITIZEN
from outreach.models import CollectionRound, Project, Proposal
from outreach.projects.gathering.selectors import proposal_counts, proposal_of_code, published_proposals
from outreach.projects.gathering.services import collecting
from outreach.projects.gathering.services.collecting import ProposalDraft
from outreach.projects.gathering.services.screening import screen
from outreach.projects.gathering.states import PROPOSAL_FLOW, Channel, ProposalState
from petitions.suggestions.services.submit import Intake, submit_suggestion
from petitions.suggestions.states import Channel as Letter
from tests.outreach.makers import make_project, make_year

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)
NOTICE = "现面向全市征集二〇二七年民生实事项目，欢迎提出。"


@pytest.fixture
def year(clerk, city_office):
    year = make_year(2027, state="collecting", office=city_office)
    collecting.publish_collection(
        year, opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 30), notice=NOTICE, actor=clerk, at=AT
    )
    return year


@pytest.fixture
def draft(year):
    return ProposalDraft(
        title="修通枫木村到镇上的路", problem="下雨天校车进不了村，孩子走两里泥路。", category="transport", region=year.region,
        phone="139 0739 1234", proposer="刘桂花",
    )  # fmt: skip


def proposed(year, draft, **changes):
    return collecting.propose(year, replace(draft, **changes), actor=CITIZEN, at=AT)[0]


def test_a_collection_lasts_thirty_days_at_least(year, clerk, county_clerk):
    given = {"opens_on": date(2026, 9, 1), "notice": NOTICE, "at": AT}
    with pytest.raises(BadInput, match="不少于 30 天"):
        collecting.publish_collection(year, closes_on=date(2026, 9, 29), actor=clerk, **given)
    with pytest.raises(NotAllowed):
        collecting.publish_collection(year, closes_on=date(2026, 10, 9), actor=county_clerk, **given)
    collecting.publish_collection(year, closes_on=date(2026, 10, 9), actor=clerk, **given)
    assert CollectionRound.objects.get().closes_on == date(2026, 10, 9)


def test_a_citizen_proposes_once_and_finds_it_by_the_code(year, draft):
    key = uuid4()
    first, code = collecting.propose(year, draft, actor=CITIZEN, at=AT, client_uuid=key)
    again, same = collecting.propose(year, draft, actor=CITIZEN, at=AT, client_uuid=key)
    assert (first, code) == (again, same)
    assert Proposal.objects.count() == 1
    assert proposal_of_code(f"{code[:4]}-{code[4:].lower()}") == first
    assert (str(first.phone), first.phone.reveal()) == ("139****1234", "13907391234")
    facts = AuditEvent.objects.get(verb="outreach.proposal.received").facts
    assert facts == {"channel": "portal", "category": "transport"}


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 10, 1)])
def test_outside_the_days_of_the_notice_nothing_is_taken_from_the_public(year, draft, day, clerk):
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    with pytest.raises(WrongState, match="不在征集期"):
        collecting.propose(year, draft, actor=CITIZEN, at=at)
    assert collecting.propose(year, draft, actor=clerk, at=at, channel=Channel.DESK)[0].channel == "desk"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "路"}, "title"), ({"problem": "不好走"}, "problem"), ({"category": "war"}, "category"),
        ({"phone": "12"}, "phone"), ({"cost_fen": -1}, "cost"),
    ],
)  # fmt: skip
def test_what_says_too_little_is_refused_at_its_field(year, draft, change, field):
    with pytest.raises(BadInput) as refused:
        proposed(year, draft, **change)
    assert refused.value.field == field


def test_a_station_and_the_office_type_in_what_was_said_to_them(
    year, draft, clerk, station_officer, station, deputy
):
    made, _code = collecting.propose(
        year, draft, actor=station_officer, at=AT, channel=Channel.STATION, station=station
    )
    assert (made.channel, made.station) == ("station", station)
    for actor, channel in ((deputy, Channel.STATION), (station_officer, Channel.DESK)):
        with pytest.raises(NotAllowed):
            collecting.propose(year, draft, actor=actor, at=AT, channel=channel, station=station)


def test_a_suggestion_becomes_a_proposal_once_and_both_know_it(year, clerk):
    said = Intake(
        content="枫木村到镇上的路多年失修，请列入民生实事。", region=year.region, channel=Letter.PORTAL
    )
    matter = submit_suggestion(said, actor=CITIZEN, on=date(2026, 9, 18)).suggestion
    made = collecting.convert_suggestion(matter, year, category="transport", actor=clerk, at=AT)
    assert (made.suggestion, list(matter.project_proposals.all())) == (matter, [made])
    with pytest.raises(WrongState, match="已经转为"):
        collecting.convert_suggestion(matter, year, category="transport", actor=clerk, at=AT)


def test_every_decision_reaches_who_left_a_phone_and_the_public(year, draft, clerk):
    road, lamp = proposed(year, draft), proposed(year, draft, title="装一盏路灯", phone="")
    project = make_project(year, title="农村公路硬化")
    screen(year, [road.pk], step="merge", project=project, actor=clerk, at=AT)
    screen(
        year,
        [lamp.pk],
        step="leave_out",
        reason="属于日常维护，已转城管局办理",
        unmet=["common"],
        actor=clerk,
        at=AT,
    )
    notice = Notice.objects.get(template="project_proposal_decided")
    assert notice.context == {"year": "邵阳市2027年民生实事项目", "outcome": "并入项目"}
    shown = [(row.title, row.state, row.reason) for row in published_proposals(year)]
    assert shown == [
        ("装一盏路灯", "left_out", "属于日常维护，已转城管局办理"), ("修通枫木村到镇上的路", "merged", ""),
    ]  # fmt: skip
    assert proposal_counts(year) == {"received": 0, "merged": 1, "left_out": 1, "reserved": 0}
    assert list(project.proposals.all()) == [road]


def test_a_bulk_decision_is_taken_whole_or_not_at_all(year, draft, clerk, county_clerk):
    first, second = proposed(year, draft), proposed(year, draft)
    screen(year, [first.pk], step="leave_out", reason="上级已安排", actor=clerk, at=AT)
    with pytest.raises(WrongState):
        screen(year, [second.pk, first.pk], step="leave_out", reason="上级已安排", actor=clerk, at=AT)
    with pytest.raises(Stale):
        screen(year, [second.pk, 10**9], step="leave_out", reason="上级已安排", actor=clerk, at=AT)
    for given in (
        {"step": "leave_out"},
        {"step": "merge"},
        {"step": "leave_out", "reason": "上级已安排", "unmet": ["x"]},
    ):
        with pytest.raises(BadInput):
            screen(year, [second.pk], actor=clerk, at=AT, **given)
    with pytest.raises(NotAllowed):
        screen(year, [second.pk], step="leave_out", reason="上级已安排", actor=county_clerk, at=AT)
    second.refresh_from_db()
    assert (second.state, second.version) == ("received", 1)


def test_the_reserve_rolls_over_once(year, draft, clerk, city_office):
    kept = proposed(year, draft)
    screen(year, [kept.pk], step="reserve", reason="土地手续明年才能办好", actor=clerk, at=AT)
    later = make_year(2028, state="collecting", office=city_office)
    assert collecting.roll_over(later, actor=clerk, at=AT) == 1
    assert collecting.roll_over(later, actor=clerk, at=AT) == 0
    carried = Proposal.objects.get(year=later)
    assert (carried.former, carried.title, carried.phone) == (kept, kept.title, None)


def test_names_and_phones_are_erased_and_the_proposal_stays(year, draft):
    made = proposed(year, draft)
    assert collecting.erase_proposers(before=date(2026, 9, 20), on=date(2028, 3, 20)) == 0
    assert collecting.erase_proposers(before=date(2026, 9, 21), on=date(2028, 3, 21)) == 1
    made.refresh_from_db()
    assert (made.phone, made.proposer, made.title) == (None, None, "修通枫木村到镇上的路")


def test_the_flow_is_this_table():
    moved = {}
    for state in ProposalState:
        for step in PROPOSAL_FLOW:
            if state in step.sources:
                moved[state.value, step.name] = step.target
    assert moved == {
        ("received", "merge"): "merged", ("reserved", "merge"): "merged", ("received", "leave_out"): "left_out",
        ("reserved", "leave_out"): "left_out", ("received", "reserve"): "reserved", ("merged", "reconsider"): "received",
        ("left_out", "reconsider"): "received",
    }  # fmt: skip


# ---- over the pages


def open_today(year):
    """The pages ask the clock: let the collection be open on the day of the test."""
    today = localdate()
    CollectionRound.objects.filter(year=year).update(
        opens_on=today.replace(day=1), closes_on=date(today.year + 1, 12, 31)
    )


def test_from_the_form_to_the_receipt_and_the_list(year, clerk, client, signed_in):
    open_today(year)
    path = f"/projects/{year.uid}/propose/"
    assert "现面向全市征集" in client.get(path).content.decode()
    form = {
        "client_uuid": str(uuid4()), "title": "修通枫木村到镇上的路", "problem": "下雨天校车进不了村，孩子走两里泥路。",
        "category": "transport", "cost": "120",
    }  # fmt: skip
    assert client.post(path, {**form, "title": ""}).status_code == 422
    sent = client.post(path, form)
    assert (sent.status_code, sent.url) == (302, "/projects/receipt/")
    made = Proposal.objects.get()
    assert made.cost_fen == 120_000_000
    page = client.get("/projects/receipt/").content.decode()
    code = collecting.query_code(made.client_uuid)
    assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in page
    # Shown once: a second look at the same address shows the form alone.
    assert "修通枫木村" not in client.get("/projects/receipt/").content.decode()
    assert "等待归并筛查" in client.post("/projects/receipt/", {"code": code}).content.decode()
    assert client.post("/projects/receipt/", {"code": "AAAA"}).status_code == 422
    desk = signed_in(clerk)
    table = f"/desk/projects/years/{year.uid}/proposals/"
    assert "修通枫木村" in desk.get(table).content.decode()
    refused = desk.post(table, {"pick": made.pk, "step": "leave_out"})
    assert (refused.status_code, Proposal.objects.get().state) == (422, "received")
    assert (
        desk.post(table, {"pick": made.pk, "step": "leave_out", "reason": "上级已安排同类项目"}).status_code
        == 302
    )
    public = client.get(f"/projects/{year.uid}/proposals/").content.decode()
    assert "上级已安排同类项目" in public
    assert "校车进不了村" not in public


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_open_to_everybody(year, draft, clerk, window, width):
    made = proposed(year, draft)
    project = make_project(year)
    assert Project.objects.count() == 1
    screen(year, [made.pk], step="merge", project=project, actor=clerk, at=AT)
    proposed(year, draft, title="装一盏路灯")
    open_today(year)
    page = window(clerk, width)
    for path in (
        f"/projects/{year.uid}/propose/", f"/projects/{year.uid}/proposals/", "/projects/receipt/",
        f"/desk/projects/years/{year.uid}/proposals/", f"/desk/projects/years/{year.uid}/collection/",
        f"/desk/projects/years/{year.uid}/proposals/new/", f"/desk/projects/years/{year.uid}/proposals/convert/",
    ):  # fmt: skip
        page.goto(path)
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
