"""The title that a matter gets when nobody wrote one."""

import pytest

from petitions.suggestions.titles import title_from


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            "村口到小学的路灯半年不亮，孩子放学看不见路，希望冬天前修好。",
            "村口到小学的路灯半年不亮，孩子放学看不见路，希望冬天前修好",
        ),
        ("尊敬的领导：您好！我是桃花坪的居民，小区门口积水严重。每次下雨都要绕路。", "小区门口积水严重"),
        ("领导好，请问，农村养老保险怎么补缴？", "农村养老保险怎么补缴"),
        ("我们是三楼的住户，楼下烧烤摊每天营业到凌晨两点。", "楼下烧烤摊每天营业到凌晨两点"),
        ("你好", "你好"),
        ("路" * 60, "路" * 29 + "…"),
        (
            "公交车\n改线以后老人看病要走两里路，希望恢复原来的站点，方便大家出行",
            "公交车 改线以后老人看病要走两里路，希望恢复原来的站点",
        ),
    ],
)
def test_a_title_says_the_matter_and_not_the_greeting(words, title):
    assert title_from(words) == title


def test_a_title_is_never_longer_than_thirty_characters():
    assert all(len(title_from("一二三四五，" * n)) <= 30 for n in range(1, 40))
