from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from congress import clock
from congress.audit.models import AuditEvent
from congress.notices import delivery, messages
from congress.notices.channels import Down, sms
from congress.notices.delivery import LEASE, MAX_ATTEMPTS, deliver_waiting, wait_after
from congress.notices.models import Notice, OutboxText
from congress.notices.selectors import Backlog, backlog, inbox_of
from congress.notices.services import Posting, Recipient, erase_addresses, post_notice, post_notices, retry
from congress.notices.states import Channel, State

from .conftest import NOON

pytestmark = pytest.mark.django_db
CITIZEN = Recipient(phone="13900001234")


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.SMS_BACKEND = "outbox"
    settings.SMS_SIGN = "【邵阳人大】"


def text(key="k", *, to=CITIZEN, at=NOON, **more):
    return post_notice(
        "test_registered", to=to, key=key, on_at=at, secrets={"code": "QX7"}, number="MY-1", **more
    )


def deliver(at=NOON):
    return deliver_waiting(clock=lambda: at)


def states():
    return dict(Notice.objects.values_list("key", "state"))


def test_a_text_message_goes_out_with_its_code_and_what_is_kept_shows_asterisks():
    notice = text()
    assert deliver()["sms"] == 1
    notice.refresh_from_db()
    sent = OutboxText.objects.get()
    assert sent.text.reveal() == "【邵阳人大】您反映的 MY-1 已登记，查询码 QX7。"
    assert (sent.phone.reveal(), str(sent.phone)) == ("13900001234", "138****1234".replace("138", "139"))
    assert (notice.state, notice.delivered_at, notice.secrets) == (State.DELIVERED, NOON, None)
    assert notice.body == "您反映的 MY-1 已登记，查询码 ******。"


def test_running_again_sends_nothing_again():
    text()
    assert [deliver()["sms"], deliver()["sms"], OutboxText.objects.count()] == [1, 0, 1]


@pytest.mark.parametrize(
    ("at", "goes_at"),
    [
        ("20:59", "20:59"),
        ("21:00", "07:30+1"),
        ("23:59", "07:30+1"),
        ("00:00", "07:30"),
        ("07:29", "07:30"),
        ("07:30", "07:30"),
    ],
)
def test_a_citizen_is_not_woken_at_night(at, goes_at):
    hours, minutes = map(int, at.split(":"))
    moment = NOON.replace(hour=hours, minute=minutes)
    clock, _plus, days = goes_at.partition("+")
    hours, minutes = map(int, clock.split(":"))
    expected = NOON.replace(hour=hours, minute=minutes) + timedelta(days=int(days or 0))
    text(at=moment)
    sent = deliver(moment)["sms"]
    if expected == moment:
        assert sent == 1
    else:
        assert (sent, Notice.objects.get().next_attempt_at, Notice.objects.get().attempts) == (0, expected, 0)
        assert deliver(expected)["sms"] == 1


def test_a_code_that_somebody_waits_for_goes_out_at_night():
    night = NOON.replace(hour=23)
    text(at=night, urgent=True)
    assert deliver(night)["sms"] == 1


def test_the_same_event_is_told_to_a_number_once_a_day():
    text("first", about="MY-1")
    text("second", about="MY-1", at=NOON + timedelta(hours=1))
    text("other matter", about="MY-2")
    text("other person", about="MY-1", to=Recipient(phone="13900005678"))
    text("tomorrow", about="MY-1", at=NOON + timedelta(days=1))
    for wait in (timedelta(hours=2), timedelta(hours=2) + LEASE, timedelta(days=1)):
        deliver(NOON + wait)
    assert states() == {
        "first": State.DELIVERED,
        "second": State.SKIPPED,
        "other matter": State.DELIVERED,
        "other person": State.DELIVERED,
        "tomorrow": State.DELIVERED,
    }


def test_a_code_asked_for_twice_is_sent_twice():
    text("a", urgent=True)
    text("b", urgent=True)
    assert deliver()["sms"] == 2


def test_a_message_about_an_event_waits_while_another_worker_is_sending_the_same(monkeypatch):
    text("first", about="MY-1")
    assert len(delivery._lease(Channel.SMS, NOON)) == 1
    text("second", about="MY-1")
    assert deliver()["sms"] == 0
    assert deliver(NOON + LEASE)["sms"] == 1
    deliver(NOON + LEASE * 2)
    assert states() == {"first": State.DELIVERED, "second": State.SKIPPED}


def test_a_worker_that_died_after_taking_a_message_loses_nothing():
    text()
    assert len(delivery._lease(Channel.SMS, NOON)) == 1
    assert [deliver()["sms"], deliver(NOON + LEASE)["sms"]] == [0, 1]


def test_a_code_that_could_not_be_sent_in_a_quarter_of_an_hour_is_given_up(settings, system_admin):
    settings.SMS_BACKEND = "off"
    text("code", urgent=True)
    post_notice("test_short", to=CITIZEN, key="alarm", on_at=NOON, urgent=True)
    deliver()
    assert states() == {"code": State.PENDING, "alarm": State.PENDING}
    settings.SMS_BACKEND = "outbox"
    deliver(NOON + timedelta(minutes=16))
    assert states() == {"code": State.PARKED, "alarm": State.DELIVERED}
    code = Notice.objects.get(key="code")
    assert (code.secrets, retry([code], actor=system_admin, at=NOON)) == (None, 0)


