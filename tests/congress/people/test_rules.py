from datetime import date, timedelta

import pytest
from django.utils.functional import SimpleLazyObject

from congress.errors import NotAllowed
from congress.people.actors import CITIZEN, SYSTEM
from congress.people.models import User
from congress.people.roles import ADMIN_ROLES, Role
from congress.people.rules import (
    face_of,
    grants_of,
    holds,
    organisations_of,
    region_prefixes,
    require_role,
    roles_of,
)
from tests.factories import give_role, make_organisation, make_region, make_user

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("role", Role.values)
def test_every_role_sees_its_division_except_the_three_administrators(role, county_office):
    user = make_user(role=role, organisation=county_office)

    assert roles_of(user, on=TODAY) == {role}
    seen = [] if role in ADMIN_ROLES else ["430524"]
    assert region_prefixes(user, Role.values, on=TODAY) == seen
    assert organisations_of(user, role, on=TODAY) == (
        frozenset() if role in ADMIN_ROLES else frozenset({county_office.pk})
    )


@pytest.mark.parametrize("role", Role.values)
def test_a_role_opens_nothing_to_those_who_ask_for_another(role, county_office):
    user = make_user(role=role, organisation=county_office)
    others = [other for other in Role.values if other != role]

    assert region_prefixes(user, others, on=TODAY) == []
    assert all(organisations_of(user, other, on=TODAY) == frozenset() for other in others)
    with pytest.raises(NotAllowed, match="您没有办理该事项的权限。"):
        require_role(user, *others, on=TODAY)


def test_a_division_inside_another_is_named_once(clerk, county_office):
    give_role(clerk, Role.CLERK, county_office)
    give_role(clerk, Role.CLERK, make_organisation(region=make_region("431000", "郴州市")))

    assert region_prefixes(clerk, [Role.CLERK], on=TODAY) == ["4305", "4310"]


def test_a_grant_counts_from_its_first_to_its_last_day(stranger, county_office):
    give_role(stranger, Role.CLERK, county_office, valid_from=TODAY, valid_to=TODAY + timedelta(days=1))

    held = {n: holds(stranger, Role.CLERK, on=TODAY + timedelta(days=n)) for n in (-1, 0, 1, 2)}

    assert held == {-1: False, 0: True, 1: True, 2: False}


def test_a_closed_account_holds_nothing(clerk):
    clerk.is_active = False

    assert roles_of(clerk, on=TODAY) == frozenset()


def test_people_without_an_account_are_known_by_one_word():
    assert roles_of(CITIZEN, on=TODAY) == {"citizen"}
    assert roles_of(SYSTEM, on=TODAY) == {"system"}


def test_a_role_at_an_organisation_reaches_those_below_it(department):
    bureau = make_organisation("430500-SL-1", "河道管理处", parent=department)
    office = make_organisation("430500-SL-1-1", "资江管理站", parent=bureau)
    make_organisation("430500-ZJ-1", "市政处")
    user = make_user(role=Role.HANDLER, organisation=department)

    assert organisations_of(user, Role.HANDLER, on=TODAY) == {department.pk, bureau.pk, office.pk}


def test_grants_are_read_once_for_a_user_and_a_day(clerk, django_assert_num_queries):
    lazy = SimpleLazyObject(lambda: User.objects.get(pk=clerk.pk))

    with django_assert_num_queries(2):  # the user and the grants
        assert [g.organisation.region.code for g in grants_of(lazy, on=TODAY)] == ["430500"]
        assert holds(lazy, Role.CLERK, on=TODAY)
        assert region_prefixes(lazy, [Role.CLERK], on=TODAY) == ["4305"]


def test_everybody_lands_at_the_own_face(clerk, deputy, security_admin, station):
    head = make_user(role=Role.DEPUTY, organisation=station)
    give_role(head, Role.STATION_OFFICER, station)

    faces = [face_of(user, on=TODAY) for user in (clerk, deputy, security_admin, head)]

    assert faces == ["desk", "phone", "admin", "desk"]
