from datetime import date

import pytest
from django.test import Client

from congress.attachments import rules
from congress.attachments.rules import register_attachment_policy
from congress.attachments.services import publish, quarantine, store, unpublish
from congress.people.actors import CITIZEN
from congress.people.rules import organisations_of
from tests.congress.attachments import files

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def policy(monkeypatch):
    """Files of an organisation are for its handlers."""
    monkeypatch.setattr(rules, "policies", {})

    def can_read(user, owner, *, on):
        return user.is_authenticated and owner.pk in organisations_of(user, "handler", on=on)

    register_attachment_policy("congress.Organisation", can_read)


def keep(name, content, owner):
    return store(files.upload(name, content), owner=owner, actor=CITIZEN, on=TODAY)


@pytest.fixture
def letter(matter):
    return keep('投诉信"; x=y.txt', "<script>alert(1)</script>路灯".encode(), matter)


@pytest.fixture
def picture(matter):
    return keep("路灯.jpg", files.jpeg(), matter)


def body(answer):
    return b"".join(answer.streaming_content)


def test_who_may_read_the_matter_gets_the_file_to_save_and_never_to_run(signed_in, handler, letter):
    answer = signed_in(handler).get(f"/attachments/{letter.pk}/")
    assert body(answer) == "<script>alert(1)</script>路灯".encode()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    assert answer["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''%E6%8A%95%E8%AF%89%E4%BF%A1"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_picture_opens_in_the_page(signed_in, handler, picture):
    client = signed_in(handler)
    for path, kind in (
        (f"/attachments/{picture.pk}/", "image/jpeg"),
        (f"/attachments/{picture.pk}/thumbnail/", "image/webp"),
    ):
        answer = client.get(path)
        assert (answer["Content-Type"], answer["Content-Disposition"].split(";")[0]) == (kind, "inline")
        assert body(answer)


def test_a_stranger_a_colleague_from_elsewhere_and_a_citizen_find_nothing(
    signed_in, stranger, other_handler, system_admin, letter
):
    clients = [signed_in(stranger), signed_in(other_handler), signed_in(system_admin), Client()]
    assert [client.get(f"/attachments/{letter.pk}/").status_code for client in clients] == [404] * 4


def test_a_file_without_owner_or_without_policy_is_nobodys(signed_in, handler, matter, monkeypatch):
    client = signed_in(handler)
    unowned = keep("a.txt", b"x", None)
    owned = keep("a.txt", b"x", matter)
    assert client.get(f"/attachments/{unowned.pk}/").status_code == 404
    monkeypatch.setattr(rules, "policies", {})
    assert client.get(f"/attachments/{owned.pk}/").status_code == 404


def test_a_private_file_has_no_public_address_and_a_public_one_loses_it_when_taken_back(
    client, clerk, picture, django_capture_on_commit_callbacks
):
    addresses = [f"/files/{picture.pk}/", f"/files/{picture.pk}/thumbnail/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    publish(picture, actor=clerk)
    answer = client.get(addresses[0])
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=60")
    assert body(answer)
    with django_capture_on_commit_callbacks(execute=True):
        unpublish(picture, actor=clerk)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_a_file_in_quarantine_is_for_nobody(signed_in, handler, letter, clerk):
    quarantine(letter, actor=clerk, found="Test.Virus")
    assert signed_in(handler).get(f"/attachments/{letter.pk}/").status_code == 404


def test_with_a_scanner_in_the_house_unscanned_files_are_for_staff_only(
    client, signed_in, handler, letter, clerk, settings
):
    publish(letter, actor=clerk)
    settings.CLAMD = "127.0.0.1:1"
    assert client.get(f"/files/{letter.pk}/").status_code == 404
    answer = signed_in(handler).get(f"/attachments/{letter.pk}/")
    assert (answer.status_code, body(answer)[:8]) == (200, b"<script>")


def test_a_document_has_no_thumbnail(signed_in, handler, letter):
    assert signed_in(handler).get(f"/attachments/{letter.pk}/thumbnail/").status_code == 404


def test_nginx_is_told_the_place_when_it_sends_the_bytes(signed_in, handler, letter, settings):
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    answer = signed_in(handler).get(f"/attachments/{letter.pk}/")
    hexes = letter.pk.hex
    assert answer["X-Accel-Redirect"] == f"/protected/private/{hexes[:2]}/{hexes[2:4]}/{hexes}"
    assert answer.content == b""
