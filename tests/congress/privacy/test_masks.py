"""What may be seen of personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.privacy.masks import (
    MASKS,
    mask_address,
    mask_email,
    mask_id_number,
    mask_name,
    mask_phone,
)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("张小三", "张**"),
        ("欧阳明", "欧阳**"),
        ("买买提·艾力", "买**"),
        ("李", "李**"),
        ("", ""),
    ],
)
def test_of_a_name_the_family_name_stays(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("0739-5321234", "0739-*****34"),
        ("0739-5321234-801", "0739-*****34"),
        ("010-65321234", "010-******34"),
        ("12345", "****"),
        ("", ""),
    ],
)
def test_of_a_phone_enough_stays_to_recognise_it(phone, masked):
    assert mask_phone(phone) == masked


def test_of_an_id_number_two_and_three_characters_stay():
    assert mask_id_number("430523199001011231") == "43*************231"
    assert mask_id_number("123") == "****"
    assert mask_id_number("") == ""


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("隆回县桃花坪街道九龙路18号", "隆回县桃花坪街道****"),
        ("湖南省邵阳市隆回县金石桥镇黄金井村5组18号", "湖南省邵阳市隆回县金石桥镇****"),
        ("城步苗族自治县丹口镇下团村", "城步苗族自治县丹口镇****"),
        ("新宁县麻林瑶族乡三组", "新宁县麻林瑶族乡****"),
        ("邵阳市大祥区红旗路12号", "邵阳市大祥区****"),
        ("双清区家乡路3号", "双清区****"),
        ("阳光小区3栋2单元", "****"),
        ("桃花坪街道", "桃花坪街道"),
        ("某处", "****"),
        ("", ""),
    ],
)
def test_of_an_address_the_township_stays(address, masked):
    assert mask_address(address) == masked


def test_of_a_mail_address_the_host_stays():
    assert (mask_email("zhang@example.cn"), mask_email("x"), mask_email("")) == (
        "z****@example.cn",
        "****",
        "",
    )


@given(st.text(min_size=1), st.sampled_from(sorted(MASKS)))
def test_a_mask_takes_any_text(text, kind):
    assert isinstance(MASKS[kind](text), str)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_four_digits_of_a_mobile_are_never_shown(phone):
    assert mask_phone(phone) == phone[:3] + "****" + phone[7:]
