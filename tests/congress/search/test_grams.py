"""What an index can look up of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.search.grams import grams, grams_of_query, normalise, words_of

CHINESE = st.text(alphabet="停车位桥路灯不亮２０2６ＡaＢb-，。 \n𫚉㙟😀", max_size=60)


def test_a_two_character_word_is_one_number():
    assert grams("停车") == [(ord("停") << 16) + ord("车")]


def test_full_width_letters_and_digits_are_the_same_as_narrow_ones():
    assert normalise("ＭＹ－２０２６　号\n楼") == "my-2026 号 楼"
    assert grams("ＭＹ－２０２６") == grams("my-2026")


def test_a_nul_byte_becomes_a_blank():
    assert normalise("停\x00车") == "停 车"


def test_no_pair_reaches_over_punctuation_or_blanks():
    assert set(grams("停车，收费 难")) == set(grams("停车")) | set(grams("收费"))


@pytest.mark.parametrize("word", ["𫚉", "㙟", "😀", "👨‍👩‍👧"])
def test_a_rare_character_can_be_looked_up_alone(word):
    text = normalise(f"村口的{word}坏了")
    assert grams_of_query(words_of(word))
    assert set(grams_of_query(words_of(word))) <= set(grams(text))


def test_one_common_character_has_no_number_to_look_up():
    assert grams_of_query(["路"]) == []
    assert grams_of_query(["，。"]) == []


def test_numbers_are_looked_up_by_four_digits_at_a_time():
    text = set(grams("MY-2026-430523-000123"))
    for part in ("my-2026-430523-000123", "000123", "00123", "523-0001", "12", "012"):
        assert set(grams_of_query([part])) <= text
    assert not set(grams_of_query(["000124"])) <= text


def test_every_number_fits_into_an_int4():
    wide = "".join(chr(code) for code in range(0x20, 0x2FFFF, 97) if not 0xD800 <= code <= 0xDFFF)
    assert all(-(2**31) <= number < 2**31 for number in grams(wide))


@given(CHINESE, CHINESE, CHINESE)
def test_whatever_stands_in_a_text_is_found_by_its_numbers(before, middle, after):
    held = normalise(before + middle + after)
    for word in words_of(middle):
        if word in held:
            assert set(grams_of_query([word])) <= set(grams(held))


@given(st.text())
def test_normalising_twice_changes_nothing_that_is_looked_up(text):
    assert grams(normalise(text)) == grams(text)
