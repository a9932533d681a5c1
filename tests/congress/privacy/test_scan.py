"""Nothing leaves with somebody's data in it, and ordinary numbers are left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.privacy.scan import find_personal_data, is_id_number

ID = "430523199001011231"

FOUND = [
    ("请拨打13812345678联系", "mobile", "13812345678"),
    ("１３８１２３４５６７８", "mobile", "１３８１２３４５６７８"),
    ("138 1234 5678", "mobile", "138 1234 5678"),
    ("1 3 8 1 2 3 4 5 6 7 8", "mobile", "1 3 8 1 2 3 4 5 6 7 8"),
    ("138\u200b1234\u200b5678", "mobile", "138\u200b1234\u200b5678"),
    ("+86-138-1234-5678", "mobile", "138-1234-5678"),
    ("138.1234.5678", "mobile", "138.1234.5678"),
    ("一三八一二三四五六七八", "mobile", "一三八一二三四五六七八"),
    ("幺三八幺二三四五六七八", "mobile", "幺三八幺二三四五六七八"),
    ("wx_13812345678.jpg", "mobile", "13812345678"),
    ("电话0739-5321234", "landline", "0739-5321234"),
    ("(0739)5321234", "landline", "(0739)5321234"),
    ("（0736-7399892）", "landline", "0736-7399892"),
    ("０７３９－５３２１２３４", "landline", "０７３９－５３２１２３４"),
    ("联系电话：5321234", "landline", "5321234"),
    (f"身份证{ID}。", "id_number", ID),
    ("430523 19900101 1231", "id_number", "430523 19900101 1231"),
    ("卡号6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128"),
    ("卡号4111111111111111", "bank_card", "4111111111111111"),
    ("湘E12345", "plate", "湘E12345"),
    ("湘E·D12345", "plate", "湘E·D12345"),
    ("湘e1a2b3", "plate", "湘e1a2b3"),
    ("粤Ｂ１２３４５", "plate", "粤Ｂ１２３４５"),
    ("阳光小区3栋2单元501室", "door_number", "3栋2单元501室"),
    ("12栋301", "door_number", "12栋301"),
    ("12号楼三单元502", "door_number", "12号楼三单元502"),
    ("A座1203室", "door_number", "A座1203室"),
    ("二单元301", "door_number", "二单元301"),
    ("黄金井村5组18号", "door_number", "村5组18号"),
    ("门牌号18号", "door_number", "门牌号18号"),
    ("资江小学三年级2班的王小明同学", "pupil", "小学三年级2班的王小明"),
    ("一中高一(3)班李强，", "pupil", "一中高一(3)班李强"),
    ("双清幼儿园大班小朋友欧阳小花被", "pupil", "幼儿园大班小朋友欧阳小花"),
]

LEFT_ALONE = [
    "投资13800000000元",
    "投资13812345678.90元",
    "￥13812345678",
    "共计138.12345678万元",
    "13812345678平方米",
    "2026年11月23日15时30分",
    "2026-11-23 15:00:00",
    "MY-2026-430523-000123",
    "RX20261123000123",
    "邵市财预〔2026〕138号",
    "项目编号430523202600012345",
    "2026 2025 2024 2023 2022",
    "IMG_20260101_123456.jpg",
    "mmexport1680000000000.jpg",
    "微信图片_20260101123456.png",
    "资江小学三年级2班的学生家长反映",
    "实验中学初一3班有人",
    "3栋居民反映，12栋停水",
    "16栋08户型的门",
    "第3组12号文件",
    "12345热线、110、119",
    "湖南省第十四届人大常委会第二十三次会议",
    "1380万元、1234户、5678人、14亿人",
    "新A股上市",
    "0.0739",
    "邵阳大道路灯12盏",
    "9558",
    "",
]


@pytest.mark.parametrize(("text", "kind", "part"), FOUND)
def test_personal_data_is_found(text, kind, part):
    (hit,) = find_personal_data(text)
    assert (hit.kind, hit.text) == (kind, part)
    assert text[hit.start : hit.end] == part


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_ordinary_words_and_numbers_are_left_alone(text):
    assert find_personal_data(text) == []


def test_the_cases_own_people_are_found_in_any_spelling():
    text = "张 三和李四，０７３９５３２１２３４，139 8765 4321"
    hits = find_personal_data(text, own_names=["张三", "王"], own_phones=["0739-5321234", "+86 13987654321"])
    assert [(hit.kind, hit.text) for hit in hits] == [
        ("own_name", "张 三"),
        ("own_phone", "５３２１２３４"),
        ("own_phone", "139 8765 4321"),
    ]


def test_a_number_that_an_office_published_is_no_hit_unless_it_is_a_citizens_own():
    text = "请致电0739-5321234或13812345678"
    public = ["（0739）5321234", "138 1234 5678"]
    assert find_personal_data(text, public_phones=public) == []
    (hit,) = find_personal_data(text, public_phones=public, own_phones=["13812345678"])
    assert (hit.kind, hit.text) == ("own_phone", "13812345678")


def test_several_finds_come_in_order_and_never_overlap():
    text = f"王先生湘E12345电话13812345678，身份证{ID}，住3栋2单元501室"
    hits = find_personal_data(text)
    assert [hit.kind for hit in hits] == ["plate", "mobile", "id_number", "door_number"]
    assert all(a.end <= b.start for a, b in pairwise(hits))


def test_an_id_number_needs_a_date_and_its_check_digit():
    assert is_id_number(ID)
    assert not is_id_number(ID[:-1] + "2")
    assert not is_id_number("430523199013011231")
    assert find_personal_data("身份证430523199001011232") == []


@given(
    st.text(alphabet="甲乙丙，。 \n"),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.text(alphabet="丁戊己，。\n"),
)
def test_a_mobile_is_found_wherever_it_stands(before, phone, after):
    hits = find_personal_data(before + phone + after)
    assert [(hit.kind, hit.start, hit.text) for hit in hits] == [("mobile", len(before), phone)]


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-", "·", "  "]))
def test_a_mobile_is_found_with_gaps_and_in_full_width(phone, gap):
    wide = gap.join(chr(ord(digit) + 0xFEE0) for digit in phone)
    assert [hit.kind for hit in find_personal_data(wide)] == ["mobile"]


@given(st.dates(), st.integers(1, 999999), st.integers(0, 10**10))
def test_dates_case_numbers_and_amounts_are_never_hits(day, number, fen):
    text = (
        f"{day:%Y年%m月%d日}（{day:%Y-%m-%d}）MY-{day:%Y}-430523-{number:06d}号，"
        f"金额{fen}元，即{fen / 100:.2f}元、{fen}万元"
    )
    assert find_personal_data(text) == []


@given(st.text())
def test_any_text_can_be_scanned(text):
    for hit in find_personal_data(text, own_names=["张三"], own_phones=["13812345678"]):
        assert text[hit.start : hit.end] == hit.text
        assert hit.start < hit.end
