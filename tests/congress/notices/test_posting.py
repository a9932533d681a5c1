from datetime import date, timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.template import TemplateDoesNotExist

from congress.notices import wakeup
from congress.notices.models import Notice
from congress.notices.services import Posting, Recipient, post_notice, post_notices
from congress.notices.states import Channel, State

from .conftest import NOON

pytestmark = pytest.mark.django_db


def test_a_notice_is_posted_once_for_each_key(roads):
    first = post_notice("test_short", to=roads, key="k")
    second = post_notice("test_short", to=roads, key="k")
    assert (first.pk, second) == (Notice.objects.get().pk, None)


def test_a_notice_for_an_organisation_goes_to_the_inbox_by_itself(roads):
    notice = post_notice(
        "test_transferred", to=roads, key="k", link="/desk/1/", number="MY-1", due=date(2026, 12, 1)
    )
    notice.refresh_from_db()
    assert (notice.channel, notice.state, notice.organisation, notice.link, notice.context) == (
        Channel.INBOX,
        State.PENDING,
        roads,
        "/desk/1/",
        {"number": "MY-1", "due": "2026年12月1日"},
    )


def test_a_citizens_number_and_code_are_not_readable_in_the_database(db):
    notice = post_notice(
        "test_registered", to=Recipient(phone="13900001234"), key="k", secrets={"code": "QX7"}, number="MY-1"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(n)::text FROM congress_notice n")
        row = cursor.fetchone()[0]
    assert "13900001234" not in row
    assert "QX7" not in row
    assert Notice.objects.get(pk=notice.pk).clear_address == "13900001234"


def test_a_wording_with_a_hole_is_found_when_the_notice_is_posted(roads):
    with pytest.raises(ValueError, match="not given: due"):
        post_notice("test_transferred", to=roads, key="k", number="MY-1")
    assert Notice.objects.count() == 0


def test_an_unknown_wording_is_refused(roads):
    with pytest.raises(TemplateDoesNotExist):
        post_notice("test_nowhere", to=roads, key="k")


def test_somebodys_long_words_have_no_place_in_a_notice(roads):
    with pytest.raises(ValueError, match="longer than 200"):
        post_notice("test_transferred", to=roads, key="k", number="话" * 201, due="")


@pytest.mark.parametrize(
    "channel", [Channel.SMS, Channel.WEBHOOK, Channel.EMAIL], ids=["sms", "webhook", "email"]
)
def test_an_organisation_is_reached_by_its_inbox_only(roads, channel):
    with pytest.raises(ValueError, match="cannot be reached"):
        post_notice("test_short", to=roads, key="k", channel=channel)


def test_a_recipient_outside_has_exactly_one_address():
    with pytest.raises(ValueError, match="exactly one"):
        Recipient(phone="1", email="a@b")
    assert "139" not in repr(Recipient(phone="13900001234"))


def test_a_rolled_back_change_posts_nothing(roads):
    def change():
        post_notice("test_short", to=roads, key="k")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transaction.atomic(change)()
    assert Notice.objects.count() == 0


def test_a_sweep_posts_thousands_and_only_the_new_ones(roads, water):
    def rows(count):
        return (
            Posting(
                "test_transferred", roads if n % 2 else water, f"s:{n}", context={"number": n, "due": "x"}
            )
            for n in range(count)
        )

    assert post_notices(rows(1000)) == 1000
    assert post_notices(rows(5000)) == 4000
    assert Notice.objects.filter(organisation=roads).count() == 2500
    assert post_notices([]) == 0


def test_the_same_key_twice_in_one_sweep_posts_once(roads):
    assert post_notices([Posting("test_short", roads, "k"), Posting("test_short", roads, "k")]) == 1


def test_a_notice_for_later_waits(roads):
    notice = post_notice("test_short", to=roads, key="k", on_at=NOON + timedelta(days=1))
    assert (notice.not_before, notice.next_attempt_at) == (NOON + timedelta(days=1),) * 2


def test_several_notices_of_one_transaction_wake_the_worker_once_and_only_after_commit(
    roads, monkeypatch, django_capture_on_commit_callbacks
):
    rings = []
    monkeypatch.setattr(wakeup._Ear, "bell", rings.append)
    monkeypatch.setattr(wakeup._Ear, "silent_until", 0.0)
    with django_capture_on_commit_callbacks(execute=True):
        post_notice("test_short", to=roads, key="a")
        with transaction.atomic():
            post_notice("test_short", to=roads, key="b")
        assert rings == []
    assert rings == [0.0]


def test_posting_succeeds_and_leaves_the_broker_alone_for_a_while_when_it_is_down(
    roads, monkeypatch, django_capture_on_commit_callbacks
):
    rings = []

    def broken(delay):
        rings.append(delay)
        raise ConnectionError

    monkeypatch.setattr(wakeup._Ear, "bell", broken)
    monkeypatch.setattr(wakeup._Ear, "silent_until", 0.0)
    for key in "ab":
        with django_capture_on_commit_callbacks(execute=True):
            post_notice("test_short", to=roads, key=key)
    assert (Notice.objects.count(), rings) == (2, [0.0])


def test_nobody_waits_for_a_broker_that_does_not_answer(
    roads, monkeypatch, settings, django_capture_on_commit_callbacks
):
    posted, rung = Event(), Event()

    def slow(delay):
        # Rung inside the request, this would wait for what can only come after it.
        if posted.wait(10):
            rung.set()

    monkeypatch.setattr(wakeup._Ear, "bell", slow)
    monkeypatch.setattr(wakeup._Ear, "silent_until", 0.0)
    settings.NOTICE_WAKE_SECONDS = 0.01
    with django_capture_on_commit_callbacks(execute=True):
        post_notice("test_short", to=roads, key="a")
    posted.set()
    assert rung.wait(10)