def test_a_gateway_that_is_down_is_tried_again_ever_later_and_then_a_person_must_look(
    monkeypatch, system_admin
):
    def down(notice, phone, words):
        raise Down("gateway: ConnectTimeout")

    monkeypatch.setitem(sms.BACKENDS, "outbox", down)
    # Without a date of its own: a message older than three days would be given up for that reason.
    post_notice("test_short", to=CITIZEN, key="k", on_at=NOON, urgent=True)
    at, waits = NOON, []
    for _attempt in range(MAX_ATTEMPTS):
        deliver(at)
        notice = Notice.objects.get()
        waits.append((notice.next_attempt_at - at).total_seconds())
        at = max(notice.next_attempt_at, at + timedelta(seconds=1))
    assert (notice.state, notice.attempts, notice.last_error) == (
        State.PARKED,
        MAX_ATTEMPTS,
        "gateway: ConnectTimeout",
    )
    assert all(15 * 2**n <= wait <= 45 * 2**n for n, wait in enumerate(waits[:8]))
    assert backlog(at=at).parked == 1
    assert retry([notice], actor=system_admin, at=at) == 1
    assert AuditEvent.objects.order_by("seq").last().facts == {"notices": [notice.pk]}
    monkeypatch.undo()
    assert deliver(at)["sms"] == 1


def test_one_dead_gateway_costs_one_time_out_for_each_run_and_no_attempt_for_the_others(monkeypatch):
    tried = []

    def down(notice, phone, words):
        tried.append(notice.key)
        raise Down("x")

    monkeypatch.setitem(sms.BACKENDS, "outbox", down)
    post_notices(
        Posting("test_short", Recipient(phone=f"1390000{n:04}"), f"{n:02}", on_at=NOON) for n in range(25)
    )
    deliver()
    assert len(tried) == 1
    assert sum(Notice.objects.values_list("attempts", flat=True)) == 1
    assert Notice.objects.filter(next_attempt_at__lte=NOON).count() == 0


def test_an_unforeseen_fault_is_kept_by_its_name_only(monkeypatch):
    def broken(notice, phone, words):
        raise LookupError(f"secret {phone}")

    monkeypatch.setitem(sms.BACKENDS, "outbox", broken)
    text()
    deliver()
    assert Notice.objects.get().last_error == "LookupError"


def test_the_wait_grows_to_six_hours_and_no_further():
    waits = [wait_after(n).total_seconds() for n in range(1, MAX_ATTEMPTS + 1)]
    assert all(15 * 2**n <= wait <= 45 * 2**n for n, wait in enumerate(waits[:10]))
    assert max(waits) <= 9 * 3600


def test_a_notice_by_mail_has_the_link_and_goes_to_the_users_address(li, settings):
    settings.SITE_URL = "https://lianxin.example/"
    post_notice(
        "test_transferred", to=li, key="k", channel="email", link="/desk/1/", on_at=NOON, number=1, due="x"
    )
    assert deliver()["email"] == 1
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["li@example.com"], "转来一件 1")
    assert letter.body.endswith("https://lianxin.example/desk/1/")


def test_a_notice_to_a_user_without_a_mail_address_is_parked(li):
    li.email = ""
    li.save()
    post_notice("test_short", to=li, key="k", channel="email", on_at=NOON)
    deliver()
    assert (Notice.objects.get().state, Notice.objects.get().last_error) == (State.PARKED, "no mail address")


def test_thousands_of_inbox_notices_are_delivered_in_one_run(roads):
    post_notices(
        Posting("test_transferred", roads, str(n), on_at=NOON, context={"number": n, "due": ""})
        for n in range(1200)
    )
    assert deliver()["inbox"] == 1200
    assert set(Notice.objects.values_list("state", "delivered_at")) == {(State.DELIVERED, NOON)}
    assert Notice.objects.get(key="7").subject == "转来一件 7"


def test_a_notice_whose_wording_has_gone_is_parked_and_holds_up_nobody(roads, wordings):
    post_notice("test_short", to=roads, key="gone", on_at=NOON)
    post_notice("test_transferred", to=roads, key="good", on_at=NOON, number=1, due="")
    (wordings / "test_short.txt").unlink()
    messages.forget()
    deliver()
    assert states() == {"gone": State.PARKED, "good": State.DELIVERED}


def test_addresses_are_erased_when_their_term_is_over_and_the_fact_of_sending_stays():
    text("old")
    deliver()
    text("waiting")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert erase_addresses(before=tomorrow, on=tomorrow) == 1
    assert erase_addresses(before=tomorrow, on=tomorrow) == 0
    old = Notice.objects.get(key="old")
    assert (old.address, old.state, OutboxText.objects.count()) == (None, State.DELIVERED, 0)
    assert Notice.objects.get(key="waiting").clear_address == "13900001234"


def test_the_alarm_says_how_much_waits_and_for_how_long():
    text("a")
    text("b", at=NOON + timedelta(minutes=2))
    text("later", at=NOON + timedelta(days=1))
    assert backlog(at=NOON + timedelta(minutes=5)) == Backlog(waiting=2, oldest_seconds=300.0, parked=0)


def test_cases_of_the_past_fill_the_inbox_at_their_time_and_send_nothing_out(li):
    last_year = timezone.now() - timedelta(days=365)
    with clock.at(last_year):
        post_notice("test_short", to=li, key="inbox")
        post_notice("test_short", to=CITIZEN, key="sms")
    deliver_waiting()
    assert states() == {"inbox": State.DELIVERED, "sms": State.SKIPPED}
    assert [item.notice.created_at for item in inbox_of(li)] == [last_year]
