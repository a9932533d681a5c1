"""A deputy who is not in the hall: signed in, has an unnamed credential signed; casts it later without sign-in."""

import base64
import hashlib
import json
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA384
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from congress.audit.models import AuditEvent
from outreach.projects.vote import blind
from outreach.projects.vote.models import RollEntry
from outreach.projects.vote.selectors import received
from outreach.projects.vote.services import closing, roll, rounds
from tests.outreach.projects import rfc9474
from tests.outreach.projects.vote_makers import AT, Hall, read_boxes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture
def hall(transactional_db, clerk, city_office):
    return Hall(clerk, city_office, remote=True)


@pytest.fixture
def deputy(hall):
    """One who is on the roll and has an account."""
    return hall.watchers[2]


@pytest.fixture
def width():
    return 390


@pytest.fixture
def phone(page, signed_in, live_server, deputy):
    """The deputy's own, signed in."""
    name = settings.SESSION_COOKIE_NAME
    value = signed_in(deputy).cookies[name].value
    host = urlparse(live_server.url).hostname
    page.context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"}])
    return page


def entry_of(vote, user) -> RollEntry:
    return RollEntry.objects.get(round=vote, mandate__deputy__user=user)


def opened_with(hall, vote):
    """All others come to the hall; who has a token is present already."""
    for entry in RollEntry.objects.filter(round=vote, blinded_hash="").order_by("seat"):
        roll.check_in(vote, entry.seat, actor=hall.clerk, at=AT)
        roll.hand_out(vote, entry.seat, actor=hall.clerk, at=AT)
    return rounds.open_round(vote, actor=hall.clerk, at=AT)


def take(phone: Page, vote) -> str:
    phone.goto("/m/")
    phone.get_by_role("navigation", name="会场外投票").get_by_role("link").click()
    phone.wait_for_url(f"**/m/vote/{vote.code}/")
    phone.get_by_role("button", name="领取凭证").click()
    expect(phone.get_by_role("heading", name="凭证已在这台设备上")).to_be_visible()
    return phone.evaluate("code => localStorage.getItem(`vote-token-${code}`)", vote.code)


def test_the_browser_blinds_and_unblinds_as_rfc_9474_says(page):
    page.goto("/accessibility/")
    made = page.evaluate(
        """async ([n, message, salt, inverse, answer]) => {
            const m = await import('/static/js/vote/blind.js');
            const b = await import('/static/js/vote/bytes.js');
            const [key, text] = [b.fromHex(n), b.fromHex(message)];
            const factor = m.toNumber(b.fromHex(inverse));
            const { blinded, undo } = await m.blind(key, text, { salt: b.fromHex(salt), factor });
            const signature = await m.unblind(key, text, b.fromHex(answer), undo);
            const wrong = b.fromHex(answer);
            wrong[9] ^= 1;
            const refused = await m.unblind(key, text, wrong, undo).catch((error) => error.constructor.name);
            return [b.toHex(blinded), b.toHex(undo), b.toHex(signature), refused];
        }""",
        [rfc9474.N, rfc9474.MESSAGE, rfc9474.SALT, f"{rfc9474.FACTOR:01024x}", rfc9474.BLIND_SIGNATURE],
    )
    assert made == [rfc9474.BLINDED, rfc9474.INVERSE, rfc9474.SIGNATURE, "BadSignature"]
    key = RSAPublicNumbers(65537, int(rfc9474.N, 16)).public_key()
    key.verify(
        bytes.fromhex(rfc9474.SIGNATURE),
        bytes.fromhex(rfc9474.MESSAGE),
        padding.PSS(padding.MGF1(SHA384()), blind.SALT),
        SHA384(),
    )


def test_from_the_signature_to_the_receipt_without_a_name(hall, deputy, phone):
    vote = hall.frozen()
    seen: list[str] = []
    phone.on(
        "request", lambda request: seen.append(request.post_data or "") if "/sign" in request.url else None
    )
    token = take(phone, vote)
    _mark, message, signature = token.split(".")
    assert blind.is_token(blind.load(vote.blind_key.reveal()).public_key(), raw(message), raw(signature))
    # What the server saw has nothing in common with what will be cast.
    sent = json.loads(seen[0])["blinded"]
    assert len(seen) == 1
    assert sent not in {message, signature}
    entry = entry_of(vote, deputy)
    assert (entry.checked_in, entry.credential_given) == (True, False)
    assert entry.blinded_hash == hashlib.sha256(raw(sent)).hexdigest()
    assert AuditEvent.objects.filter(verb="outreach.vote.token_signed").count() == 1
    opened_with(hall, vote)
    phone.get_by_role("link", name="打开投票页").click()
    phone.get_by_role("button", name="用本机保存的凭证").click()
    phone.get_by_role("group", name="第2项").get_by_label("同意").check()
    phone.get_by_role("button", name="核对选票").click()
    casts: list[str | None] = []
    phone.on(
        "request",
        lambda request: casts.append(request.all_headers().get("cookie")) if "/cast" in request.url else None,
    )
    phone.get_by_role("button", name="密封并投出").click()
    expect(phone.get_by_role("heading", name="选票已经收到")).to_be_visible()
    assert casts == [None]
    assert phone.evaluate("localStorage.length") == 0
    assert received(vote) == 1
    closed = closing.close_round(vote, actor=hall.clerk, at=AT)
    assert read_boxes(closed) == [[["1", "abstain"], ["2", "approve"], ["3", "abstain"], ["4", "abstain"]]]


