from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from congress.audit.models import AuditEvent
from congress.errors import NotFound
from congress.people.devices import device_name
from congress.people.models import SignIn
from congress.people.rules import sign_in_over
from congress.people.services import clear_old_sign_ins, close_account, end_own_sign_in, note_sign_in
from congress.people.sessions import read_note
from tests.factories import make_user

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PASSWORD = "Zebra-Kite-7"


def pass_time(client: Client, **ago: float) -> None:
    """Let the session have been used, or begun, that long ago: `seen_at=` and `signed_in_at=` in minutes."""
    session = client.session
    note = dict(session["sign_in"])
    for name, minutes in ago.items():
        note[name] = int(now().timestamp() - minutes * 60)
    session["sign_in"] = note
    session.save()


@pytest.mark.parametrize(
    ("face", "idle", "since", "expected"),
    [
        ("desk", 15, 60, ""),
        ("desk", 15.1, 60, "idle"),
        ("admin", 15.1, 60, "idle"),
        ("phone", 30, 60, ""),
        ("phone", 30.1, 60, "idle"),
        ("desk", 1, 12 * 60, ""),
        ("phone", 1, 12 * 60 + 1, "too_long"),
    ],
)
def test_a_session_lasts_as_long_as_its_face_allows(face, idle, since, expected):
    over = sign_in_over(
        face=face,
        signed_in_at=AT - timedelta(minutes=since),
        seen_at=AT - timedelta(minutes=idle),
        at=AT,
    )

    assert over == expected


def test_an_idle_session_leads_to_the_login_page_and_back(signed_in, clerk):
    client = signed_in(clerk)
    assert client.get("/account/").status_code == 200
    pass_time(client, seen_at=16)

    answer = client.get("/account/?page=2")

    assert answer["Location"] == "/login/?next=/account/%3Fpage%3D2"
    assert "有一段时间没有操作" in str(next(iter(get_messages(answer.wsgi_request))))
    assert "_auth_user_id" not in client.session
    event = AuditEvent.objects.get(verb="congress.account.signed_out")
    assert event.facts == {"username": "li.min", "reason": "idle"}


def test_a_form_sent_too_late_leads_back_to_the_page_it_stood_on(signed_in, clerk):
    client = signed_in(clerk)
    client.get("/account/")
    pass_time(client, seen_at=16)

    answer = client.post("/account/sessions/1/end/", headers={"Referer": "http://testserver/account/?x=1"})

    assert answer["Location"] == "/login/?next=/account/%3Fx%3D1"


@pytest.mark.parametrize("referer", ["http://evil.example/desk/", "", "nonsense"])
def test_a_strange_referer_is_not_followed(signed_in, clerk, referer):
    client = signed_in(clerk)
    client.get("/account/")
    pass_time(client, seen_at=16)

    answer = client.post("/account/password/", headers={"Referer": referer})

    assert answer["Location"] == "/login/?next=/account/password/"


def test_programs_and_page_fragments_are_told_in_their_own_way(signed_in, deputy):
    client = signed_in(deputy)
    client.get("/account/")
    pass_time(client, seen_at=31)
    answer = client.get("/account/", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:lianxin:problem:session_over"

    client = signed_in(deputy)
    client.get("/account/")
    pass_time(client, seen_at=31)
    answer = client.get(
        "/account/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/m/visits/"}
    )
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login/?next=/m/visits/"


def test_a_deputy_has_half_an_hour(signed_in, deputy):
    client = signed_in(deputy)
    client.get("/account/")
    pass_time(client, seen_at=29)

    assert client.get("/account/").status_code == 200
    # Being used, it begins to count anew.
    assert now() - read_note(client.session).seen_at < timedelta(minutes=1)
    assert now() - SignIn.objects.get(user=deputy).seen_at < timedelta(minutes=1)


