import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from django_otp.oath import totp

from congress.audit.models import AuditEvent
from congress.errors import BadInput, DomainError, NotAllowed, WrongState
from congress.people.models import RecoveryCode, TotpDevice, User
from congress.people.selectors import has_second_factor, recovery_codes_left
from congress.people.services import (
    begin_enrolment,
    check_second_factor,
    confirm_enrolment,
    drop_own_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from tests.factories import make_user

AT = datetime(2026, 3, 2, 2, 0, 10, tzinfo=UTC)
SEED = base64.b32encode(b"12345678901234567890").decode()
PASSWORD = "Zebra-Kite-7"


def code_at(at: datetime) -> str:
    # django-otp counts from t0: shifting it moves the clock.
    shift = int(now().timestamp() - at.timestamp())
    return f"{totp(base64.b32decode(SEED), t0=shift):06d}"


def enrol(user: User, at: datetime = AT) -> list[str]:
    begin_enrolment(user=user, at=at, seed=SEED)
    return confirm_enrolment(user=user, code=code_at(at), at=at)


def test_enrolling_takes_the_first_code_and_gives_ten_recovery_codes(clerk):
    codes = enrol(clerk)

    assert has_second_factor(clerk)
    assert len(set(codes)) == 10
    assert recovery_codes_left(clerk) == 10
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not stored & {code.replace("-", "") for code in codes}
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == [
        "congress.account.second_factor_enrolled"
    ]


def test_the_seed_is_unreadable_in_the_database(clerk):
    enrol(clerk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT seed FROM congress_totpdevice")
        stored = bytes(cursor.fetchone()[0])
    assert SEED.encode() not in stored
    assert b"12345678901234567890" not in stored


def test_a_wrong_first_code_enrols_nothing(clerk):
    begin_enrolment(user=clerk, at=AT, seed=SEED)

    with pytest.raises(BadInput, match="验证码不对"):
        confirm_enrolment(user=clerk, code="000000", at=AT)

    assert not has_second_factor(clerk)
    assert not AuditEvent.objects.exists()
    with pytest.raises(WrongState, match="重新开始绑定"):
        confirm_enrolment(user=make_user(), code="000000", at=AT)


def test_every_code_counts_once(clerk):
    enrol(clerk)
    later = AT + timedelta(minutes=5)
    code = code_at(later)
    check_second_factor(user=clerk, code=f" {code[:3]} {code[3:]} ", at=later)

    with pytest.raises(BadInput, match="已用过"):
        check_second_factor(user=clerk, code=code, at=later)
    with pytest.raises(BadInput):
        # An older one that was never used is void as well.
        check_second_factor(user=clerk, code=code_at(later - timedelta(seconds=30)), at=later)


@pytest.mark.parametrize(
    ("age", "taken"), [(-31, True), (0, True), (31, True), (61, False), (-61, False), (3600, False)]
)
def test_a_code_is_good_for_half_a_minute_either_way(clerk, age, taken):
    enrol(clerk)
    at = datetime(2026, 3, 2, 3, 0, 15, tzinfo=UTC)
    code = code_at(at - timedelta(seconds=age))

    if taken:
        check_second_factor(user=clerk, code=code, at=at)
    else:
        with pytest.raises(BadInput):
            check_second_factor(user=clerk, code=code, at=at)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "\0"])
def test_what_is_no_code_is_refused(clerk, code):
    enrol(clerk)

    with pytest.raises(BadInput):
        check_second_factor(user=clerk, code=code, at=AT + timedelta(hours=1))


def test_a_recovery_code_counts_once_and_only_for_its_owner(clerk, handler):
    codes = enrol(clerk)
    enrol(handler)
    with pytest.raises(BadInput):
        check_second_factor(user=handler, code=codes[0], at=AT)

    check_second_factor(user=clerk, code=codes[0].lower(), at=AT)

    with pytest.raises(BadInput):
        check_second_factor(user=clerk, code=codes[0], at=AT)
    event = AuditEvent.objects.get(verb="congress.account.recovery_code_used")
    assert event.facts == {"username": "li.min", "codes_left": 9}


def test_new_recovery_codes_void_the_old_ones(clerk):
    old = enrol(clerk)
    new = renew_recovery_codes(user=clerk, code=old[0], at=AT)

    with pytest.raises(BadInput):
        check_second_factor(user=clerk, code=old[1], at=AT)
    check_second_factor(user=clerk, code=new[0], at=AT)


def test_others_may_do_without_it_again_but_administrators_may_not(clerk, system_admin):
    codes = enrol(clerk)
    drop_own_second_factor(user=clerk, code=codes[0], at=AT)
    assert not has_second_factor(clerk)

    codes = enrol(system_admin)
    with pytest.raises(NotAllowed, match="管理员必须使用动态口令"):
        drop_own_second_factor(user=system_admin, code=codes[0], at=AT)
    assert has_second_factor(system_admin)


