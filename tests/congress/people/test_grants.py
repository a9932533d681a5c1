from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import permutations
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from congress.audit.models import AuditEvent
from congress.errors import BadInput, DomainError, NotAllowed, WrongState
from congress.people.models import Grant, User
from congress.people.roles import ADMIN_ROLES, Role
from congress.people.rules import roles_of
from congress.people.services import end_grant, grant_role
from tests.factories import make_user

TODAY = date(2026, 3, 2)
CONFLICTS = [(a, b) for a, b in permutations(Role.values, 2) if a in ADMIN_ROLES or b in ADMIN_ROLES]


def grant_by_sql(user: User, role: str, organisation_id: int, valid_from=None, valid_to=None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO congress_grant (user_id, role, organisation_id, valid_from, valid_to) "
            "VALUES (%s, %s, %s, %s, %s)",
            [user.pk, role, organisation_id, valid_from, valid_to],
        )


def test_a_security_administrator_gives_a_role_and_it_is_recorded(security_admin, stranger, department):
    grant = grant_role(
        user=stranger, role=Role.HANDLER, organisation=department, actor=security_admin, on=TODAY
    )

    assert roles_of(stranger, on=TODAY) == {"handler"}
    assert grant.granted_by == security_admin
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id, event.target_id) == (
        "congress.grant.given",
        security_admin.pk,
        str(stranger.pk),
    )
    assert event.facts == {
        "role": "handler",
        "organisation": "市水利局",
        "organisation_code": "430500-SL",
        "valid_from": "2026-03-02",
        "valid_to": None,
    }


@pytest.mark.parametrize("who", ["clerk", "leader", "system_admin", "audit_admin", "stranger"])
def test_nobody_else_gives_roles(request, who, handler, department):
    actor = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        grant_role(user=handler, role=Role.CLERK, organisation=department, actor=actor, on=TODAY)

    assert roles_of(handler, on=TODAY) == {"handler"}
    assert not AuditEvent.objects.exists()


def test_a_security_administrator_cannot_give_or_take_his_own(security_admin, city_office):
    with pytest.raises(NotAllowed, match="不能给本人授权"):
        grant_role(
            user=security_admin, role=Role.CLERK, organisation=city_office, actor=security_admin, on=TODAY
        )
    with pytest.raises(NotAllowed, match="不能给本人授权"):
        end_grant(grant=security_admin.grants.get(), actor=security_admin, on=TODAY)

    assert roles_of(security_admin, on=TODAY) == {"security_admin"}
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(("held", "wanted"), CONFLICTS)
def test_an_administrator_holds_no_other_role_whoever_asks(held, wanted, security_admin, department):
    user = make_user(role=held, organisation=department)

    with pytest.raises(WrongState, match="三员必须分设"):
        grant_role(user=user, role=wanted, organisation=department, actor=security_admin, on=TODAY)
    with pytest.raises(IntegrityError, match="administrator role beside another role"):
        grant_by_sql(user, wanted, department.pk)

    assert list(Grant.objects.filter(user=user).values_list("role", flat=True)) == [held]
    assert not AuditEvent.objects.exists()


def test_the_database_refuses_a_changed_role_too(system_admin, department, other_department):
    user = make_user(role=Role.CLERK, organisation=department)
    grant_by_sql(user, Role.HANDLER, other_department.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(user=user, role=Role.HANDLER).update(role=Role.AUDIT_ADMIN)


def test_a_clerk_may_become_administrator_after_the_old_role_ended(security_admin, clerk, city_office):
    end_grant(grant=clerk.grants.get(), actor=security_admin, on=TODAY)
    grant_role(user=clerk, role=Role.AUDIT_ADMIN, organisation=city_office, actor=security_admin, on=TODAY)

    assert roles_of(clerk, on=TODAY - timedelta(days=1)) == {"clerk"}
    assert roles_of(clerk, on=TODAY) == {"audit_admin"}


def test_a_partner_system_is_never_an_administrator(security_admin, department):
    service = make_user(is_service=True)

    with pytest.raises(BadInput, match="系统对接账号不能担任管理员"):
        grant_role(
            user=service, role=Role.SYSTEM_ADMIN, organisation=department, actor=security_admin, on=TODAY
        )
    with pytest.raises(IntegrityError):
        grant_by_sql(service, Role.SYSTEM_ADMIN, department.pk)


def test_an_ended_grant_is_taken_up_again_and_a_living_one_refused(security_admin, handler, department):
    with pytest.raises(WrongState, match="已有此角色"):
        grant_role(user=handler, role=Role.HANDLER, organisation=department, actor=security_admin, on=TODAY)
    end_grant(grant=handler.grants.get(), actor=security_admin, on=TODAY)
    assert roles_of(User.objects.get(pk=handler.pk), on=TODAY) == frozenset()

    later = TODAY + timedelta(days=30)
    grant_role(user=handler, role=Role.HANDLER, organisation=department, actor=security_admin, on=later)

    assert roles_of(User.objects.get(pk=handler.pk), on=later) == {"handler"}
    assert Grant.objects.filter(user=handler).count() == 1


def test_a_grant_ended_on_its_first_day_was_never_there(security_admin, stranger, department):
    grant = grant_role(
        user=stranger, role=Role.HANDLER, organisation=department, actor=security_admin, on=TODAY
    )

    end_grant(grant=grant, actor=security_admin, on=TODAY)

    assert roles_of(User.objects.get(pk=stranger.pk), on=TODAY) == frozenset()
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == ["congress.grant.given", "congress.grant.ended"]
    with pytest.raises(Grant.DoesNotExist):
        end_grant(grant=grant, actor=security_admin, on=TODAY)


def test_an_ended_grant_cannot_be_ended_again(security_admin, clerk):
    grant = clerk.grants.get()
    end_grant(grant=grant, actor=security_admin, on=TODAY)

    with pytest.raises(WrongState, match="已经失效"):
        end_grant(grant=grant, actor=security_admin, on=TODAY)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"role": "emperor"}, "没有这个角色"),
        ({"valid_from": TODAY, "valid_to": TODAY - timedelta(days=1)}, "失效日期不能早于生效日期"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(security_admin, stranger, department, changes, message):
    asked = {"role": Role.HANDLER, **changes}

    with pytest.raises(BadInput, match=message):
        grant_role(user=stranger, organisation=department, actor=security_admin, on=TODAY, **asked)

    assert not stranger.grants.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_clashing_roles_given_at_once_one_remains(security_admin, stranger, department):
    barrier = Barrier(2)

    def give(role: str) -> str:
        try:
            barrier.wait()
            grant_role(user=stranger, role=role, organisation=department, actor=security_admin, on=TODAY)
        except DomainError:
            return "refused"
        else:
            return "given"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(give, [Role.AUDIT_ADMIN, Role.CLERK]))

    assert results == ["given", "refused"]
    assert Grant.objects.filter(user=stranger).count() == 1
