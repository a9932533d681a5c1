"""Channels against a real server on this machine."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from congress.notices.delivery import deliver_waiting
from congress.notices.models import Notice
from congress.notices.services import Recipient, post_notice
from congress.notices.states import State

from .conftest import NOON

pytestmark = pytest.mark.django_db


class Partner(HTTPServer):
    """Answers as told and remembers what it got."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.got = []
        self.answers = []
        self.origin = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        status, headers, answer = self.server.answers.pop(0) if self.server.answers else (200, {}, b"{}")
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(answer))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


@pytest.fixture
def partner():
    server = Partner()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def deliver():
    deliver_waiting(clock=lambda: NOON)
    notice = Notice.objects.get()
    return notice.state, notice.last_error, notice.receipt


def push(partner, path="/hook"):
    return post_notice(
        "test_transferred",
        to=Recipient(url=partner.origin + path),
        key="k",
        on_at=NOON,
        number="MY-1",
        due="",
    )


def test_a_push_is_signed_over_time_and_body_and_carries_the_key(partner, settings):
    settings.NOTICE_WEBHOOKS = {partner.origin: "s3cret"}
    notice = push(partner)
    assert deliver() == (State.DELIVERED, "", "200")
    ((path, headers, body),) = partner.got
    stamp, signature = headers["X-Lianxin-Signature"].removeprefix("t=").split(",v1=")
    expected = hmac.new(b"s3cret", f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert (path, signature, headers["X-Lianxin-Delivery"]) == ("/hook", expected, str(notice.pk))
    said = json.loads(body)
    assert (said["id"], said["type"], said["data"]) == (
        "k",
        "test_transferred",
        {"number": "MY-1", "due": ""},
    )


def test_a_host_that_is_not_configured_gets_nothing(partner, settings):
    settings.NOTICE_WEBHOOKS = {"https://gov.example": "s"}
    push(partner)
    assert deliver() == (State.PARKED, "the host is not among the configured ones", "")
    assert partner.got == []


@pytest.mark.parametrize(
    "url",
    [
        "http://user@gov.example/",
        "ftp://gov.example/",
        "https://gov.example.evil.cn/",
        "http://[/",
        "//gov.example/x",
    ],
)
def test_an_address_that_only_looks_like_a_configured_one_gets_nothing(url, settings):
    settings.NOTICE_WEBHOOKS = {"https://gov.example": "s", "http://gov.example": "s"}
    post_notice("test_short", to=Recipient(url=url), key="k", on_at=NOON)
    assert deliver()[0] == State.PARKED


def test_a_redirect_is_not_followed(partner, settings):
    settings.NOTICE_WEBHOOKS = {partner.origin: "s"}
    partner.answers = [(302, {"Location": partner.origin + "/other"}, b"")]
    push(partner)
    assert deliver() == (State.PENDING, "the receiver answered 302", "")
    assert [path for path, _headers, _body in partner.got] == ["/hook"]


@pytest.mark.parametrize(
    ("status", "state"), [(500, State.PENDING), (401, State.PENDING), (410, State.PARKED)]
)
def test_a_receiver_that_says_no_is_asked_again_unless_it_is_gone(partner, settings, status, state):
    settings.NOTICE_WEBHOOKS = {partner.origin: "s"}
    partner.answers = [(status, {}, b"")]
    push(partner)
    assert deliver()[0] == state


@pytest.fixture
def gateway(partner, settings):
    settings.SMS_BACKEND = "http"
    settings.SMS_HTTP_URL = partner.origin + "/sms"
    settings.SMS_HTTP_TOKEN = "t0ken"
    settings.SMS_SIGN = "【市人大】"
    settings.SMS_HTTP_FIELDS = {"phone": "mobile", "text": "content", "id": "request_id"}
    settings.SMS_HTTP_ACCEPTED = "code=0"
    return partner


def text():
    return post_notice(
        "test_registered",
        to=Recipient(phone="13900001234"),
        key="k",
        on_at=NOON,
        secrets={"code": "Q"},
        number=1,
    )


def test_the_gateway_gets_its_own_field_names_and_our_number_of_the_message(gateway):
    gateway.answers = [(200, {}, b'{"code": 0, "msgid": "m-7"}')]
    notice = text()
    assert deliver() == (State.DELIVERED, "", "m-7")
    ((_path, headers, body),) = gateway.got
    assert headers["Authorization"] == "Bearer t0ken"
    assert json.loads(body) == {
        "mobile": "13900001234",
        "content": "【市人大】您反映的 1 已登记，查询码 Q。",
        "request_id": str(notice.pk),
    }


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((200, {}, b'{"code": 17}'), State.PARKED),
        ((200, {}, b"not json"), State.PARKED),
        ((403, {}, b""), State.PARKED),
        ((503, {}, b""), State.PENDING),
        ((429, {}, b""), State.PENDING),
    ],
)
def test_what_the_gateway_refuses_is_parked_and_what_it_cannot_do_now_waits(gateway, answer, state):
    gateway.answers = [answer]
    text()
    assert deliver()[0] == state
    assert "13900001234" not in Notice.objects.get().last_error