def test_nobody_stays_longer_than_half_a_day(signed_in, clerk):
    client = signed_in(clerk)
    client.get("/account/")
    pass_time(client, seen_at=1, signed_in_at=12 * 60 + 1)

    assert client.get("/account/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_page_lists_the_own_sessions_and_ends_one(clerk):
    clerk.set_password(PASSWORD)
    clerk.save()
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
    phone = "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile MicroMessenger/8.0"
    desk = Client(REMOTE_ADDR="10.1.2.3", headers={"User-Agent": edge})
    wechat = Client(REMOTE_ADDR="10.1.2.4", headers={"User-Agent": phone})
    for client in (desk, wechat):
        client.post("/login/", {"username": "li.min", "password": PASSWORD})

    page = desk.get("/account/").content.decode()
    assert page.count("10.1.2.3") == 1
    assert "Edge · Windows" in page
    assert "微信 · 安卓手机" in page
    other = SignIn.objects.get(address="10.1.2.4")
    desk.post(f"/account/sessions/{other.pk}/end/")

    assert wechat.get("/account/")["Location"] == "/login/?next=/account/"
    assert desk.get("/account/").status_code == 200
    other.refresh_from_db()
    assert other.end == "ended"
    assert AuditEvent.objects.get(verb="congress.account.session_ended").facts["device"] == "微信 · 安卓手机"


def test_nobody_ends_the_session_of_another(clerk, handler):
    row = note_sign_in(
        user=handler, session_key="a" * 32, device="Edge", address=None, second_factor=False, at=AT
    )

    with pytest.raises(NotFound):
        end_own_sign_in(user=clerk, pk=row.pk, at=AT)

    row.refresh_from_db()
    assert row.ended_at is None


def test_a_closed_account_is_out_at_its_next_request(signed_in, clerk, system_admin):
    clients = [signed_in(clerk) for _n in range(3)]
    for client in clients:
        assert client.get("/account/").status_code == 200

    close_account(user=clerk, actor=system_admin, at=now())

    assert [client.get("/account/").status_code for client in clients] == [302] * 3
    assert Session.objects.count() == 0


def test_an_eleventh_session_ends_the_one_unused_longest(clerk):
    for n in range(11):
        note_sign_in(
            user=clerk,
            session_key=f"{n:032d}",
            device="Edge",
            address=None,
            second_factor=False,
            at=AT + timedelta(minutes=n),
        )

    ended = SignIn.objects.filter(ended_at__isnull=False).get()
    assert (ended.session_key, ended.end) == ("0" * 32, "replaced")


def test_signing_in_changes_the_session_key(db):
    make_user(username="li.min", password=PASSWORD)
    client = Client()
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key

    client.post("/login/", {"username": "li.min", "password": PASSWORD})

    assert client.session.session_key != before


def test_signing_out_ends_the_session_on_the_server(signed_in, clerk):
    client = signed_in(clerk)
    client.get("/account/")
    key = client.session.session_key

    assert client.get("/logout/").status_code == 405
    answer = client.post("/logout/")

    assert answer["Location"] == "/login/"
    assert not Session.objects.filter(session_key=key).exists()
    assert SignIn.objects.get(session_key=key).end == "left"


def test_what_a_signed_in_person_sees_is_not_stored_by_the_browser(signed_in, clerk):
    assert "no-store" in signed_in(clerk).get("/account/")["Cache-Control"]


@pytest.mark.parametrize(
    ("wanted", "landed"),
    [
        ("/desk/cases/?page=2", "/desk/cases/?page=2"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_after_signing_in_only_own_pages_are_opened(clerk, wanted, landed):
    clerk.set_password(PASSWORD)
    clerk.save()
    form = {"username": "li.min", "password": PASSWORD, "next": wanted}

    assert Client().post("/login/", form)["Location"] == landed


def test_a_one_time_password_leads_to_the_password_page_first(signed_in, clerk):
    clerk.must_change_password = True
    clerk.save()
    client = signed_in(clerk)

    assert client.get("/account/")["Location"] == "/account/password/"
    assert client.get("/account/", headers={"Accept": "application/json"}).status_code == 403
    assert client.get("/account/password/").status_code == 200


def test_a_new_password_keeps_the_session_it_was_typed_in(clerk):
    clerk.set_password(PASSWORD)
    clerk.save()
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/login/", {"username": "li.min", "password": PASSWORD})

    new = "Other-Kite-8"
    answer = here.post("/account/password/", {"old": PASSWORD, "new": new, "again": new})

    assert answer["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert SignIn.objects.get(ended_at__isnull=True).session_key == here.session.session_key


def test_two_different_new_passwords_are_refused_with_the_page(signed_in, clerk):
    page = signed_in(clerk).post("/account/password/", {"old": "x", "new": "Other-Kite-8", "again": "Kite"})

    assert page.status_code == 422
    assert "两次输入的新密码不一样" in page.content.decode()


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko Firefox/130.0", "Firefox · Linux"),
        ("curl/8", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_a_device_has_a_name_that_its_owner_knows(header, name):
    assert device_name(header) == name


def test_old_sign_ins_and_expired_sessions_are_cleared_away(clerk):
    for key, days in (("a", 184), ("b", 182)):
        note_sign_in(
            user=clerk,
            session_key=key * 32,
            device="Edge",
            address=None,
            second_factor=False,
            at=AT - timedelta(days=days),
        )
        Session.objects.create(
            session_key=key * 32, session_data="", expire_date=AT - timedelta(days=days - 183)
        )

    assert clear_old_sign_ins(at=AT) == 2
    assert SignIn.objects.get().session_key == Session.objects.get().session_key == "b" * 32


def test_a_page_may_ask_how_long_it_has_without_that_being_use(signed_in, clerk, deputy):
    for user, minutes in ((clerk, 15), (deputy, 30)):
        client = signed_in(user)
        client.get("/account/")
        pass_time(client, seen_at=10)

        left = client.get("/account/session/").json()["left"]
        assert (minutes - 10) * 60 - 5 <= left <= (minutes - 10) * 60
        assert client.post("/account/session/").json()["left"] >= minutes * 60 - 5
        assert client.get("/account/session/").json()["left"] >= minutes * 60 - 5

    pass_time(client, seen_at=31)
    for visitor in (client, client, Client()):
        assert visitor.get("/account/session/").json() == {"left": None}