def test_a_security_administrator_takes_a_lost_one_away(security_admin, system_admin, clerk):
    enrol(clerk)
    for actor in (system_admin, clerk):
        with pytest.raises(NotAllowed):
            reset_second_factor(user=clerk, actor=actor, at=AT)
    enrol(security_admin)
    with pytest.raises(NotAllowed, match="不能对本人账号"):
        reset_second_factor(user=security_admin, actor=security_admin, at=AT)
    assert TotpDevice.objects.count() == 2

    reset_second_factor(user=clerk, actor=security_admin, at=AT)

    assert not has_second_factor(clerk)
    assert recovery_codes_left(clerk) == 0
    with pytest.raises(WrongState, match="没有绑定动态口令"):
        reset_second_factor(user=clerk, actor=security_admin, at=AT)


@pytest.mark.django_db(transaction=True)
def test_a_code_sent_twice_at_once_is_taken_once(clerk):
    enrol(clerk)
    later = AT + timedelta(minutes=5)
    barrier = Barrier(2)

    def send(code: str) -> str:
        try:
            barrier.wait()
            check_second_factor(user=clerk, code=code, at=later)
        except DomainError:
            return "refused"
        else:
            return "taken"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, [code_at(later)] * 2)) == ["refused", "taken"]


def test_signing_in_asks_for_the_code_and_says_so_in_the_trail(db):
    user = make_user(username="li.min", password=PASSWORD)
    enrol(user, at=now() - timedelta(minutes=5))
    client = Client()

    first = client.post("/login/", {"username": "li.min", "password": PASSWORD, "next": "/account/"})
    assert first["Location"] == "/login/code/"
    assert client.get("/account/").status_code == 302  # still nobody
    assert client.post("/login/code/", {"code": "000000"}).status_code == 422
    done = client.post("/login/code/", {"code": code_at(now())})

    assert done["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    event = AuditEvent.objects.get(verb="congress.account.signed_in")
    assert event.facts["second_factor"] is True


def test_wrong_codes_lock_the_account_like_wrong_passwords(db):
    user = make_user(username="li.min", password=PASSWORD)
    enrol(user, at=now() - timedelta(minutes=5))
    client = Client()
    client.post("/login/", {"username": "li.min", "password": PASSWORD})

    codes = [client.post("/login/code/", {"code": "000000"}).status_code for _n in range(5)]

    assert codes == [422] * 4 + [429]
    assert client.post("/login/code/", {"code": code_at(now())})["Location"] == "/login/"
    again = Client().post("/login/", {"username": "li.min", "password": PASSWORD})
    assert again.status_code == 429


def test_a_code_without_a_password_first_leads_nowhere(db):
    assert Client().get("/login/code/")["Location"] == "/login/"
    assert Client().post("/login/code/", {"code": "123456"})["Location"] == "/login/"


def test_the_code_page_closes_five_minutes_after_the_password(db):
    enrol(make_user(username="li.min", password=PASSWORD))
    client = Client()
    client.post("/login/", {"username": "li.min", "password": PASSWORD})
    session = client.session
    session["sign_in_pending"] = {**session["sign_in_pending"], "at": now().timestamp() - 301}
    session.save()

    assert client.get("/login/code/")["Location"] == "/login/"


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("path", ["/admin/", "/account/", "/account/second-factor/codes/"])
def test_an_administrator_without_it_gets_no_further_than_the_enrolment(request, signed_in, who, path):
    client = signed_in(request.getfixturevalue(who), second_factor=False)

    assert client.get(path)["Location"] == "/account/second-factor/"
    assert client.get("/account/second-factor/").status_code == 200
    assert client.post("/logout/")["Location"] == "/login/"


def test_an_administrator_enrols_and_goes_on(signed_in, system_admin):
    client = signed_in(system_admin, second_factor=False)
    client.get("/account/second-factor/")
    seed = TotpDevice.objects.get().seed.reveal()

    page = client.post("/account/second-factor/", {"code": f"{totp(base64.b32decode(seed)):06d}"})

    assert page.status_code == 200
    assert page.content.decode().count("<li><code>") == 10
    assert client.get("/admin/").status_code == 200


def test_the_enrolment_page_shows_the_seed_as_picture_and_letters(signed_in, clerk):
    page = signed_in(clerk).get("/account/second-factor/").content.decode()

    seed = TotpDevice.objects.get(user=clerk).seed.reveal()
    assert " ".join(seed[i : i + 4] for i in range(0, len(seed), 4)) in page
    assert 'src="data:image/svg+xml' in page
