"""The addresses that a ballot page talks to: no cookie, no name, the same answer to the same box."""

import io
import json

import pytest
from django.test import Client

from congress.models import AuditEvent
from congress.wsgi import application
from outreach.projects.check import digest, examine
from outreach.projects.vote.selectors import received
from outreach.projects.vote.services import publishing
from tests.outreach.projects.vote_makers import AT, Hall, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(clerk, city_office):
    return Hall(clerk, city_office)


def post(vote, **fields):
    body = json.dumps(fields)
    return Client().post(f"/vote/{vote.code}/cast", body, content_type="application/json")


def through_the_web_server(vote, raw, *, path="cast", content_type="application/json"):
    """(status, headers, JSON) as the production server gets it: before Django."""
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": f"/vote/{vote.code}/{path}", "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(raw)), "wsgi.input": io.BytesIO(raw), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http",
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    started = []
    body = b"".join(application(environ, lambda status, headers: started.append((status, dict(headers)))))
    status, headers = started[0]
    return int(status[:3]), headers, json.loads(body) if body.startswith(b"{") else body


def test_the_web_server_answers_before_django_in_the_same_words_and_names_no_request(hall):
    vote = hall.opened()
    box = sealed(vote, [["1", "approve"]])
    body = json.dumps({"credential": hall.codes[0], "box": box}).encode()
    status, headers, told = through_the_web_server(vote, body)
    assert (status, list(told)) == (200, ["receipt"])
    assert post(vote, credential=hall.codes[0], box=box).json() == told
    assert "X-Request-ID" not in headers
    assert "Set-Cookie" not in headers
    assert headers["Cache-Control"] == "no-store"
    assert received(vote) == 1
    for fields in (
        {"credential": hall.codes[0], "box": sealed(vote, [])},
        {"credential": "0" * 26, "box": box},
        {},
        [],
    ):
        slow = Client().post(f"/vote/{vote.code}/cast", json.dumps(fields), content_type="application/json")
        assert through_the_web_server(vote, json.dumps(fields).encode())[::2] == (
            slow.status_code,
            slow.json(),
        )
    assert through_the_web_server(vote, b"[" * 12_000)[0] == 400


def test_a_ballot_is_taken_without_a_cookie_and_leaves_no_event(hall, django_assert_num_queries):
    vote = hall.opened()
    events = AuditEvent.objects.count()
    box = sealed(vote, [["1", "approve"]])
    post(vote, credential=hall.codes[5], box=sealed(vote, []))
    with django_assert_num_queries(1):
        answer = post(vote, credential=hall.codes[0], box=box)
    assert (answer.status_code, list(answer.json())) == (200, ["receipt"])
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert post(vote, credential=hall.codes[0], box=box).json() == answer.json()
    assert AuditEvent.objects.count() == events
    assert received(vote) == 2


def test_every_refusal_says_why(hall):
    vote = hall.opened()
    box = sealed(vote, [])
    post(vote, credential=hall.codes[0], box=box)
    used = post(vote, credential=hall.codes[0], box=sealed(vote, []))
    assert (used.status_code, used.json()["reason"]) == (409, "used")
    unknown = post(vote, credential="0" * 26, box=box)
    assert (unknown.status_code, unknown.json()["reason"]) == (404, "unknown")
    for fields in (
        {},
        {"credential": 1, "box": box},
        {"credential": hall.codes[1], "box": "x"},
        {"box": box},
    ):
        bad = post(vote, **fields)
        assert (bad.status_code, bad.json()["reason"]) == (400, "bad")
    client = Client()
    assert (
        client.post(f"/vote/{vote.code}/cast", b"\xff{", content_type="application/json").status_code == 400
    )
    assert (
        client.post(f"/vote/{vote.code}/cast", b"[" * 20_000, content_type="application/json").status_code
        == 400
    )
    assert client.get(f"/vote/{vote.code}/cast").status_code == 405
    assert client.post("/vote/NOTTHERE/cast", b"{}", content_type="application/json").status_code == 400


def test_the_document_is_what_was_hashed_and_a_draft_is_nobodys(hall):
    draft = hall.drafted(is_test=True)
    assert Client().get(f"/vote/{draft.code}/round.json").status_code == 404
    vote = hall.frozen(draft)
    answer = Client().get(f"/vote/{vote.code}/round.json")
    assert digest(answer.content.decode()) == vote.frozen_hash


def test_the_archive_is_there_after_publication_and_passes_the_checker(hall):
    vote = hall.counted(hall.opened(), [["1"], ["2"]])
    assert Client().get(f"/vote/{vote.code}/archive.json").status_code == 404
    publishing.publish_round(vote, actor=hall.clerk, at=AT)
    answer = Client().get(f"/vote/{vote.code}/archive.json")
    assert answer["Content-Disposition"] == f'attachment; filename="vote-{vote.code}.json"'
    assert examine(answer.json(), vote.frozen_hash) == []
