import pytest
from django.core import signing
from django.test import Client

from congress.regions.models import Region

pytestmark = pytest.mark.urls("tests.congress.api.endpoints")


@pytest.fixture
def regions(db: None) -> list[str]:
    """Twenty-five divisions, five of each name; in the list's order."""
    rows = [Region(code=f"9{n:05d}", name=f"试区{n % 5}", level="county") for n in range(25)]
    Region.objects.bulk_create(rows)
    return [row.code for row in sorted(rows, key=lambda row: (row.name, -int(row.code)))]


def walk(api: Client, address: str) -> list[list[str]]:
    pages = []
    while address:
        answer = api.get(address).json()
        pages.append([row["code"] for row in answer["results"]])
        address = answer["next"]
    return pages


@pytest.mark.parametrize("limit", [1, 4, 5, 24, 25, 26, 100])
def test_the_pages_together_are_the_whole_list(api, regions, limit):
    pages = walk(api, f"/api/x/regions/?limit={limit}")

    assert [code for page in pages for code in page] == regions
    assert all(len(page) == limit for page in pages[:-1])


def test_a_row_that_comes_in_meanwhile_shifts_nothing(api, regions):
    first = api.get("/api/x/regions/?limit=10").json()
    Region.objects.create(code="999999", name="试区0", level="county")

    second = api.get(first["next"]).json()

    assert [row["code"] for row in first["results"] + second["results"]] == regions[:20]


def test_the_next_address_keeps_the_filters(api, regions):
    following = api.get("/api/x/regions/?limit=10&kind=a%26b").json()["next"]

    assert following.startswith("http://testserver/api/x/regions/?")
    assert "kind=a%26b" in following
    assert "limit=10" in following


def test_a_deep_page_costs_one_query(api, regions, django_assert_num_queries):
    first = api.get("/api/x/regions/?limit=10").json()

    with django_assert_num_queries(2):  # the token and the page
        api.get(first["next"])


FORGED = [
    "nonsense",
    "😀",
    "x" * 5000,
    signing.dumps(["试区0", "000000"], salt="another"),
    signing.dumps(["试区0"], salt="congress.api.cursor:name,-code"),
    signing.dumps({"a": 1}, salt="congress.api.cursor:name,-code"),
    signing.dumps(3, salt="congress.api.cursor:name,-code"),
]


@pytest.mark.parametrize("cursor", FORGED)
def test_a_cursor_that_is_not_ours_is_refused(api, cursor):
    answer = api.get("/api/x/regions/", {"cursor": cursor})

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:lianxin:problem:bad-cursor"


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1e9", "ten", "9" * 40, "５"])
def test_a_limit_out_of_bounds_is_refused(api, limit):
    answer = api.get("/api/x/regions/", {"limit": limit})

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:lianxin:problem:bad-limit"
