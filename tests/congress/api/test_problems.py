import logging

import pytest
from django.test import Client

from congress.regions.models import Region

pytestmark = [pytest.mark.urls("tests.congress.api.endpoints"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("how", "status", "code", "detail"),
    [
        ("bad-input", 422, "too-long", "太长了。"),
        ("not-allowed", 403, "not-allowed", "您没有办理该事项的权限。"),
        ("not-found", 404, "no-such-case", "没有这件事项。"),
        ("wrong-state", 409, "wrong-state", "当前不能办结。"),
        ("stale", 409, "stale", "已被别人修改。"),
        ("too-many", 429, "too-many", "操作过于频繁。"),
        ("database", 503, "unavailable", "请稍后再试。"),
    ],
)
def test_every_refusal_is_a_problem_document(how, status, code, detail):
    answer = Client().get(f"/api/x/fails/{how}/")

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert (document["type"], document["status"]) == (f"urn:lianxin:problem:{code}", status)
    assert document["detail"] == detail
    assert document["title"]
    assert document["instance"] == f"urn:lianxin:request:{answer['X-Request-ID']}"


def test_a_refusal_of_one_field_points_to_it():
    document = Client().get("/api/x/fails/bad-input/").json()

    assert document["errors"] == [{"pointer": "#/title", "code": "too_long", "detail": "太长了。"}]


def test_a_limit_says_when_to_come_back():
    assert Client().get("/api/x/fails/too-many/")["Retry-After"] == "61"


@pytest.mark.parametrize(
    ("how", "status"), [("http404", 404), ("denied", 403), ("crash", 500), ("database", 503)]
)
def test_nothing_of_the_inside_is_told(how, status, caplog):
    with caplog.at_level(logging.CRITICAL):
        answer = Client().get(f"/api/x/fails/{how}/")

    assert answer.status_code == status
    assert "secret" not in answer.content.decode()


def test_a_crash_is_logged(caplog):
    Client().get("/api/x/fails/crash/")

    assert "an API call failed" in caplog.text


def post(api: Client, body: object, **extra: object):
    return api.post(
        "/api/x/regions/", body, content_type=extra.pop("content_type", "application/json"), **extra
    )


def test_wrong_fields_are_listed_with_pointers(api):
    answer = post(api, {"name": "x" * 61, "streets": [{"number": 1}, {"number": 0}, {}]})

    assert answer.status_code == 422
    document = answer.json()
    assert document["type"] == "urn:lianxin:problem:invalid"
    assert sorted((error["pointer"], error["code"]) for error in document["errors"]) == [
        ("#/code", "required"),
        ("#/name", "max_length"),
        ("#/streets/1/number", "min_value"),
        ("#/streets/2/number", "required"),
    ]
    assert not Region.objects.filter(name__startswith="x").exists()


@pytest.mark.parametrize("body", ["[1, 2]", '"text"', "null", "3"])
def test_a_body_that_is_no_object_is_refused(api, body):
    assert post(api, body).status_code == 422


@pytest.mark.parametrize("body", ["{", "\x00", '{"a": NaN}', b"\xff\xfe{}", "[" * 100_000])
def test_a_body_that_is_no_json_is_refused(api, body):
    answer = post(api, body)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "😀𫚉㙟"])
def test_odd_characters_never_crash_it(api, name):
    assert post(api, {"code": "9", "name": name}).status_code in {201, 400, 422}


def test_other_formats_and_methods_are_refused(api):
    assert post(api, "a=1", content_type="application/x-www-form-urlencoded").status_code == 415
    assert api.delete("/api/x/regions/").status_code in {403, 405}
    assert api.get("/api/x/whoami/", headers={"Accept": "text/csv"}).status_code == 406


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k"}])
def test_a_body_that_is_too_large_is_refused(api, headers):
    answer = post(api, {"code": "9", "name": "x" * 3_000_000}, headers=headers)

    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:lianxin:problem:too-large"


def test_an_unknown_address_under_api_is_a_problem_too():
    for answer in (Client().get("/api/v9/nothing/"), Client().post("/api/x")):
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:lianxin:problem:not-found"
        assert answer["Content-Type"] == "application/problem+json"


def test_a_nul_in_the_query_is_a_problem(api):
    answer = api.get("/api/x/regions/", {"cursor": "\x00"})

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:lianxin:problem:nul-character"
