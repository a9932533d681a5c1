from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from congress.audit.models import AuditEvent
from congress.errors import BadInput, NotAllowed, WrongState
from congress.people.models import PasswordRecord, SignIn, User
from congress.people.rules import password_expired
from congress.people.services import (
    change_own_password,
    close_account,
    close_unused_accounts,
    note_sign_in,
    open_account,
    reopen_account,
    set_password,
)
from tests.factories import make_user

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def sign_in(user: User, key: str) -> SignIn:
    return note_sign_in(
        user=user, session_key=key, device="Edge · Windows", address="10.1.2.3", second_factor=False, at=AT
    )


def test_a_system_administrator_opens_an_account_that_may_do_nothing_yet(system_admin):
    user, password = open_account(username="Zhang.Wei", name=" 张伟 ", actor=system_admin, at=AT)

    assert (user.username, user.name, user.grants.count()) == ("zhang.wei", "张伟", 0)
    assert user.check_password(password)
    assert password_expired(user, at=AT)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id) == ("congress.account.opened", system_admin.pk)
    assert event.facts == {"username": "zhang.wei", "name": "张伟", "is_service": False}


@pytest.mark.parametrize("who", ["clerk", "security_admin", "audit_admin", "stranger"])
def test_nobody_else_opens_accounts(request, who):
    actor = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        open_account(username="zhang.wei", name="张伟", actor=actor, at=AT)

    assert not User.objects.filter(username="zhang.wei").exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("username", "name", "field"),
    [
        ("", "张伟", "username"),
        ("zhang wei", "张伟", "username"),
        ("x" * 61, "张伟", "username"),
        ("LI.MIN", "李敏", "username"),
        ("zhang.wei", "  ", "name"),
        ("zhang.wei", "张" * 61, "name"),
    ],
)
def test_an_account_with_bad_names_is_refused_at_the_field(system_admin, clerk, username, name, field):
    with pytest.raises(BadInput) as refused:
        open_account(username=username, name=name, actor=system_admin, at=AT)

    assert refused.value.field == field
    assert User.objects.count() == 2


def test_the_database_keeps_user_names_in_lower_case_and_knows_no_superuser(stranger):
    with pytest.raises(IntegrityError, match="user_name_lower_case"), transaction.atomic():
        User.objects.filter(pk=stranger.pk).update(username="Stranger")
    with pytest.raises(IntegrityError, match="user_no_superuser"), transaction.atomic():
        User.objects.filter(pk=stranger.pk).update(is_superuser=True)


@pytest.mark.parametrize("who", ["system_admin", "security_admin"])
def test_closing_an_account_ends_its_sessions(request, who, clerk):
    sign_in(clerk, "a" * 32)
    sign_in(clerk, "b" * 32)

    close_account(user=clerk, actor=request.getfixturevalue(who), at=AT)

    assert not User.objects.get(pk=clerk.pk).is_active
    assert list(clerk.sign_ins.values_list("ended_at", "end")) == [(AT, "closed"), (AT, "closed")]
    event = AuditEvent.objects.get(verb="congress.account.closed")
    assert event.facts == {"username": "li.min", "sessions_ended": 2}


def test_nobody_closes_the_own_account_or_one_twice(system_admin, clerk):
    with pytest.raises(NotAllowed, match="不能对本人账号"):
        close_account(user=system_admin, actor=system_admin, at=AT)
    close_account(user=clerk, actor=system_admin, at=AT)
    with pytest.raises(WrongState, match="已经停用"):
        close_account(user=clerk, actor=system_admin, at=AT)

    reopen_account(user=clerk, actor=system_admin, at=AT)
    with pytest.raises(WrongState, match="没有停用"):
        reopen_account(user=clerk, actor=system_admin, at=AT)
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == [
        "congress.account.closed",
        "congress.account.reopened",
    ]


def test_a_forgotten_password_is_replaced_by_a_one_time_one(system_admin, clerk):
    sign_in(clerk, "a" * 32)

    password = set_password(user=clerk, actor=system_admin, at=AT)

    clerk.refresh_from_db()
    assert clerk.check_password(password)
    assert clerk.must_change_password
    assert not clerk.sign_ins.filter(ended_at__isnull=True).exists()
    assert password not in str(AuditEvent.objects.get(verb="congress.account.password_set").facts)