def test_the_token_can_be_pasted_on_another_device(hall, phone, new_page):
    vote = hall.frozen()
    token = take(phone, vote)
    opened_with(hall, vote)
    other = new_page(390)
    other.goto(f"/vote/{vote.code}/")
    expect(other.get_by_role("button", name="用本机保存的凭证")).to_be_hidden()
    other.get_by_role("textbox", name="凭证").fill(token)
    other.get_by_role("button", name="下一步").click()
    other.get_by_role("button", name="核对选票").click()
    other.get_by_role("button", name="密封并投出").click()
    expect(other.get_by_role("heading", name="选票已经收到")).to_be_visible()
    assert received(vote) == 1


def test_after_a_lost_answer_the_same_request_goes_again(hall, deputy, phone):
    vote = hall.frozen()
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(json.loads(route.request.post_data)["blinded"])
        if len(sent) == 1:
            # The server has signed; the answer does not come home.
            route.fetch()
            route.fulfill(status=200, body="")
        else:
            route.continue_()

    phone.route("**/sign", lose)
    phone.goto(f"/m/vote/{vote.code}/")
    phone.get_by_role("button", name="领取凭证").click()
    expect(phone.get_by_role("alert")).to_contain_text("再按一次，不会多领")
    phone.reload()
    expect(phone.get_by_text("您已经领取过凭证")).to_be_visible()
    phone.get_by_role("button", name="领取凭证").click()
    expect(phone.get_by_role("heading", name="凭证已在这台设备上")).to_be_visible()
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_a_second_device_gets_no_second_credential(hall, phone, chromium, live_server):
    vote = hall.frozen()
    take(phone, vote)
    # Not one of the watched windows: the refusal stands in its console.
    context = chromium.new_context(
        base_url=live_server.url, storage_state={"cookies": phone.context.cookies()}
    )
    second = context.new_page()
    second.goto(f"/m/vote/{vote.code}/")
    second.get_by_role("button", name="领取凭证").click()
    expect(second.get_by_role("alert")).to_contain_text("每人只有一份")
    assert second.evaluate("localStorage.length") == 0
    context.close()


def test_who_may_not_have_one_is_told_why(hall, deputy, signed_in):
    vote = hall.frozen()
    client = signed_in(deputy)
    seat = entry_of(vote, deputy).seat

    def ask(blinded: bytes):
        return client.post(
            f"/m/vote/{vote.code}/sign",
            json.dumps({"blinded": text(blinded)}),
            content_type="application/json",
        )

    assert client.post(f"/m/vote/{vote.code}/sign", "{}", content_type="application/json").status_code == 400
    assert ask(b"\x01" * 100).json()["reason"] == "bad_blinded"
    assert client.get("/m/vote/NOSUCH00/").status_code == 404
    roll.check_in(vote, seat, actor=hall.clerk, at=AT)
    roll.hand_out(vote, seat, actor=hall.clerk, at=AT)
    assert "您已经领过信封" in client.get(f"/m/vote/{vote.code}/").content.decode()
    refused = ask(b"\x01" * 384)
    assert (refused.status_code, refused.json()["reason"]) == (409, "given")


def test_a_vote_in_the_hall_alone_signs_nothing(transactional_db, clerk, city_office, signed_in):
    hall = Hall(clerk, city_office)
    vote = hall.frozen()
    client = signed_in(hall.watchers[2])
    assert "会场外投票" not in client.get("/m/").content.decode()
    assert "票决办法没有规定会场外投票" in client.get(f"/m/vote/{vote.code}/").content.decode()
    asked = json.dumps({"blinded": text(b"\x01" * 384)})
    answer = client.post(f"/m/vote/{vote.code}/sign", asked, content_type="application/json")
    assert (answer.status_code, answer.json()["reason"]) == (409, "not_remote")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_is_open_to_everybody(hall, phone, width):
    vote = hall.frozen()
    phone.goto(f"/m/vote/{vote.code}/")
    assert Axe().run(phone).response["violations"] == []
    phone.get_by_role("button", name="领取凭证").click()
    expect(phone.get_by_role("heading", name="凭证已在这台设备上")).to_be_visible()
    phone.get_by_text("显示凭证全文").click()
    assert Axe().run(phone).response["violations"] == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= width
