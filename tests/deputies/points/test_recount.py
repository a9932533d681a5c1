"""Points: counted once, capped, given back, the same from scratch; closed times stay."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import AuditEvent, Region, User
from congress.people.actors import SYSTEM
from congress.people.roles import Role
from deputies.models import (
    Contact,
    EntryDeputy,
    Household,
    LogEntry,
    Mandate,
    MandateChange,
    Meeting,
    MeetingAttendance,
    PointAccount,
    PointAward,
    PointPeriod,
    PointRule,
    RuleSet,
)
from deputies.points.arithmetic import Line, bucket_of, points_of, total_of
from deputies.points.defaults import ABSENCE_WARNING, DEFAULTS, TALK_ADVICE
from deputies.points.services import (
    adopt_ruleset,
    award_points,
    claim_points,
    decide_claim,
    draft_ruleset,
    recount_year,
)
from deputies.points.services.sweep import recount_open_years
from deputies.points.states import AwardState, EventKind
from tests.deputies.makers import make_deputy, make_mandate, make_term
from tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
ON = date(2026, 11, 23)


@pytest.fixture
def second(city_office) -> User:
    """Another clerk of the city."""
    return make_user(role=Role.CLERK, organisation=city_office, name="唐华")


@pytest.fixture
def table(clerk, second) -> RuleSet:
    """The default table of the city, adopted."""
    ruleset = draft_ruleset(
        region_code="430500", level="city", name="市人大代表履职积分办法", valid_from=date(2026, 1, 1),
        basis="市人大常委会通过", actor=clerk, on=ON,
    )  # fmt: skip
    return adopt_ruleset(ruleset, actor=second, at=AT)


@pytest.fixture
def mandate(table, deputy) -> Mandate:
    return make_mandate(make_deputy("欧阳春", user=deputy))


def activity(mandate: Mandate, on: date = date(2026, 3, 5), *, by: Any = None, **fields: Any) -> LogEntry:
    entry = LogEntry.objects.create(
        **{
            "kind": "activity", "subkind": "research", "region": Region.objects.first() or make_region(),
            "region_code": "430524", "title": "调研", "happened_on": on, "source": "desk",
            "recorded_by": by or mandate.deputy.user, "made_at": AT, "received_at": AT, "updated_at": AT,
            "state": "verified", **fields,
        }
    )  # fmt: skip
    EntryDeputy.objects.create(entry=entry, deputy=mandate.deputy, happened_on=on, kind=entry.kind)
    return entry


def recount(year: int = 2026) -> dict[str, int]:
    return recount_year("430500", "city", year, actor=SYSTEM, at=AT)


def total(mandate: Mandate) -> int:
    return PointAccount.objects.get(mandate=mandate, year=2026).total


def test_an_activity_counts_once_however_often_one_recounts(mandate) -> None:
    activity(mandate)
    assert recount() == {"written": 2, "revoked": 0}
    assert recount() == {"written": 0, "revoked": 0}
    assert total(mandate) == 6300
    assert AuditEvent.objects.filter(verb="deputies.points.recounted").count() == 1


def test_only_verified_entries_count_and_a_correction_counts_instead_of_the_old_text(mandate) -> None:
    activity(mandate, state="pending")
    old = activity(mandate, state="corrected")
    new = activity(mandate, corrects=old)
    recount()
    assert list(PointAward.objects.exclude(key__startswith="base").values_list("key", flat=True)) == [
        f"entry:{new.pk}"
    ]


def test_a_cancelled_event_revokes_its_points_and_keeps_the_row(mandate) -> None:
    entry = activity(mandate)
    recount()
    LogEntry.objects.filter(pk=entry.pk).update(state="withdrawn")
    assert recount() == {"written": 0, "revoked": 1}
    award = PointAward.objects.get(key=f"entry:{entry.pk}")
    assert (award.state, award.note, total(mandate)) == (AwardState.REVOKED, "来源记录已取消或更改", 6000)
    LogEntry.objects.filter(pk=entry.pk).update(state="verified")
    recount()
    assert total(mandate) == 6300


def test_the_group_of_activities_has_one_cap(mandate) -> None:
    for day in range(1, 5):
        activity(mandate, date(2026, 3, day))
        activity(mandate, date(2026, 4, day), subkind="group")
    recount()
    assert total(mandate) == 6000 + 1500


def test_training_counts_by_the_tenth_of_an_hour(mandate) -> None:
    activity(mandate, kind="training", subkind="", hours="3.5")
    recount()
    assert total(mandate) == 6000 + 175


def test_the_half_year_counts_when_every_household_was_spoken_to_and_again_when_every_one_was_visited(
    mandate,
) -> None:
    liu, chen = (
        Household.objects.create(deputy=mandate.deputy, name=name, added_on=date(2026, 1, 1))
        for name in ("刘家", "陈家")
    )

    def contact(house: Household, on: date, way: str) -> None:
        Contact.objects.create(
            household=house, deputy=mandate.deputy, way=way, on=on, made_at=AT, received_at=AT
        )

    def counted() -> list[tuple[str, date]]:
        recount()
        awards = PointAward.objects.filter(key__startswith="contact", state="confirmed").order_by("on", "key")
        return list(awards.values_list("key", "on"))

    contact(liu, date(2026, 2, 1), "visit")
    assert counted() == []
    contact(chen, date(2026, 3, 1), "call")
    assert counted() == [("contact:1:call", date(2026, 3, 1))]
    contact(chen, date(2026, 4, 1), "visit")
    contact(chen, date(2026, 5, 1), "visit")
    # In the second half-year it begins anew.
    contact(liu, date(2026, 8, 1), "visit")
    assert counted() == [("contact:1:call", date(2026, 3, 1)), ("contact:1:visit", date(2026, 4, 1))]


def absence(mandate: Mandate, on: date) -> None:
    meeting = Meeting.objects.create(
        key=str(on), kind="session", title="大会", level="city", region_code="430500", on=on
    )
    MeetingAttendance.objects.create(meeting=meeting, deputy=mandate.deputy, presence="absent", on=on)


def test_nothing_is_taken_away_while_the_duties_are_suspended(mandate) -> None:
    for kind, on in (("suspension", date(2026, 2, 1)), ("resumption", date(2026, 4, 1))):
        MandateChange.objects.create(mandate=mandate, kind=kind, on=on, recorded_at=AT)
    absence(mandate, date(2026, 3, 1))
    recount()
    assert total(mandate) == 6000
    absence(mandate, date(2026, 5, 1))
    recount()
    assert total(mandate) == 5750


def test_one_event_feeds_the_highest_mandate_unless_the_rule_says_each(mandate, table, second) -> None:
    county = make_mandate(mandate.deputy, term=make_term("county", "430524"))
    draft = draft_ruleset(
        region_code="430524", level="county", name="县级积分办法", valid_from=date(2026, 1, 1),
        basis="县人大常委会通过", actor=table.proposed_by, on=ON,
    )  # fmt: skip
    adopt_ruleset(draft, actor=second, at=AT)
    activity(mandate)
    recount()
    recount_year("430524", "county", 2026, actor=SYSTEM, at=AT)
    assert [total(mandate), total(county)] == [6300, 6000]
    PointRule.objects.filter(event="activity", ruleset__level="county").update(feeds_every_mandate=True)
    recount_year("430524", "county", 2026, actor=SYSTEM, at=AT)
    assert [total(mandate), total(county)] == [6300, 6300]


def test_a_closed_quarter_stays_as_it_was(mandate, clerk) -> None:
    entry = activity(mandate)
    recount()
    PointPeriod.objects.create(
        region_code="430500", level="city", year=2026, quarter=1, frozen_at=AT, frozen_by=clerk, totals={}
    )
    LogEntry.objects.filter(pk=entry.pk).update(state="withdrawn")
    activity(mandate, date(2026, 3, 9))
    activity(mandate, date(2026, 4, 9))
    recount()
    assert total(mandate) == 6600
    PointPeriod.objects.create(
        region_code="430500", level="city", year=2026, frozen_at=AT, frozen_by=clerk, totals={}
    )
    with pytest.raises(WrongState, match="已经冻结"):
        recount()


def test_petitions_award_by_a_key_that_counts_once(mandate) -> None:
    first = award_points(mandate, EventKind.PROPOSAL_LEAD, key="proposal:7", on=ON, actor=SYSTEM)
    again = award_points(mandate, EventKind.PROPOSAL_LEAD, key="proposal:7", on=ON, actor=SYSTEM)
    assert first == again
    assert total(mandate) == 300
    recount()
    assert total(mandate) == 6300
    assert award_points(mandate, EventKind.HOTLINE, key="h:1", on=date(2025, 1, 1), actor=SYSTEM) is None


def test_a_claim_counts_when_the_office_has_confirmed_it(mandate, clerk, deputy) -> None:
    award = claim_points(mandate, uid="a", what="为村小学修路", on=ON, actor=deputy)
    recount()
    assert total(mandate) == 6000
    with pytest.raises(NotAllowed):
        decide_claim(award, is_confirmed=True, actor=deputy, at=AT)
    decide_claim(award, is_confirmed=True, actor=clerk, at=AT)
    assert total(mandate) == 6100
    with pytest.raises(WrongState, match="已经处理"):
        decide_claim(award, is_confirmed=False, reason="材料不全", actor=clerk, at=AT)


def test_a_table_is_adopted_by_a_second_person_and_never_changes(clerk, table, second) -> None:
    again = draft_ruleset(
        region_code="430500", level="city", name="新积分办法", valid_from=date(2027, 1, 1),
        basis="市人大常委会通过", actor=clerk, on=ON,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="另一位"):
        adopt_ruleset(again, actor=clerk, at=AT)
    adopt_ruleset(again, actor=second, at=AT)
    table.refresh_from_db()
    assert table.valid_to == date(2026, 12, 31)
    with pytest.raises(WrongState, match="已经施行"):
        adopt_ruleset(again, actor=second, at=AT)
    again.pk, again.state = None, "draft"
    again.save()
    PointRule.objects.create(ruleset=again, order=1, event="duty", label="值班", points=100)
    with pytest.raises(BadInput, match="更晚"):
        adopt_ruleset(again, actor=second, at=AT)


def test_no_word_of_points_threatens_the_mandate() -> None:
    words = " ".join([str(ABSENCE_WARNING), str(TALK_ADVICE), *(f"{r.label}{r.basis}" for r in DEFAULTS)])
    assert "终止" not in words
    assert "罢免" not in words
    assert "第六十二条" in words
    assert all(rule.basis for rule in DEFAULTS)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["research", "group", "good_deed", "training", "visit"]),
        st.integers(0, 364),
        st.sampled_from(["verified", "pending", "withdrawn"]),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=EVENTS, after=EVENTS, turned=st.sets(st.integers(0, 13)))
def test_step_by_step_from_scratch_and_by_hand_give_the_same_figure(mandate, before, after, turned) -> None:
    kinds = {"research": "activity", "group": "group_activity", "good_deed": "good_deed"}
    with transaction.atomic():
        entries = []
        for part in (before, after):
            for subkind, day, state in part:
                is_training = subkind == "training"
                entries.append(
                    activity(
                        mandate, date(2026, 1, 1) + timedelta(days=day), state=state,
                        kind="training" if is_training else "activity",
                        subkind="" if is_training else subkind, hours="1.5" if is_training else None,
                    )
                )  # fmt: skip
            recount()
        for number in turned & set(range(len(entries))):
            entries[number].state = "withdrawn" if entries[number].state == "verified" else "verified"
            entries[number].save(update_fields=["state"])
        recount()
        stepwise = total(mandate)
        PointAward.objects.all().delete()
        PointAccount.objects.all().delete()
        recount()
        rules = {rule.event: rule for rule in PointRule.objects.all()}
        lines = [Line("base", 6000, 6000)]
        for entry in entries:
            event = "training_hours" if entry.kind == "training" else kinds.get(entry.subkind)
            if entry.state == "verified" and event:
                rule = rules[event]
                points = points_of(150 if entry.kind == "training" else 100, rule.points)
                lines.append(Line(bucket_of(rule.label, rule.cap_group), points, rule.cap))
        assert stepwise == total(mandate) == total_of(lines)
        transaction.set_rollback(True)


def test_the_night_recounts_the_years_that_are_still_open(mandate, clerk) -> None:
    activity(mandate)
    assert recount_open_years(at=AT) == 2
    assert total(mandate) == 6300
    PointPeriod.objects.create(
        region_code="430500", level="city", year=2025, frozen_at=AT, frozen_by=clerk, totals={}
    )
    assert recount_open_years(at=AT) == 1
