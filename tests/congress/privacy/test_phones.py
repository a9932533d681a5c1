"""One number, however it is written."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from congress.errors import BadInput
from congress.privacy import blind_index, normalise_phone, phone_or_none

SPELLINGS = [
    "13812345678",
    "138 1234 5678",
    "138-1234-5678",
    "+86 138 1234 5678",
    "0086-13812345678",
    "8613812345678",
    "１３８１２３４５６７８",
    "　138\u200b1234 5678 ",
    "(+86)138.1234.5678",
    "＋８６－138－1234－5678",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_mobile_has_one_spelling(spelling):
    assert normalise_phone(spelling) == "13812345678"
    assert blind_index(spelling) == blind_index("13812345678")


@pytest.mark.parametrize(
    ("spelling", "phone"),
    [
        ("0739-5321234", "0739-5321234"),
        ("(0739)5321234", "0739-5321234"),
        ("０７３９ ５３２１２３４", "0739-5321234"),
        ("+86 739 5321234", "0739-5321234"),
        ("5321234", "0739-5321234"),
        ("0739-5321234转801", "0739-5321234-801"),
        ("0731 88123456", "0731-88123456"),
        ("010-65321234", "010-65321234"),
    ],
)
def test_a_landline_keeps_its_area_code(spelling, phone):
    assert normalise_phone(spelling) == phone
    assert normalise_phone(phone) == phone


@pytest.mark.parametrize(
    "text", ["", "abc", "1381234567", "138123456789", "23812345678", "12345", "110", "0739", "一三八"]
)
def test_what_is_no_phone_is_refused_at_its_field(text):
    with pytest.raises(BadInput) as refused:
        normalise_phone(text)
    assert refused.value.field == "phone"
    assert phone_or_none(text) is None


def test_the_blind_index_depends_on_value_kind_and_key():
    index = blind_index("13812345678")
    assert len(index) == 32
    assert index != blind_index("13812345679")
    assert index != blind_index("13812345678", kind="id_number")
    with override_settings(BLIND_INDEX_KEY="MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="):
        assert index != blind_index("13812345678")


def test_an_id_number_is_found_in_any_spelling():
    expected = blind_index("43052319900101123X", kind="id_number")
    for spelling in ("43052319900101123x", "430523 19900101 123X", "４３０５２３１９９００１０１１２３Ｘ"):
        assert blind_index(spelling, kind="id_number") == expected


@given(st.text())
def test_any_text_is_a_phone_or_refused(text):
    phone = phone_or_none(text)
    assert phone is None or phone_or_none(phone) == phone