@pytest.mark.parametrize("who", ["clerk", "security_admin", "audit_admin"])
def test_only_a_system_administrator_replaces_passwords(request, who, handler):
    before = handler.password

    with pytest.raises(NotAllowed):
        set_password(user=handler, actor=request.getfixturevalue(who), at=AT)

    handler.refresh_from_db()
    assert handler.password == before
    assert not AuditEvent.objects.exists()


def test_a_partner_system_has_no_password(system_admin):
    service, password = open_account(
        username="oa", name="协同办公", actor=system_admin, at=AT, is_service=True
    )

    assert password == ""
    assert not service.has_usable_password()
    with pytest.raises(WrongState, match="没有密码"):
        set_password(user=service, actor=system_admin, at=AT)


def test_changing_the_own_password_keeps_this_session_and_ends_the_others(clerk):
    clerk.set_password("Old-Zebra-77")
    clerk.save()
    here, there = sign_in(clerk, "a" * 32), sign_in(clerk, "b" * 32)

    change_own_password(
        user=clerk, old="Old-Zebra-77", new="New-Kite-88", at=AT, session_key=here.session_key
    )

    clerk.refresh_from_db()
    assert clerk.check_password("New-Kite-88")
    assert clerk.password_changed_at == AT
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.ended_at, there.end) == (None, "closed")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", "New-Kite-88", "old"),
        ("Old-Zebra-77", "short", "new"),
        ("Old-Zebra-77", "Old-Zebra-77", "new"),
    ],
)
def test_a_refused_change_of_password_changes_nothing(clerk, old, new, field):
    clerk.set_password("Old-Zebra-77")
    clerk.save()

    with pytest.raises(BadInput) as refused:
        change_own_password(user=clerk, old=old, new=new, at=AT)

    assert refused.value.field == field
    clerk.refresh_from_db()
    assert clerk.check_password("Old-Zebra-77")
    assert not PasswordRecord.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_last_five_passwords_do_not_come_back(clerk):
    clerk.set_password("Zebra-Kite-00")
    clerk.save()
    for n in range(6):
        change_own_password(
            user=clerk, old=f"Zebra-Kite-0{n}", new=f"Zebra-Kite-0{n + 1}", at=AT + timedelta(minutes=n)
        )

    # Now 06 is in use; 01 to 05 are remembered, 00 is forgotten.
    for n in range(1, 7):
        with pytest.raises(BadInput, match="最近 5 次"):
            change_own_password(user=clerk, old="Zebra-Kite-06", new=f"Zebra-Kite-0{n}", at=AT)
    change_own_password(user=clerk, old="Zebra-Kite-06", new="Zebra-Kite-00", at=AT)


def test_a_password_lasts_ninety_days():
    user = User(password_changed_at=AT)

    assert not password_expired(user, at=AT + timedelta(days=90))
    assert password_expired(user, at=AT + timedelta(days=90, seconds=1))


def test_a_user_is_found_however_the_name_is_typed(db):
    user = make_user(username="li.min")

    assert User.objects.get_by_natural_key("Li.Min") == user
    assert User.objects.get_by_natural_key("ｌｉ．ｍｉｎ") == user


def test_an_account_unused_for_three_months_is_closed_but_never_an_administrators(
    system_admin, clerk, handler
):
    long_ago = AT - timedelta(days=91)
    User.objects.update(date_joined=long_ago)
    make_user(is_service=True, date_joined=long_ago)
    handler.last_login = AT - timedelta(days=89)
    handler.save(update_fields=["last_login"])

    assert close_unused_accounts(at=AT) == 1

    assert list(User.objects.filter(is_active=False)) == [clerk]
    reopen_account(user=clerk, actor=system_admin, at=AT)
    assert close_unused_accounts(at=AT + timedelta(days=2)) == 1  # the handler, whose time is now up
    assert User.objects.get(pk=clerk.pk).is_active
