"""A code shows who holds the phone; guessing and flooding do not pay."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from congress.errors import BadInput, TooMany
from congress.notices.models import Notice
from congress.privacy.models import PhoneCode
from congress.privacy.phone_codes import confirm_phone_code, erase_phone_codes, send_phone_code

PHONE = "13812345678"


def sent_code() -> str:
    """What the newest message says."""
    notice = Notice.objects.order_by("-pk").first()
    secrets = notice.secrets
    return json.loads(secrets.reveal() if hasattr(secrets, "reveal") else secrets)["code"]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_goes_to_the_phone_and_confirms_it_once(db):
    at = now()
    sent = send_phone_code("+86 138-1234-5678", "suggestion", at=at, address="10.0.0.1")
    code = sent_code()
    assert len(code) == 6
    assert code.isdigit()
    assert (sent.expires_at - sent.sent_at, sent.tries) == (timedelta(minutes=10), 0)
    confirmed = confirm_phone_code("１３８１２３４５６７８", "suggestion", f" {code[:3]} {code[3:]} ", at=at)
    assert (confirmed.pk, confirmed.confirmed_at) == (sent.pk, at)
    with pytest.raises(BadInput, match="已失效"):
        confirm_phone_code(PHONE, "suggestion", code, at=at)


def test_the_table_tells_neither_phone_nor_code(db):
    send_phone_code(PHONE, "suggestion", at=now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM congress_phonecode c")
        row = cursor.fetchone()[0]
    assert PHONE not in row
    assert sent_code() not in row
    assert PHONE.encode().hex() not in row


def test_a_code_is_for_one_phone_and_one_purpose(db):
    at = now()
    send_phone_code(PHONE, "suggestion", at=at)
    code = sent_code()
    for phone, purpose in (("13812345679", "suggestion"), (PHONE, "tracking")):
        with pytest.raises(BadInput, match="已失效"):
            confirm_phone_code(phone, purpose, code, at=at)


def test_five_wrong_tries_kill_the_code(db):
    at = now()
    send_phone_code(PHONE, "suggestion", at=at)
    code = sent_code()
    for left in (4, 3, 2, 1):
        with pytest.raises(BadInput, match=f"还可以试{left}次") as refused:
            confirm_phone_code(PHONE, "suggestion", wrong(code), at=at)
        assert refused.value.field == "code"
    with pytest.raises(BadInput, match="错误次数过多"):
        confirm_phone_code(PHONE, "suggestion", wrong(code), at=at)
    with pytest.raises(BadInput, match="错误次数过多"):
        confirm_phone_code(PHONE, "suggestion", code, at=at)
    assert PhoneCode.objects.get().confirmed_at is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "\0"])
def test_rubbish_is_a_wrong_code(db, typed):
    send_phone_code(PHONE, "suggestion", at=now())
    with pytest.raises(BadInput, match="不正确"):
        confirm_phone_code(PHONE, "suggestion", typed, at=now())


def test_a_code_dies_after_ten_minutes(db):
    at = now()
    send_phone_code(PHONE, "suggestion", at=at)
    with pytest.raises(BadInput, match="已失效"):
        confirm_phone_code(PHONE, "suggestion", sent_code(), at=at + timedelta(minutes=10))


def test_a_new_code_kills_the_old_one(db):
    at = now()
    send_phone_code(PHONE, "suggestion", at=at)
    old = sent_code()
    send_phone_code(PHONE, "suggestion", at=at + timedelta(seconds=1))
    new = sent_code()
    if old != new:
        with pytest.raises(BadInput):
            confirm_phone_code(PHONE, "suggestion", old, at=at + timedelta(seconds=2))
    assert confirm_phone_code(PHONE, "suggestion", new, at=at + timedelta(seconds=2)).confirmed_at


def test_a_phone_gets_three_codes_an_hour(db):
    for _ in range(3):
        send_phone_code(PHONE, "suggestion", at=now())
    with pytest.raises(TooMany, match="分钟后再试") as refused:
        send_phone_code("0086 " + PHONE, "tracking", at=now())
    assert refused.value.status == 429
    assert refused.value.retry_after > 0
    assert Notice.objects.count() == 3
    send_phone_code("13812345679", "suggestion", at=now())


def test_an_address_gets_thirty_codes_an_hour(db):
    for n in range(30):
        send_phone_code(f"138123456{n:02d}", "suggestion", at=now(), address="10.0.0.1")
    with pytest.raises(TooMany):
        send_phone_code("13812345699", "suggestion", at=now(), address="10.0.0.1")
    send_phone_code("13812345699", "suggestion", at=now(), address="10.0.0.2")


@pytest.mark.parametrize("phone", ["0739-5321234", "12345", ""])
def test_only_a_mobile_gets_a_code(db, phone):
    with pytest.raises(BadInput) as refused:
        send_phone_code(phone, "suggestion", at=now())
    assert refused.value.field == "phone"
    assert Notice.objects.count() == 0


def test_old_codes_are_erased(db):
    at = now()
    send_phone_code(PHONE, "suggestion", at=at - timedelta(days=40))
    kept = send_phone_code("13812345679", "suggestion", at=at)
    assert erase_phone_codes(before=(at - timedelta(days=30)).date(), on=at.date()) == 1
    assert list(PhoneCode.objects.all()) == [kept]
