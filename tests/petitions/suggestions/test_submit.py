from datetime import date, datetime
from threading import Barrier, Thread
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from congress.errors import BadInput
from congress.models import AuditEvent, Notice
from congress.people.actors import CITIZEN
from petitions.suggestions.codes import read_code
from petitions.suggestions.models import Petitioner, Suggestion
from petitions.suggestions.selectors import track_suggestion
from petitions.suggestions.services.submit import Person
from petitions.suggestions.states import Channel, Kind, State
from tests.factories import make_region
from tests.petitions.suggestions.cases import MONDAY, WORDS, receive

pytestmark = pytest.mark.django_db


def test_a_suggestion_gets_a_number_a_code_and_a_triage_limit_of_two_working_days(county_office) -> None:
    receipt = receive()
    suggestion = receipt.suggestion
    assert suggestion.number == "MY-2026-430524-000001"
    assert len(receipt.code) == 12
    assert (suggestion.state, suggestion.due_on) == (State.RECEIVED, date(2026, 11, 11))
    event = AuditEvent.objects.get(verb="petitions.suggestion.submitted")
    assert event.facts == {
        "channel": "portal",
        "due_on": "2026-11-11",
        "kind": "named",
        "number": "MY-2026-430524-000001",
        "region": "430524001",
        "rule": "suggestion.triage",
    }
    assert sorted(Notice.objects.values_list("template", flat=True)) == [
        "suggestion_received",
        "suggestion_registered",
    ]


def test_numbers_of_a_county_and_year_have_no_gaps_even_when_one_is_refused(county_office) -> None:
    receive()
    with pytest.raises(BadInput):
        receive(content="　　\n")
    assert receive().suggestion.number == "MY-2026-430524-000002"
    assert receive(on=date(2027, 1, 4)).suggestion.number == "MY-2027-430524-000001"


def test_number_and_code_together_open_the_tracking_page_however_they_are_typed() -> None:
    receipt = receive()
    code = receipt.code
    typed = f" {code[:4].lower()}-{code[4:8]} － {code[8:]}".replace("0", "o").replace("1", "l")
    assert read_code(typed) == code
    assert track_suggestion(" my-2026-430524-000001 ", typed) == receipt.suggestion


def test_a_double_tap_sends_once_and_shows_the_same_code_again() -> None:
    key = uuid4()
    first, second = receive(client_uuid=key), receive(client_uuid=key)
    assert (first.is_new, second.is_new) == (True, False)
    assert (second.suggestion, second.code) == (first.suggestion, first.code)
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"content": "😀😀😀😀😀😀😀😀😀"}, "content", "请用文字写清楚，不能只有空格、符号或表情。"),
        ({"content": "路灯坏了"}, "content", "请至少写 8 个字，现在是 4 个字。"),
        ({"content": "路" * 2001}, "content", "最多 2000 个字，现在是 2001 个字。"),
        ({"content": "路灯坏了\x00请尽快修"}, "content", "内容含有无法保存的字符，请删除后再提交。"),
        ({"title": "路" * 61}, "title", "最多 60 个字，现在是 61 个字。"),
        ({"kind": Kind.COLLECTIVE}, "people_count", "联名反映至少要有 2 人。"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field_and_leaves_nothing(fields, field, sentence) -> None:
    with pytest.raises(BadInput) as refusal:
        receive(**fields)
    assert (refusal.value.field, refusal.value.message) == (field, sentence)
    assert not Suggestion.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_wrong_phone_number_is_refused_at_its_field() -> None:
    with pytest.raises(BadInput) as refusal:
        receive(phone="12345")
    assert refusal.value.field == "phone"
    assert not Suggestion.objects.exists()


def test_rare_characters_are_kept_as_they_were_typed() -> None:
    words = "𫚉鱼塘边的㙟路塌了一段，请来看看。"
    assert receive(content=words).suggestion.content == words


def test_an_anonymous_suggestion_keeps_no_person() -> None:
    suggestion = receive(kind=Kind.ANONYMOUS).suggestion
    assert not Petitioner.objects.filter(suggestion=suggestion).exists()


def test_a_phone_is_stored_unreadable_and_found_by_any_spelling(clerk) -> None:
    receive(persons=[Person("刘桂香", "＋86 139-0000-1234")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone || name FROM petitions_petitioner")
        (stored,) = cursor.fetchone()
    assert b"1390000" not in bytes(stored)
    assert "刘".encode() not in bytes(stored)
    petitioner = Petitioner.objects.get()
    assert str(petitioner.phone) == "139****1234"
    assert str(petitioner.name) == "刘**"
    assert petitioner.phone.reveal() == "13900001234"


def test_a_child_s_matter_is_never_open_to_publication() -> None:
    assert receive(is_minor=True, publish_consent=True).suggestion.publish_consent is False


def test_words_of_despair_stop_every_clock_and_call_the_duty_officer(settings, county_office) -> None:
    settings.DUTY_PHONES = ["13900009999"]
    suggestion = receive(content="工资拖了两年没人管，我真的活不下去了，明天就去跳楼。").suggestion
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.is_crisis, suggestion.state_before) == (
        State.SUSPENDED,
        True,
        State.RECEIVED,
    )
    assert suggestion.due_on == MONDAY
    assert list(suggestion.clocks.filter(stopped_on=None).values_list("kind", flat=True)) == ["crisis"]
    assert set(Notice.objects.values_list("template", flat=True)) >= {
        "suggestion_crisis",
        "suggestion_crisis_call",
    }


def test_a_paper_letter_may_be_dated_back_thirty_days_and_no_more(clerk) -> None:
    old = datetime(2026, 10, 9, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with pytest.raises(BadInput) as refusal:
        receive(channel=Channel.LETTER, received_at=old, actor=clerk)
    assert refusal.value.message == "收到时间最多可补录 30 天以内的。"
    letter = receive(channel=Channel.LETTER, received_at=old.replace(day=12), actor=clerk).suggestion
    assert letter.received_on == date(2026, 10, 12)


def test_the_citizen_s_words_cannot_be_changed_even_past_the_services() -> None:
    suggestion = receive().suggestion
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=suggestion.pk).update(content="都很好")
    suggestion.refresh_from_db()
    assert suggestion.content == WORDS


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_suggestion() -> None:
    key, barrier, receipts = uuid4(), Barrier(2), []

    def press() -> None:
        barrier.wait()
        try:
            receipts.append(receive(client_uuid=key))
        finally:
            connection.close()

    make_region("430524001", "桃花坪街道", parent=make_region("430524", "隆回县"))
    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Suggestion.objects.count() == 1
    assert {receipt.code for receipt in receipts} == {receipts[0].code}
    assert sorted(receipt.is_new for receipt in receipts) == [False, True]


def test_the_citizen_is_the_actor_of_a_portal_suggestion() -> None:
    assert AuditEvent.objects.filter(actor_name=CITIZEN.name).count() == 0
    receive()
    assert AuditEvent.objects.get().actor_name == "群众"
