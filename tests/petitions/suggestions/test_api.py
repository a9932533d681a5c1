"""The API as a partner system meets it: tokens, documents, problems."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from oauth2_provider.models import AccessToken, Application
from openapi_spec_validator import validate

from congress.models import User
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.reply import publish_suggestion
from petitions.suggestions.services.transfer import transfer_suggestion
from petitions.suggestions.states import State
from tests.factories import make_user
from tests.petitions.suggestions.cases import ANSWER, WORDS, receive, replied

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner() -> Callable[..., Any]:
    """Calls with a token of a service account: partner(role, organisation, scopes)(method, path, body, key)."""

    def sign_in(role: str, organisation: Any, scopes: str) -> Callable[..., Any]:
        user: User = make_user(role=role, organisation=organisation, is_service=True)
        application = Application.objects.create(
            user=user,
            client_type="confidential",
            authorization_grant_type="client-credentials",
            name=user.username,
        )
        token = AccessToken.objects.create(
            application=application, token=f"token-{user.pk}", expires=now().replace(year=2099), scope=scopes
        )
        client = Client()

        def call(
            method: str,
            path: str,
            body: Any = None,
            key: str = "",
            *,
            raw: bytes | None = None,
            content_type: str = "application/json",
            **headers: str,
        ) -> Any:
            headers = {"Authorization": f"Bearer {token.token}", **headers}
            if key:
                headers["Idempotency-Key"] = key
            data = json.dumps(body) if body is not None else ""
            return client.generic(
                method, f"/api/v1/{path}", data=raw or data, content_type=content_type, headers=headers
            )

        return call

    return sign_in


BODY = {"content": WORDS, "region": "430524001", "persons": [{"name": "刘桂香", "phone": "13900001234"}]}


@pytest.fixture
def hotline(partner, city_office, county_office):
    receive()
    return partner("clerk", city_office, "suggestions:read suggestions:write suggestions:handle")


def test_a_partner_submits_once_however_often_the_answer_is_lost(hotline) -> None:
    first = hotline("POST", "suggestions", BODY, key="a-1")
    again = hotline("POST", "suggestions", BODY, key="a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert first["Location"] == f"/api/v1/suggestions/{first.json()['number']}"
    assert Suggestion.objects.filter(channel="api").count() == 1


def test_the_same_key_with_another_body_is_refused(hotline) -> None:
    hotline("POST", "suggestions", BODY, key="a-1")
    other = hotline("POST", "suggestions", {**BODY, "spot": "桥头"}, key="a-1")
    assert (other.status_code, other.json()["type"]) == (422, "urn:lianxin:problem:idempotency-key-reused")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**BODY, "region": "999999999"}, "#/region"),
        ({**BODY, "content": "短"}, "#/content"),
        ({**BODY, "persons": [{"phone": "123"}]}, "#/phone"),
        ({**BODY, "contnet": "x"}, "#/contnet"),
        ({**BODY, "kind": "secret"}, "#/kind"),
        ({**BODY, "received_at": "2099-01-01T00:00:00+08:00"}, "#/received_at"),
    ],
)
def test_a_bad_document_is_answered_with_a_pointer_to_the_field(hotline, body, pointer) -> None:
    before = Suggestion.objects.count()
    answer = hotline("POST", "suggestions", body, key="b-1")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert Suggestion.objects.count() == before


def test_without_token_wrong_token_and_missing_scope_are_told_apart(client, partner, city_office) -> None:
    assert client.get("/api/v1/suggestions").status_code == 401
    bad = client.get("/api/v1/suggestions", headers={"Authorization": "Bearer nope"})
    assert (bad.status_code, bad.json()["type"]) == (401, "urn:lianxin:problem:invalid-token")
    reader = partner("clerk", city_office, "suggestions:read")
    assert reader("POST", "suggestions", BODY, key="c").status_code == 403


def test_the_list_pages_by_cursor_oldest_change_first(hotline) -> None:
    numbers = [hotline("POST", "suggestions", BODY, key=f"k{n}").json()["number"] for n in range(4)]
    first = hotline("GET", "suggestions?limit=3").json()
    assert [row["number"] for row in first["results"]][1:] == numbers[:2]
    assert set(first["results"][0]) >= {"number", "state", "due_on", "category", "lead", "region"}
    second = hotline("GET", first["next"].split("/api/v1/")[1]).json()
    assert [row["number"] for row in second["results"]] == numbers[2:]
    assert second["next"] is None


def test_updated_since_gives_only_what_changed(hotline, clerk, department) -> None:
    before = now().isoformat().replace("+", "%2B")
    matter = receive().suggestion
    assert [r["number"] for r in hotline("GET", f"suggestions?updated_since={before}").json()["results"]] == [
        matter.number
    ]
    naive = hotline("GET", "suggestions?updated_since=2026-11-23")
    assert (naive.status_code, naive.json()["errors"][0]["pointer"]) == (422, "#/updated_since")


def test_a_broken_cursor_is_a_problem_and_no_crash(hotline) -> None:
    answer = hotline("GET", "suggestions?cursor=abc")
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:lianxin:problem:bad-cursor")


def test_what_one_may_not_see_does_not_exist(partner, other_department) -> None:
    number = receive().suggestion.number
    stranger = partner("handler", other_department, "suggestions:read suggestions:handle")
    assert stranger("GET", f"suggestions/{number}").status_code == 404
    assert stranger("GET", "suggestions/MY-2026-000000-000001").status_code == 404
    assert stranger("POST", f"suggestions/{number}/steps/sign", {}, key="s").status_code == 404


def test_a_handler_s_system_signs_and_replies(partner, clerk, department) -> None:
    number = transfer_suggestion(receive().suggestion, lead=department, actor=clerk, on=localdate()).number
    handler = partner("handler", department, "suggestions:read suggestions:handle")
    signed = handler("POST", f"suggestions/{number}/steps/sign", {}, key="1")
    assert (signed.status_code, signed.json()["state"]) == (200, "handling")
    body = {"text": ANSWER, "result_class": "solved", "signature_level": "head"}
    short = handler("POST", f"suggestions/{number}/steps/reply", {**body, "text": "好"}, key="2")
    assert (short.status_code, short.json()["errors"][0]["pointer"]) == (422, "#/text")
    done = handler("POST", f"suggestions/{number}/steps/reply", body, key="3")
    assert (done.status_code, done.json()["state"], done.json()["lead"]) == (200, "replied", "430500-SL")
    again = handler("POST", f"suggestions/{number}/steps/reply", {**body, "text": ANSWER + "。"}, key="4")
    assert (again.status_code, again.json()["detail"]) == (409, "当前状态为“已答复”，不能答复。")
    timeline = handler("GET", f"suggestions/{number}/timeline").json()["results"]
    assert [entry["step"] for entry in timeline] == ["submit", "accept", "transfer", "sign", "reply"]


def test_published_cases_need_no_token_and_show_the_edited_copy_only(
    client, clerk, department, handler
) -> None:
    matter = replied(clerk, department, handler, on=localdate())
    publish_suggestion(
        matter, public_title="村口路灯不亮", public_text="村口路段路灯半年不亮。", public_reply="已恢复照明，每周巡查。",
        actor=clerk, on=localdate(),
    )  # fmt: skip
    rows = client.get("/api/v1/published").json()["results"]
    assert [(row["number"], row["title"], row["lead"]) for row in rows] == [
        (matter.number, "村口路灯不亮", "430500-SL")
    ]
    assert WORDS not in json.dumps(rows, ensure_ascii=False)
    assert client.get(f"/api/v1/published/{matter.number}").json()["reply"] == "已恢复照明，每周巡查。"
    assert client.get("/api/v1/published/MY-2026-430524-999999").status_code == 404


def test_the_registers_are_public(client, department) -> None:
    assert client.get("/api/v1/organisations").json()["results"][0]["code"] == "430500-SL"
    assert client.get("/api/v1/regions?parent=430500").status_code == 200
    assert client.get("/api/v1/categories").status_code == 200


def test_the_description_is_valid_openapi(client) -> None:
    answer = client.get("/api/v1/schema", headers={"Accept": "application/json"})
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_sealed_and_closed_rows_are_listed_with_due_on_null(hotline) -> None:
    Suggestion.objects.update(state=State.CONCLUDED, due_on="9999-12-31")
    assert [row["due_on"] for row in hotline("GET", "suggestions").json()["results"]] == [None]


def test_the_docs_page_needs_no_file_from_outside(client) -> None:
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert "https://" not in page.content.decode()
    assert "script-src 'self'" in page["Content-Security-Policy"]
    script = client.get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema" in script.content.decode()


@pytest.mark.parametrize("body", [b"{", b'{"content": NaN}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_gets_a_chinese_sentence(hotline, body: bytes) -> None:
    answer = hotline("POST", "suggestions", raw=body, key="a-1")
    assert (answer.status_code, answer.json()["detail"]) == (400, "请求内容不是有效的 JSON。")


def test_a_form_instead_of_json_is_refused_as_such(hotline) -> None:
    # Something reads a form before the API does: the key's checksum over the bytes then had nothing to read.
    answer = hotline(
        "POST", "suggestions", raw=b"--x--", key="a-1", content_type="multipart/form-data; boundary=x"
    )
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:lianxin:problem:unsupported-media-type")
    assert Suggestion.objects.filter(channel="api").count() == 0


def test_the_docs_page_lists_every_call_in_chinese(client) -> None:
    document = client.get("/api/v1/schema", headers={"accept": "application/json"}).json()
    page = client.get("/api/docs/").content.decode()
    operations = [(a, o) for a, path in document["paths"].items() for o in path.values()]
    groups = {"群众意见建议", "办理公开", "单位", "行政区划", "事项类别"}
    groups |= {"代表名录", "机构名录", "选区和席位", "代表资格", "代表站点", "接待安排"}
    groups |= {"履职台账", "履职档案", "会议出席", "民生实事项目", "项目票决"}
    assert {operation["tags"][0] for _address, operation in operations} == groups
    for address, operation in operations:
        assert f'<th scope="row">{operation["summary"]}</th>' in page
        assert address in page


def test_partners_do_not_read_notes_to_developers(client) -> None:
    document = client.get("/api/v1/schema", headers={"accept": "application/json"}).json()
    parts = [o for path in document["paths"].values() for o in path.values()]
    parts += document["components"]["schemas"].values()
    told = [part["description"] for part in parts if "description" in part]
    assert [words for words in told if not any("一" <= sign <= "鿿" for sign in words)] == []
