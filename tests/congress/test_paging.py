"""Pages by key."""

import pytest

from congress.paging import Page, keyset_page
from congress.regions.models import Region
from tests.factories import make_region

ORDER = ("name", "code")


@pytest.fixture
def places(db):
    for code, name in [
        ("990501", "甲"),
        ("990502", "乙"),
        ("990503", "乙"),
        ("990504", "丙"),
        ("990505", "丁"),
    ]:
        make_region(code, name)
    return Region.objects.filter(code__startswith="9905")


def codes(page: Page) -> list[str]:
    return [row.code for row in page.rows]


def in_order(places) -> list[str]:
    return list(places.order_by(*ORDER).values_list("code", flat=True))


def test_the_pages_together_are_the_list(places):
    seen, cursor = [], ""
    while True:
        page = keyset_page(places, ORDER, cursor, size=2)
        seen += codes(page)
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == in_order(places)


def test_the_way_back_shows_the_same_pages(places):
    first = keyset_page(places, ORDER, size=2)
    second = keyset_page(places, ORDER, first.next_cursor, size=2)
    third = keyset_page(places, ORDER, second.next_cursor, size=2)
    assert codes(keyset_page(places, ORDER, third.prev_cursor, size=2)) == codes(second)
    again = keyset_page(places, ORDER, second.prev_cursor, size=2)
    assert codes(again) == codes(first)
    assert (again.prev_cursor, again.is_first) == ("", True)
    assert codes(keyset_page(places, ORDER, again.next_cursor, size=2)) == codes(second)


def test_a_falling_order_works_the_same(places):
    order = ("-name", "-code")
    first = keyset_page(places, order, size=3)
    second = keyset_page(places, order, first.next_cursor, size=3)
    assert codes(first) + codes(second) == list(places.order_by(*order).values_list("code", flat=True))
    assert second.next_cursor == ""


def test_a_row_that_comes_in_between_shifts_nothing(places):
    first = keyset_page(places, ("code",), size=2)
    make_region("990500", "新")
    assert codes(keyset_page(places, ("code",), first.next_cursor, size=2)) == ["990503", "990504"]


@pytest.mark.parametrize("cursor", ["x", "MTIz", "%00", "x" * 5000, "W10:1vN:abc", "乱码"])
def test_a_broken_cursor_shows_the_first_page_and_says_so(places, cursor):
    page = keyset_page(places, ORDER, cursor, size=2)
    assert codes(page) == in_order(places)[:2]
    assert page.trouble == "翻页的地址已失效，现在显示第一页。"


def test_the_cursor_of_another_list_is_a_broken_one(places):
    other = keyset_page(places, ("code",), size=2).next_cursor
    assert keyset_page(places, ORDER, other, size=2).trouble
    assert keyset_page(places, ("code",), other, size=2, name="mine").trouble


def test_counting_stops_at_the_cap(places):
    assert keyset_page(places, ORDER, size=2, cap=3).count_text == "3+"
    assert keyset_page(places, ORDER, size=2, cap=10).count_text == "5"
    assert keyset_page(places, ORDER, size=2).count_text == ""


def test_a_function_that_fetches_pages_on_by_its_own_key():
    numbers = list(range(1, 8))

    def fetch(after, size):
        return [(n,) for n in numbers if after is None or n > after[0]][: size + 1]

    first = keyset_page(fetch, lambda row: row, size=3)
    second = keyset_page(fetch, lambda row: row, first.next_cursor, size=3)
    third = keyset_page(fetch, lambda row: row, second.next_cursor, size=3)
    assert [page.rows for page in (first, second, third)] == [[(1,), (2,), (3,)], [(4,), (5,), (6,)], [(7,)]]
    assert (third.next_cursor, third.is_first) == ("", False)


def test_a_page_costs_one_query_and_the_count_one_more(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        keyset_page(places, ORDER, size=2)
    with django_assert_num_queries(2):
        keyset_page(places, ORDER, size=2, cap=100)
