from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client

from congress.audit.models import AuditEvent
from congress.people.services import open_account
from tests.factories import make_user

PASSWORD = "Zebra-Kite-7"
WRONG = "用户名或密码不对"
LOCKED = "暂时不能登录"


@pytest.fixture
def login(db: None) -> Callable[..., object]:
    def post(username: str, password: str, address: str = "10.1.2.3"):
        return Client(REMOTE_ADDR=address).post("/login/", {"username": username, "password": password})

    return post


def an_hour_later() -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(hours=1))


def test_the_right_password_opens_and_the_wrong_one_does_not(login):
    make_user(username="li.min", password=PASSWORD)

    assert login("li.min", "wrong").status_code == 422
    assert login("LI.MIN", PASSWORD)["Location"] == "/desk/"


@pytest.mark.parametrize("username", ["li.min", "nobody", "partner", "closed"])
def test_all_refused_accounts_get_the_same_words_and_the_same_lock(login, username):
    make_user(username="li.min", password=PASSWORD)
    make_user(username="partner", password=PASSWORD, is_service=True)
    make_user(username="closed", password=PASSWORD, is_active=False)
    right = PASSWORD if username != "li.min" else "wrong"

    answers = [login(username, right) for _n in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 4 + [429] * 2
    assert all(WRONG in answer.content.decode() for answer in answers[:4])
    assert all(LOCKED in answer.content.decode() for answer in answers[4:])
    assert all(answer.content.decode().count("5 次") == 1 for answer in answers[:4])


def test_a_locked_account_is_shut_for_the_right_password_too(login):
    make_user(username="li.min", password=PASSWORD)
    for spelling in ("li.min", "LI.MIN", " li.min", "ｌｉ．ｍｉｎ", "Li.Min"):
        login(spelling, "wrong", address=f"10.0.0.{len(spelling)}")

    assert login("li.min", PASSWORD, address="10.9.9.9").status_code == 429

    an_hour_later()
    assert login("li.min", PASSWORD).status_code == 302


def test_another_account_is_not_touched_by_the_lock(login):
    make_user(username="li.min", password=PASSWORD)
    make_user(username="wang.qiang", password=PASSWORD)
    for _n in range(5):
        login("li.min", "wrong", address="10.7.7.7")

    assert login("wang.qiang", PASSWORD, address="10.1.2.3").status_code == 302


def test_an_address_is_shut_after_twenty_failures_with_any_names(login):
    make_user(username="li.min", password=PASSWORD)
    codes = [login(f"guess{n}", "wrong").status_code for n in range(20)]

    assert codes == [422] * 19 + [429]
    assert login("li.min", PASSWORD).status_code == 429
    assert login("li.min", PASSWORD, address="10.4.4.4").status_code == 302


def test_an_own_good_password_does_not_wash_the_address_clean(login):
    make_user(username="own", password=PASSWORD)
    for n in range(19):
        login(f"guess{n}", "wrong")
    assert login("own", PASSWORD).status_code == 302

    assert login("guess19", "wrong").status_code == 429


def test_a_good_password_forgets_the_accounts_earlier_failures(login):
    make_user(username="li.min", password=PASSWORD)
    for _n in range(4):
        login("li.min", "wrong")
    assert login("li.min", PASSWORD).status_code == 302

    assert [login("li.min", "wrong").status_code for _n in range(4)] == [422] * 4


def test_refused_sign_ins_are_recorded_until_the_door_is_shut(login):
    user = make_user(username="li.min", password=PASSWORD)
    for _n in range(8):
        login("li.min", "wrong")
    login("nobody-of-this-name", "wrong", address="10.4.4.4")

    events = list(AuditEvent.objects.values_list("verb", "target_id", "facts"))
    known = {"username": "li.min", "address": "10.1.2.3"}
    refused, locked = "congress.account.sign_in_refused", "congress.account.locked"
    assert events == [
        *[(refused, str(user.pk), known)] * 4,
        (locked, str(user.pk), known),
        # People type passwords into this field: what no account is called is not kept.
        (refused, "", {"username": None, "address": "10.4.4.4"}),
    ]


def test_axes_keeps_no_password(login, system_admin):
    open_account(username="li.min", name="李敏", actor=system_admin, at=system_admin.date_joined)
    login("li.min", "Secret-Zebra-9")

    attempt = AccessAttempt.objects.get()
    assert "Secret-Zebra-9" not in f"{attempt.post_data} {attempt.get_data}"


@pytest.mark.parametrize("text", ["x" * 5000, "李敏", "' or 1=1 --", "𫚉㙟😀"])
def test_odd_names_are_refused_like_wrong_ones(login, text):
    answer = login(text, "wrong")

    assert answer.status_code == 422


def test_a_name_with_a_nul_character_is_no_name(login):
    assert login("li\0min", "wrong").status_code == 400
