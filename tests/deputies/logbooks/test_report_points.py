"""What points and the dossier read of a duty report: only what is verified, only a grade that stands."""

from datetime import date

import pytest
from django.db import connection

from deputies.dossiers.selectors import assemble
from deputies.logbooks.reports.services import correct_rating
from deputies.logbooks.services import verify_entries
from deputies.points.services.sources import EVENTS
from tests.deputies.logbooks.reports import HELD, rate

pytestmark = pytest.mark.django_db


def awards() -> set[str]:
    """The kinds of events that the recount would take from the books of the year."""
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, {"first": date(2026, 1, 1), "last": date(2026, 12, 31)})
        return {row[1] for row in cursor.fetchall()}


def test_a_good_report_counts_when_it_is_verified_and_stops_counting_while_it_is_corrected(
    ouyang, station_officer, county_clerk, clerk
):
    report = rate(ouyang, station_officer, county_clerk)
    # The grade alone awards nothing that hangs on a verified entry.
    assert awards() == set()
    verify_entries([report.entry], actor=county_clerk, at=HELD)
    assert awards() == {"report", "report_good"}
    correct_rating(report, present=32, reason="漏计一张满意票", version=None, actor=clerk, at=HELD)
    assert awards() == {"report"}


def test_the_dossier_names_the_grade_in_words(ouyang, station_officer, county_clerk):
    report = rate(ouyang, station_officer, county_clerk)
    verify_entries([report.entry], actor=county_clerk, at=HELD)
    assert "满意" in [line.note for line in assemble(report.mandate, 2026).parts["reports"]]
