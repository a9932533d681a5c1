"""Mandates begin, pause and end, and their history stays true."""

from datetime import date

import pytest

from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import AuditEvent
from deputies.roster.rules import active_mandates, in_office, require_in_office
from deputies.roster.services import (
    Decision,
    DeputyDraft,
    MandateDraft,
    add_deputy,
    begin_mandate,
    change_mandate,
)
from deputies.roster.states import ChangeKind, MandateState
from tests.deputies.makers import make_constituency, make_deputy, make_mandate, make_term
from tests.factories import make_region

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_a_by_election_gives_a_seat_and_says_who_decided(clerk):
    deputy = add_deputy(DeputyDraft(name=" 唐 丽娟 "), region_code="430500", actor=clerk, on=TODAY)
    constituency = make_constituency(make_term())
    mandate = begin_mandate(
        deputy,
        MandateDraft(constituency, starts_on=date(2026, 2, 1)),
        kind=ChangeKind.BY_ELECTION,
        decision=Decision(decided_by="隆回县第十八届人民代表大会第五次会议"),
        actor=clerk,
        on=TODAY,
    )
    assert (deputy.name, mandate.level, mandate.region_code) == ("唐 丽娟", "city", "430500")
    assert AuditEvent.objects.get(verb="deputies.mandate.begun").facts == {
        "kind": "by_election",
        "level": "city",
        "term": "邵阳市人民代表大会第17届",
        "constituency": "隆回县选举单位",
        "effective_on": "2026-02-01",
        "last_day": None,
    }
    assert in_office(deputy, on=date(2026, 1, 31)) == []
    assert in_office(deputy, on=date(2026, 2, 1)) == [mandate]


def test_a_resignation_ends_the_mandate_with_the_day_before_it_takes_effect(clerk):
    mandate = make_mandate()
    ended = change_mandate(
        mandate,
        kind=ChangeKind.RESIGNATION,
        effective_on=date(2026, 3, 2),
        decision=Decision(basis="代表法第六十二条第二项"),
        actor=clerk,
        on=TODAY,
    )
    assert (ended.state, ended.ends_on) == (MandateState.ENDED, date(2026, 3, 1))
    assert in_office(mandate.deputy, on=date(2026, 3, 1)) == [mandate]
    with pytest.raises(NotAllowed, match="您的代表资格已于 3 月 1 日终止，只能查看。"):
        require_in_office(mandate.deputy, on=TODAY)


def test_the_end_of_a_mandate_must_name_its_ground(clerk):
    mandate = make_mandate()
    with pytest.raises(BadInput, match="必须写明依据"):
        change_mandate(mandate, kind=ChangeKind.RECALL, effective_on=TODAY, actor=clerk, on=TODAY)
    mandate.refresh_from_db()
    assert (mandate.state, mandate.changes.count()) == (MandateState.ACTIVE, 0)


def test_a_suspended_deputy_is_in_office_but_does_not_act(clerk):
    mandate = make_mandate()
    change_mandate(mandate, kind=ChangeKind.SUSPENSION, effective_on=date(2026, 2, 1), actor=clerk, on=TODAY)
    assert in_office(mandate.deputy, on=TODAY) == [mandate]
    assert active_mandates(mandate.deputy, on=TODAY) == []
    with pytest.raises(NotAllowed, match="暂停执行"):
        require_in_office(mandate.deputy, on=TODAY)
    change_mandate(mandate, kind=ChangeKind.RESUMPTION, effective_on=TODAY, actor=clerk, on=TODAY)
    require_in_office(mandate.deputy, on=TODAY)


def test_history_is_added_to_and_never_rewritten(clerk):
    mandate = make_mandate()
    change_mandate(mandate, kind=ChangeKind.SUSPENSION, effective_on=date(2026, 2, 10), actor=clerk, on=TODAY)
    with pytest.raises(BadInput, match="2026-02-10"):
        change_mandate(
            mandate, kind=ChangeKind.RESUMPTION, effective_on=date(2026, 2, 10), actor=clerk, on=TODAY
        )


def test_an_ended_mandate_does_not_change_any_more(clerk):
    mandate = make_mandate()
    basis = Decision(basis="代表法第六十二条第一项")
    change_mandate(
        mandate, kind=ChangeKind.TRANSFER_OUT, effective_on=TODAY, decision=basis, actor=clerk, on=TODAY
    )
    with pytest.raises(WrongState, match="已经终止"):
        change_mandate(
            mandate, kind=ChangeKind.RESUMPTION, effective_on=date(2026, 4, 1), actor=clerk, on=TODAY
        )


def test_one_person_may_sit_in_two_congresses_but_not_twice_in_one(clerk):
    deputy = make_deputy("欧阳春")
    city, county = make_term(), make_term("county", "430524", 18, body_name="隆回县人民代表大会")
    make_mandate(deputy, term=city)
    second = begin_mandate(
        deputy, MandateDraft(make_constituency(county), starts_on=date(2022, 1, 1)), actor=clerk, on=TODAY
    )
    assert [m.level for m in in_office(deputy, on=TODAY)] == ["city", "county"]
    with pytest.raises(WrongState, match="在本届已有代表资格"):
        begin_mandate(deputy, MandateDraft(second.constituency, starts_on=TODAY), actor=clerk, on=TODAY)


def test_a_county_office_keeps_no_mandate_of_another_county(county_clerk):
    constituency = make_constituency(
        make_term("county", "430523", 18), region=make_region("430523", "邵阳县", parent=make_region())
    )
    with pytest.raises(NotAllowed, match="本级和下级"):
        begin_mandate(
            make_deputy(),
            MandateDraft(constituency, starts_on=date(2022, 1, 1)),
            actor=county_clerk,
            on=TODAY,
        )
