"""The voting method is data: drafted by one, adopted by the congress and recorded by another, then as it is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import AuditEvent
from outreach.models import VotingMethod
from outreach.projects.vote.rules import method_hash, rule_sentence
from outreach.projects.vote.services.methods import MethodDraft, adopt_method, save_method
from tests.factories import make_user
from tests.outreach.makers import make_year
from tests.outreach.projects.vote_makers import AT, ON

pytestmark = pytest.mark.django_db
TEN = MethodDraft(places=10, min_diff=2)


@pytest.fixture
def year(city_office):
    return make_year(2026, state="noticing", office=city_office)


@pytest.fixture
def colleague(city_office):
    return make_user(role="clerk", organisation=city_office, name="陈晓")


def test_the_rule_in_one_sentence_says_what_it_means_for_327_deputies(year, clerk):
    method = save_method(year, TEN, actor=clerk, at=AT)
    assert rule_sentence(method, 327) == (
        "应选 10 项，选不超过应选数；到会须达到 218 人；赞成超过全体代表的半数（327 名代表，即 164 票）的通过，"
        "得票多的当选；同票对同票的再投；不足以实际达到的为准。"
    )


def test_a_draft_is_rewritten_until_another_person_records_the_adoption(year, clerk, colleague):
    save_method(year, TEN, actor=clerk, at=AT)
    method = save_method(year, replace(TEN, places=8, min_diff=2), actor=clerk, at=AT)
    assert VotingMethod.objects.count() == 1
    given = {"document_number": "邵人发〔2026〕3号", "adopted_on": ON, "at": AT}
    with pytest.raises(NotAllowed, match="另一位同事"):
        adopt_method(method, actor=clerk, **given)
    with pytest.raises(BadInput, match="不能晚于今天"):
        adopt_method(method, actor=colleague, **{**given, "adopted_on": ON + timedelta(days=1)})
    adopted = adopt_method(method, actor=colleague, **given)
    assert adopted.sha256 == method_hash(adopted)
    assert AuditEvent.objects.get(verb="outreach.vote.method_adopted").facts == {
        "sha256": adopted.sha256, "document_number": "邵人发〔2026〕3号",
    }  # fmt: skip
    with pytest.raises(WrongState, match="已经通过"):
        save_method(year, TEN, actor=clerk, at=AT)
    with pytest.raises(WrongState, match="已经通过"):
        adopt_method(adopted, actor=colleague, **given)
    with pytest.raises(DatabaseError), transaction.atomic():
        VotingMethod.objects.update(places=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        VotingMethod.objects.all().delete()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"places": 0}, "places"),
        ({"quorum_upper": 1, "quorum_lower": 2}, "quorum_upper"),
        ({"quorum_upper": 4, "quorum_lower": 3}, "quorum_upper"),
        ({"threshold_upper": 1, "threshold_lower": 3}, "threshold_upper"),
        ({"threshold_upper": 2, "threshold_lower": 2}, "threshold_upper"),
        ({"min_diff": 0}, "min_diff"),
        ({"min_diff": 1}, "min_diff_reason"),
        ({"remote": True}, "remote"),
        ({"money_cap_fen": 0}, "money_cap_fen"),
    ],
)
def test_what_the_law_does_not_allow_is_refused_at_its_field(year, clerk, change, field):
    with pytest.raises(BadInput) as refused:
        save_method(year, replace(TEN, **change), actor=clerk, at=AT)
    assert refused.value.field == field
    assert not VotingMethod.objects.exists()


def test_a_small_surplus_needs_a_reason_and_a_block_none(year, clerk):
    save_method(year, replace(TEN, min_diff=1, min_diff_reason="候选项目经两轮征求意见"), actor=clerk, at=AT)
    assert (
        save_method(year, MethodDraft(places=5, ballot_type="block", min_diff=0), actor=clerk, at=AT).min_diff
        == 0
    )


def test_another_office_writes_no_method(year, county_clerk, deputy):
    for actor in (county_clerk, deputy):
        with pytest.raises(NotAllowed):
            save_method(year, TEN, actor=actor, at=AT)
