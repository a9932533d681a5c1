"""The desk's pages of deputies under nonsense: whatever stands in an address or a form, nobody sees a broken page."""

from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from congress.models import AuditEvent
from deputies.dossiers.models import Dossier
from deputies.logbooks.services import record_entry
from deputies.models import AssignmentPlan, LogBatch
from tests.deputies.logbooks.drafts import training, visit
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
CODE = "430524001-ZD"
NASTY = (
    "-1", "0", "9" * 30, "1e999", "NaN", "٣", "二〇二六", "2026-02-31", "0001-01-01", "9999-12-31", "99:99", "'\"<b>",
    "%", "_", "\\", "х" * 5000, "\u202e\ufeff", "😀", "[]", "null", "true", "../../etc/passwd",
)  # fmt: skip
LISTS = (
    "logbooks", "logbook-gaps", "logbook-verify", "contacts", "dossiers", "desk-stations", "roster", "rota-list", "plans",
)  # fmt: skip
NAMES = (
    "q", "book", "station", "state", "since", "until", "cursor", "by", "county", "team", "only", "year", "lack", "level",
    "month",
)  # fmt: skip
FIELDS = (
    "title", "subkind", "happened_on", "starts_at", "ends_at", "place", "hours", "people", "deputies", "on_leave", "content",
    "form", "client_uuid", "version", "late_reason", "said_1", "way_1", "reason", "year", "step", "pick", "as", "what",
    "book", "station", "state", "confirm", "undo", "county", "team", "name", "on", "role", "deputy", "starts_on", "ends_on",
)  # fmt: skip


@pytest.fixture
def world(deputy, station, county_clerk):
    """One of everything, each with its addresses."""
    place = make_station(station)
    person = make_deputy("欧阳春", user=deputy)
    mandate = make_mandate(person)
    assign(person, place)
    entry = record_entry(visit(person, place), actor=deputy, at=NOW).entry
    record_entry(training(person, place), actor=deputy, at=NOW)
    dossier = Dossier.objects.create(mandate=mandate, year=localdate().year)
    plan = AssignmentPlan.objects.create(region_code="430524", made_at=NOW)
    batch = LogBatch.objects.create(
        station=place,
        kind="activity",
        uploaded_by=county_clerk,
        uploaded_at=NOW,
        file_name="x.csv",
        sha256="",
    )
    return [
        *(reverse(f"deputies:{name}") for name in LISTS),
        *(reverse(f"deputies:{name}", args=[entry.uid]) for name in (
            "entry", "entry-amend", "entry-correct", "entry-refuse", "entry-withdraw",
        )),
        *(reverse(f"deputies:{name}") for name in (
            "logbook-print", "logbook-gaps-print", "contacts-export", "contacts-remind", "stations-export", "roster-export",
            "dossiers-export",
        )),
        *(reverse("deputies:entry-new", args=[CODE, kind]) for kind in ("activity", "reception", "training", "report", "x")),
        *(reverse("deputies:logbook-import", args=[CODE, kind]) for kind in ("activity", "x")),
        *(reverse(f"deputies:{name}", args=[CODE]) for name in (
            "logbook-lock", "station-edit", "station-assign", "station-check", "rota", "desk-station", "station-cell-new",
        )),
        *(reverse("deputies:logbook-unlock", args=[CODE, year]) for year in (0, 2026, 10**12)),
        reverse("deputies:logbook-batch", args=[batch.uid]),
        reverse("deputies:dossier", args=[dossier.uid]),
        reverse("deputies:plan", args=[plan.pk]),
        reverse("deputies:plan-export", args=[10**17]),
        reverse("deputies:contacts-deputy", args=[person.uid]),
    ]  # fmt: skip


def test_no_address_breaks_a_list(world, clerk, signed_in):
    client = signed_in(clerk)
    for path, value in product(world[: len(LISTS)], NASTY):
        answer = client.get(path, dict.fromkeys(NAMES, value))
        assert answer.status_code < 500, (path, value)


@pytest.mark.parametrize("value", NASTY[::4])
def test_no_form_full_of_nonsense_breaks_a_page(value, world, clerk, signed_in):
    client = signed_in(clerk)
    for path in world:
        answer = client.post(path, dict.fromkeys(FIELDS, value))
        b"".join(getattr(answer, "streaming_content", ()))
        assert answer.status_code < 500, (path, value)


def test_hundreds_of_picks_are_looked_at_in_part_and_break_nothing(world, clerk, signed_in):
    client = signed_in(clerk)
    for path in (reverse("deputies:logbook-verify"), reverse("deputies:contacts-remind")):
        assert client.post(path, {"pick": ["x", "😀", *map(str, range(400))]}).status_code == 302
    assert not AuditEvent.objects.filter(
        verb__in=["deputies.entry.verified", "deputies.contact.reminded"]
    ).exists()
