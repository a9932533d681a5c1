"""Whose address and which request an event carries."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from congress.audit.context import Origin, coming_from, current_origin
from congress.middleware import OriginMiddleware

PROXY = {"REMOTE_ADDR": "10.1.1.1"}


def visit(settings, proxies: list[str], **meta: str) -> tuple[Origin, HttpResponse]:
    settings.TRUSTED_PROXIES = proxies
    seen = []

    def view(_request):
        seen.append(current_origin())
        return HttpResponse()

    response = OriginMiddleware(view)(RequestFactory().get("/", **meta))
    return seen[0], response


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        ([], "1.2.3.4", "", "1.2.3.4"),
        ([], "1.2.3.4", "9.9.9.9", "1.2.3.4"),
        (["10.0.0.0/8"], "10.1.1.1", "1.2.3.4", "1.2.3.4"),
        (["10.0.0.0/8"], "10.1.1.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (["10.0.0.0/8"], "10.1.1.1", "1.2.3.4, 10.2.2.2", "1.2.3.4"),
        (["10.0.0.0/8"], "10.1.1.1", "", "10.1.1.1"),
        (["10.0.0.0/8"], "10.1.1.1", "nonsense", "10.1.1.1"),
        (["10.0.0.0/8"], "1.2.3.4", "9.9.9.9", "1.2.3.4"),
        (["unix"], "", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_only_the_offices_own_proxies_are_believed(settings, proxies, remote, forwarded, address):
    origin, _response = visit(settings, proxies, REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert origin.address == address


def test_every_request_has_an_id_of_its_own(settings):
    first, answer = visit(settings, [])
    second, _answer = visit(settings, [])
    assert len(first.request_id) == 32
    assert first.request_id != second.request_id
    assert answer["X-Request-ID"] == first.request_id


def test_a_request_id_is_taken_from_a_proxy_only(settings):
    known, _answer = visit(settings, ["10.1.1.1"], **PROXY, HTTP_X_REQUEST_ID="abcdef-123456")
    stranger, _answer = visit(settings, [], **PROXY, HTTP_X_REQUEST_ID="abcdef-123456")
    rubbish, _answer = visit(settings, ["10.1.1.1"], **PROXY, HTTP_X_REQUEST_ID='x"\n{}')
    assert known.request_id == "abcdef-123456"
    assert stranger.request_id != "abcdef-123456"
    assert len(rubbish.request_id) == 32


def test_the_origin_ends_with_the_request(settings):
    visit(settings, [])
    assert current_origin() == Origin()
    with coming_from("task-1"):
        assert current_origin() == Origin("task-1")
    assert current_origin() == Origin()
