"""The barrier lets people through, and each proof once."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from congress.errors import BadInput, TooMany
from congress.pow import TRAP, Barrier, Challenge, is_patience, judge, new_challenge

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOON = AT + timedelta(seconds=5)
ADDRESS = "10.0.0.7"


@pytest.fixture(autouse=True)
def easy(db, settings):
    settings.POW_MAXIMUM = 200


def form(challenge: Challenge, **fields: str) -> dict[str, str]:
    """The fields as the browser sends them, with the number found."""
    number = next(
        n
        for n in range(challenge.maximum)
        if hashlib.sha256(f"{challenge.salt}.{n}".encode()).hexdigest() == challenge.challenge
    )
    return {
        "pow_salt": challenge.salt,
        "pow_challenge": challenge.challenge,
        "pow_maximum": str(challenge.maximum),
        "pow_signature": challenge.signature,
        "pow_number": str(number),
        TRAP: "",
    } | fields


def opened(purpose: str = "suggestion") -> Challenge:
    return new_challenge(purpose, address=ADDRESS, at=AT)


def judged(data: dict[str, str], purpose: str = "suggestion", at: datetime = SOON) -> Barrier:
    return judge(data, purpose, address=ADDRESS, at=at)


def test_a_found_number_is_a_proof():
    assert judged(form(opened())) is Barrier.PROVED


def test_a_proof_needs_no_waiting():
    assert judged(form(opened()), at=AT) is Barrier.PROVED


def test_without_javascript_three_seconds_are_enough():
    challenge = opened()
    with pytest.raises(BadInput, match="请在 3 秒后再点一次“提交”"):
        judged(form(challenge, pow_number=""), at=AT + timedelta(seconds=2))
    assert judged(form(challenge, pow_number=""), at=AT + timedelta(seconds=3)) is Barrier.WAITED


@pytest.mark.parametrize("number", ["known", ""])
def test_each_challenge_serves_once(number):
    data = form(opened())
    if not number:
        data["pow_number"] = ""
    judged(data)
    with pytest.raises(BadInput, match="已经提交过"):
        judged(data)


@pytest.mark.parametrize("hour", ["²", "٣", "9" * 6000, "-1", ""])
def test_an_hour_that_nobody_wrote_is_a_form_that_is_not_ours(hour):
    with pytest.raises(BadInput, match="校验信息不完整"):
        judged(form(opened(), pow_salt=f"suggestion.{hour}.abc"))


def test_only_a_form_pressed_too_early_or_too_late_is_a_matter_of_patience():
    refusals = {}
    for fields, seconds in (({"pow_number": ""}, 0), ({}, 601), ({"pow_signature": "x"}, 5)):
        with pytest.raises(BadInput) as refused:
            judged(form(opened(), **fields), at=AT + timedelta(seconds=seconds))
        refusals[refused.value.code] = is_patience(refused.value)
    assert refusals == {"barrier_too_fast": True, "barrier_expired": True, "barrier_invalid": False}


def test_after_ten_minutes_a_new_one_is_needed():
    data = form(opened())
    with pytest.raises(BadInput, match="再提交一次"):
        judged(data, at=AT + timedelta(minutes=10, seconds=1))
    assert judged(data, at=AT + timedelta(minutes=10)) is Barrier.PROVED


@pytest.mark.parametrize(
    "change",
    [
        {"pow_number": "999999"},
        {"pow_number": "x"},
        {"pow_number": "１"},
        {"pow_number": "-1"},
        {"pow_salt": "suggestion.1.abc"},
        {"pow_salt": ""},
        {"pow_salt": "suggestion.一.abc"},
        {"pow_challenge": hashlib.sha256(b"x").hexdigest()},
        {"pow_maximum": "1"},
        {"pow_signature": "0" * 64},
        {"pow_signature": "é"},
        {"pow_salt": "\0", "pow_signature": "\0"},
    ],
)
def test_an_altered_form_is_refused(change):
    with pytest.raises(BadInput, match="再提交一次"):
        judged(form(opened(), **change))


def test_a_form_without_any_fields_is_refused():
    with pytest.raises(BadInput, match="再提交一次"):
        judged({})


def test_a_challenge_is_for_one_purpose():
    with pytest.raises(BadInput, match="再提交一次"):
        judged(form(opened("tracking")))


def test_what_stands_in_the_trap_is_kept_for_a_person_to_look_at():
    assert judged({TRAP: "http://spam.example"}) is Barrier.SUSPECT
    assert judged(form(opened(), **{TRAP: "x"})) is Barrier.SUSPECT


def test_sixty_people_behind_one_address_all_get_through():
    assert [judged(form(opened())) for _ in range(60)] == [Barrier.PROVED] * 60


def test_without_proof_an_address_gets_ten_an_hour():
    for _ in range(10):
        judged(form(opened(), pow_number=""))
    with pytest.raises(TooMany):
        judged(form(opened(), pow_number=""))
    assert judged(form(opened())) is Barrier.PROVED


def test_an_address_that_opens_very_many_forms_has_to_search_longer():
    assert {opened().maximum for _ in range(60)} == {200}
    assert opened().maximum == 1000
    assert new_challenge("suggestion", address="10.0.0.8", at=AT).maximum == 200
