from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from congress.api.models import IdempotencyKey
from congress.api.services import create_api_client
from congress.regions.models import Region
from tests.congress.api.conftest import ask_token

pytestmark = pytest.mark.urls("tests.congress.api.endpoints")


def post(api: Client, body: dict[str, object], key: str | None = "key-1", path: str = "/api/x/regions/"):
    headers = {} if key is None else {"Idempotency-Key": key}
    return api.post(path, body, content_type="application/json", headers=headers)


def test_the_same_call_again_gets_the_same_answer_and_changes_nothing(api):
    body = {"code": "430599", "name": "新区"}

    first, second, third = (post(api, body) for _n in range(3))

    assert [answer.status_code for answer in (first, second, third)] == [201, 201, 201]
    assert first.content == second.content == third.content
    assert [answer.get("Idempotency-Replayed") for answer in (first, second)] == [None, "true"]
    assert second["Location"] == first["Location"] == "/api/x/430599"
    assert Region.objects.filter(code="430599").count() == 1
    assert IdempotencyKey.objects.count() == 1


def test_the_same_key_for_another_body_is_refused(api):
    post(api, {"code": "430599", "name": "新区"})

    answer = post(api, {"code": "430598", "name": "新区"})

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:lianxin:problem:idempotency-key-reused"
    assert not Region.objects.filter(code="430598").exists()


def test_a_refused_call_leaves_no_key_and_may_be_tried_again(api):
    Region.objects.create(code="430599", name="旧区", level="county")
    body = {"code": "430599", "name": "新区"}
    assert post(api, body).status_code == 409
    assert post(api, {"name": "没有代码"}).status_code == 422
    assert not IdempotencyKey.objects.exists()

    Region.objects.get(code="430599").delete()

    assert post(api, body).status_code == 201


def test_an_answer_that_says_no_undoes_what_was_done_before_it(api):
    assert post(api, {"code": "refuse", "name": "新区"}).status_code == 409

    assert not Region.objects.filter(code="refuse").exists()
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("key", ["", "a b", "钥匙", "x" * 201, "tab\tkey"])
def test_a_malformed_key_is_refused_or_absent(api, key):
    answer = post(api, {"code": "430599", "name": "新区"}, key=key.encode().decode("latin-1"))

    # An empty header is no header; this endpoint does not demand one.
    assert answer.status_code == (201 if not key.strip() else 400)


def test_without_a_key_every_call_counts(api):
    body = {"code": "430599", "name": "新区"}

    assert [post(api, body, key=None).status_code for _n in range(2)] == [201, 409]


def test_another_partners_key_is_another_key(api, system_admin):
    other, secret = create_api_client(
        username="gov",
        name="政务平台",
        scopes=["suggestions:write"],
        actor=system_admin,
        at=system_admin.date_joined,
    )
    text = ask_token(other, client_secret=secret).json()["access_token"]
    other_api = Client(headers={"Authorization": f"Bearer {text}"})

    assert post(api, {"code": "430599", "name": "新区"}).status_code == 201
    assert post(other_api, {"code": "430598", "name": "新区"}).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_many_equal_calls_at_once_one_does_the_work(api):
    barrier = Barrier(6)
    body = {"code": "430599", "name": "新区"}

    def call(_n: int) -> tuple[int, bytes, str | None]:
        try:
            barrier.wait()
            answer = post(api, body)
            return answer.status_code, answer.content, answer.get("Idempotency-Replayed")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(call, range(6)))

    assert {(status, content) for status, content, _replayed in answers} == {(201, answers[0][1])}
    assert sorted(str(replayed) for _status, _content, replayed in answers) == ["None"] + ["true"] * 5
    assert IdempotencyKey.objects.count() == 1
