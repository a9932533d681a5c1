"""The demo's points: counted from its books, with something to decide."""

import pytest
from django.utils.timezone import localdate

from deputies.demo.points import load_points
from deputies.models import PointAccount, PointAppeal, PointAward, RuleSet
from tests.deputies.makers import make_deputy, make_mandate
from tests.deputies.points.test_recount import activity

pytestmark = pytest.mark.django_db


def test_the_points_are_counted_once_and_leave_a_claim_and_an_appeal(clerk, deputy) -> None:
    mandate = make_mandate(make_deputy("欧阳春", user=deputy))
    activity(mandate)
    for _twice in range(2):
        load_points(on=localdate())
    assert sorted(RuleSet.objects.values_list("state", flat=True)) == ["adopted", "draft"]
    assert PointAccount.objects.get(mandate=mandate, year=localdate().year).total == 6300
    assert PointAward.objects.filter(state="claimed").count() == 1
    assert PointAppeal.objects.filter(state="open").count() == 1
