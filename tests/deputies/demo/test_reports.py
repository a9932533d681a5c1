"""The duty reports of the demo world."""

from collections import Counter
from datetime import date

import pytest

from congress.people.demo import load_demo
from deputies.demo.reports import load_reports
from deputies.demo.roster import load_roster
from deputies.demo.stations import load_stations
from deputies.models import DutyReport, LogEntry, ReportVote

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


# The published meetings lie in the year before.
TODAY = date(2026, 1, 20)


def test_the_demo_has_ten_reports_in_all_states_and_two_are_public():
    for loader in (load_demo, load_roster, load_stations):
        loader(on=TODAY)
    for _again in range(2):
        load_reports(on=TODAY)
    assert Counter(DutyReport.objects.values_list("state", flat=True)) == {
        "published": 2, "rated": 1, "held": 2, "planned": 1, "submitted": 2, "returned": 1, "draft": 1,
    }  # fmt: skip
    assert sorted(ReportVote.objects.values_list("grade", flat=True)) == ["", "", "fair", "good", "good"]
    assert LogEntry.objects.filter(kind="report", state="verified").count() == 2
    assert DutyReport.objects.filter(deputy__user__username="ouyang.chun").count() == 2
