"""What a partner system sends that is broken or means harm: a problem document each time, and nothing changed."""

import json

import pytest
from django.db import connection

from congress.audit.models import AuditEvent
from congress.models import Notice
from petitions.suggestions.models import Suggestion
from petitions.suggestions.states import State
from tests.petitions.suggestions.cases import MONDAY, receive, transferred
from tests.petitions.suggestions.test_api import BODY, partner  # noqa: F401

pytestmark = pytest.mark.django_db

# Half a character, as JSON can spell it; no database takes it.
HALF = "\ud83d"
ODD = [
    HALF,
    "\0",
    "9" * 5000,
    10**400,
    -1,
    1.5,
    True,
    None,
    [],
    [[]],
    {},
    {"a": "b"},
    ["x"],
    "²",
    "x" * 100_000,
]
FIELDS = (
    "content", "title", "region", "spot", "category", "kind", "people_count", "persons", "received_at", "is_minor",
    "publish_consent",
)  # fmt: skip
STEPS = {
    "sign": ("text", "version"),
    "return_to_sender": ("basis", "proposed", "text", "version"),
    "reply": ("text", "result_class", "signature_level", "promised_on", "version"),
}


@pytest.fixture
def hotline(partner, city_office):  # noqa: F811
    receive()
    return partner("clerk", city_office, "suggestions:read suggestions:write suggestions:handle")


@pytest.mark.parametrize("field", FIELDS)
def test_no_value_of_a_wrong_kind_breaks_the_submission(hotline, field) -> None:
    answers = {
        repr(value)[:30]: hotline(
            "POST", "suggestions", BODY | {field: value}, key=f"{field}-{n}"
        ).status_code
        for n, value in enumerate(ODD)
    }
    assert {value: status for value, status in answers.items() if status not in {201, 400, 422}} == {}


@pytest.mark.parametrize("part", ["name", "phone", "address"])
@pytest.mark.parametrize("value", [HALF * 4, "\0", [], {}, 10**400, "刘" * 41])
def test_no_value_of_a_wrong_kind_breaks_a_person(hotline, part, value) -> None:
    person = {"name": "刘桂香", "phone": "13900001234", part: value}
    answer = hotline("POST", "suggestions", BODY | {"persons": [person]}, key="a")
    assert answer.status_code in {201, 400, 422}


@pytest.mark.parametrize(("step", "field"), [(s, f) for s, fields in STEPS.items() for f in fields])
def test_no_value_of_a_wrong_kind_breaks_a_step(hotline, clerk, department, partner, step, field) -> None:  # noqa: F811
    matter = transferred(clerk, department, on=MONDAY)
    office = partner("handler", department, "suggestions:handle")
    answers = {
        repr(value)[:30]: office(
            "POST", f"suggestions/{matter.number}/steps/{step}", {field: value}, key=f"{n}"
        ).status_code
        for n, value in enumerate(ODD)
    }
    assert {v: s for v, s in answers.items() if s not in {200, 400, 403, 409, 422}} == {}


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"content":' * 50_000, "null", "[]", "NaN", "\x80", '{"a":1,"a":2}', "1e999999999"],
)
def test_a_body_that_is_no_object_is_a_problem_document(hotline, body) -> None:
    before = (Suggestion.objects.count(), AuditEvent.objects.count(), Notice.objects.count())
    for path in ("suggestions", f"suggestions/{Suggestion.objects.get().number}/steps/accept"):
        answer = raw(hotline, path, body)
        assert answer.status_code in {400, 422}
        assert answer["Content-Type"] == "application/problem+json"
    assert (Suggestion.objects.count(), AuditEvent.objects.count(), Notice.objects.count()) == before
    assert Suggestion.objects.get().state == State.RECEIVED


def raw(call, path: str, body: str):
    """The body as it stands, not as JSON of it."""

    class Raw(str):
        __slots__ = ()

    dumps = json.dumps
    json.dumps = lambda value, *a, **k: str(value) if isinstance(value, Raw) else dumps(value, *a, **k)
    try:
        return call("POST", path, Raw(body), key="k")
    finally:
        json.dumps = dumps


@pytest.mark.parametrize(
    "query",
    ["county=%00", "category=%25", "lead=%F0%9F", "updated_since=9999-12-31T23:59:59%2B00:00", "limit=%C2%B2",
     "updated_since=0001-01-01T00:00:00%2B14:00", "cursor=%00", "cursor=" + "x" * 5000, "state=%E2%80%AE"],
)  # fmt: skip
def test_no_query_breaks_the_list(hotline, query) -> None:
    assert hotline("GET", f"suggestions?{query}").status_code in {200, 400, 422}
    assert hotline("GET", f"published?{query}").status_code in {200, 400, 422}


def test_a_receipt_s_query_code_is_nowhere_in_clear(hotline) -> None:
    code = hotline("POST", "suggestions", BODY, key="a-1").json()["code"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM congress_idempotencykey")
        stored = bytes(cursor.fetchone()[0])
    assert stored.startswith(b"v1|")
    assert code.encode() not in stored
    assert hotline("POST", "suggestions", BODY, key="a-1").json()["code"] == code
