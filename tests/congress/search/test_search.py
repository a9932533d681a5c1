"""Search on a table of forty thousand letters."""

import random
from collections.abc import Iterator

import pytest
from django.db import connection, models
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from congress.search import selectors
from congress.search.fields import GramField, GramIndex
from congress.search.grams import grams, normalise
from congress.search.likeness import alike, forget_statistics
from congress.search.selectors import matching, search_count, search_page


class Letter(models.Model):
    """Exists in these tests alone."""

    place = models.CharField(max_length=6)
    search_text = models.TextField()
    search_grams = GramField()

    class Meta:
        app_label = "search_tests"
        indexes = [GramIndex(fields=["search_grams"], name="letter_grams")]

    def __str__(self) -> str:
        return self.search_text


FIELDS = {"text_field": "search_text", "gram_field": "search_grams"}
ROWS = 40_000
# Positions from the oldest letter on.
WORDS = {
    100: "古桥上的栏杆断了",
    150: "编号MY-2026-430523-000123",
    200: "鱼塘里有𫚉，堤边立着㙟字碑😀",
    250: "补贴100%到位_没有打折\\扣",
    300: "ＱＱ群１２３４５里有人说",
    39_990: "古桥已经修好",
}


@pytest.fixture(scope="module")
def letters(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Every twentieth letter speaks of 停车; the words above stand in one letter each."""
    dice = random.Random(7)  # noqa: S311
    pieces = [
        "路灯不亮",
        "垃圾清运",
        "自来水浑浊",
        "公交太少",
        "广场噪音",
        "学位紧张",
        "下水道堵塞",
        "树枝遮挡",
    ]
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Letter)
        rows = []
        for number in range(1, ROWS + 1):
            text = "，".join(dice.sample(pieces, 3)) + ("，停车难" if number % 20 == 0 else "")
            text = normalise(f"{text}。{WORDS.get(number, '')}")
            rows.append(Letter(place=f"43052{number % 8}", search_text=text, search_grams=grams(text)))
        Letter.objects.bulk_create(rows, batch_size=5_000)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE search_tests_letter")
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Letter)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters")]


def positions(text: str, limit: int = 50, **options: object) -> list[int]:
    first = Letter.objects.aggregate(last=Max("pk"))["last"] - ROWS
    return [
        row.pk - first for row in search_page(Letter.objects.all(), text, **FIELDS, limit=limit, **options)
    ]


def test_a_common_word_of_two_characters_fills_the_page_from_the_newest_letters():
    assert positions("停车", limit=5) == [40_000, 39_980, 39_960, 39_940, 39_920]


def test_a_rare_word_is_found_however_old_its_letter_is():
    assert positions("古桥") == [39_990, 100]
    assert positions("栏杆") == [100]


def test_every_word_of_the_query_must_stand_in_the_letter():
    assert positions("古桥 修好") == [39_990]
    assert positions("古桥 大象") == []


@pytest.mark.parametrize(
    "text", ["000123", "my-2026-430523-000123", "ＭＹ-２０２６-430523", "523-0001", "00123"]
)
def test_part_of_a_case_number_is_enough(text):
    assert positions(text) == [150]


@pytest.mark.parametrize("text", ["𫚉", "㙟", "😀", "有𫚉", "㙟字碑"])
def test_rare_characters_and_emoji_are_words(text):
    assert positions(text) == [200]


@pytest.mark.parametrize("text", ["100%", "位_没", "折\\扣", "０%"])
def test_what_looks_like_a_wildcard_means_itself(text):
    assert positions(text) == [250]


@pytest.mark.parametrize("text", ["%", "_", "\\", "1%0", "栏_", "' OR 1=1 --"])
def test_a_wildcard_finds_only_itself(text):
    assert positions(text) == ([250] if text in "%_\\" else [])


def test_full_width_and_narrow_writing_find_the_same_letter():
    assert positions("QQ群12345") == positions("ｑｑ群１２３４５") == [300]


def test_no_word_gives_the_newest_letters():
    assert positions(" \n　", limit=2) == [40_000, 39_999]


def test_the_next_page_begins_after_the_last_row():
    first = search_page(Letter.objects.all(), "停车", **FIELDS, limit=3)
    second = search_page(Letter.objects.all(), "停车", **FIELDS, limit=3, after=first[-1].pk)
    assert [row.pk - first[0].pk for row in first + second] == [0, -20, -40, -60, -80, -100]


def test_pages_together_give_every_letter_once(monkeypatch):
    monkeypatch.setattr(selectors, "WALK", 3_000)
    seen: list[int] = []
    page = search_page(Letter.objects.all(), "停车", **FIELDS, limit=90)
    while page:
        seen += [row.pk for row in page]
        page = search_page(Letter.objects.all(), "停车", **FIELDS, limit=90, after=seen[-1])
    assert len(seen) == len(set(seen)) == ROWS // 20
    assert seen == sorted(seen, reverse=True)


def test_the_letters_one_may_not_see_are_not_found():
    assert search_page(Letter.objects.filter(place="430520"), "古桥", **FIELDS, limit=5) == []
    assert len(search_page(Letter.objects.filter(place="430524"), "栏杆", **FIELDS, limit=5)) == 1


def test_one_common_character_is_looked_for_in_the_newest_letters():
    assert positions("难", limit=2) == [40_000, 39_980]


def test_counting_stops_at_the_cap():
    letters = Letter.objects.all()
    assert search_count(letters, "古桥", **FIELDS) == 2
    assert search_count(letters, "停车", **FIELDS, cap=1_000) == 1_001
    assert search_count(letters, "停车", **FIELDS, cap=5_000) == ROWS // 20


def test_a_word_that_nobody_wrote_is_answered_by_the_index():
    with CaptureQueriesContext(connection) as queries:
        assert positions("大象") == []
    last = queries.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + last)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on letter_grams" in plan
    assert "Seq Scan" not in plan


def test_a_list_in_another_order_is_narrowed_to_the_word():
    by_place = Letter.objects.order_by("place", "pk")
    first = Letter.objects.aggregate(last=Max("pk"))["last"] - ROWS
    assert [row.pk - first for row in matching(by_place, "古桥", **FIELDS)] == [100, 39_990][::1]
    common = matching(by_place, "停车", **FIELDS)
    assert common.count() == ROWS // 20
    assert matching(by_place, "  ", **FIELDS).count() == ROWS


def test_a_rare_word_in_another_order_is_looked_up_in_the_index():
    plan = matching(Letter.objects.order_by("place", "pk"), "栏杆", **FIELDS)[:50].explain()
    assert "Bitmap Index Scan on letter_grams" in plan
    assert "Seq Scan" not in plan


def test_letters_about_the_same_thing_are_found_by_their_rare_words():
    forget_statistics()
    first = Letter.objects.aggregate(last=Max("pk"))["last"] - ROWS
    typed = grams("我们村的古桥栏杆断了一段，很危险")
    found = alike(Letter.objects.all(), typed, gram_field="search_grams", share=0.2)
    assert [row.pk - first for row, _likeness in found] == [100]
    assert alike(Letter.objects.filter(place="430520"), typed, gram_field="search_grams", share=0.2) == []


def test_looking_for_likeness_uses_the_index(django_assert_num_queries):
    forget_statistics()
    with CaptureQueriesContext(connection) as queries:
        alike(Letter.objects.all(), grams("古桥栏杆"), gram_field="search_grams")
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries.captured_queries[-1]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on letter_grams" in plan
    with django_assert_num_queries(1):
        alike(Letter.objects.all(), grams("古桥栏杆"), gram_field="search_grams")


def test_nothing_typed_is_like_nothing():
    assert alike(Letter.objects.all(), [], gram_field="search_grams") == []


def test_a_young_table_without_statistics_is_compared_from_its_newest_rows():
    forget_statistics()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pg_statistic WHERE starelid = 'search_tests_letter'::regclass")
    found = alike(Letter.objects.all(), grams("停车难"), gram_field="search_grams", share=0.9)
    assert len(found) == 5
    forget_statistics()
