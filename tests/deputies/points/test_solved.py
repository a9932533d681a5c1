"""What a deputy passed on and what was solved counts for the deputy, once."""

from datetime import date

import pytest
from django.utils.timezone import localdate, now

from congress.people.actors import SYSTEM
from deputies.logbooks.services import EntryDraft, Part, VoiceDraft, record_entry
from deputies.models import PointAward, Station
from deputies.points.services import adopt_ruleset, draft_ruleset, freeze_period
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.rating import conclude_suggestion
from petitions.suggestions.states import State
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station
from tests.deputies.points.test_recount import second, table

pytestmark = pytest.mark.django_db
__all__ = ["second", "table"]


@pytest.fixture
def matter(deputy, station, table) -> Suggestion:
    """A voter's words at a reception, handled, answered and rated as solved."""
    place: Station = make_station(station)
    person = make_deputy("欧阳春", user=deputy)
    make_mandate(person)
    assign(person, place)
    record_entry(
        EntryDraft(
            kind="reception",
            title="接待日",
            region=station.region,
            happened_on=localdate(),
            parts=[Part(person)],
            station=place,
            voices=[VoiceDraft("村口到小学的路灯半年不亮。", way="suggestion")],
        ),
        actor=deputy,
        at=now(),
    )
    Suggestion.objects.update(state=State.RATED, solved="solved", satisfied="satisfied")
    return Suggestion.objects.get()


def solved() -> list[tuple[str, int]]:
    return list(PointAward.objects.filter(key__startswith="solved").values_list("key", "points"))


def test_a_solved_matter_counts_for_the_deputy_who_passed_it_on(matter) -> None:
    conclude_suggestion(matter, actor=SYSTEM, on=localdate())
    assert solved() == [(f"solved:{matter.number}", 100)]


def test_a_matter_that_ends_again_under_another_table_counts_no_second_time(matter, clerk, second) -> None:
    conclude_suggestion(matter, actor=SYSTEM, on=localdate())
    draft = draft_ruleset(
        region_code="430500", level="city", name="第二份积分办法", valid_from=localdate(), basis="主任会议通过",
        actor=clerk, on=localdate(),
    )  # fmt: skip
    adopt_ruleset(draft, actor=second, at=now())
    matter.clocks.all().delete()
    Suggestion.objects.update(state=State.RATED)
    conclude_suggestion(Suggestion.objects.get(), actor=SYSTEM, on=localdate())
    assert len(solved()) == 1


def test_one_that_ends_unsolved_counts_nothing(matter) -> None:
    Suggestion.objects.update(solved="unsolved")
    conclude_suggestion(matter, actor=SYSTEM, on=localdate())
    assert solved() == []


def test_a_closed_year_stops_no_conclusion(matter, clerk) -> None:
    on = date(localdate().year + 1, 1, 15)
    at = now().replace(year=on.year + 1, month=1, day=20)
    freeze_period(region_code="430500", level="city", year=on.year, quarter=0, actor=clerk, at=at)
    conclude_suggestion(matter, actor=SYSTEM, on=on)
    matter.refresh_from_db()
    assert (matter.state, solved()) == ("concluded", [])
