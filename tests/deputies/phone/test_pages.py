"""The phone's pages without any script: a form is a form."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate, now

from congress.audit.models import AuditEvent
from deputies.logbooks.models import Contact, Household, LogEntry
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.services import HouseholdDraft, add_household, refuse_entry
from deputies.phone.models import PhoneKey
from deputies.phone.services import phone_key_of
from petitions.suggestions.models import Suggestion
from tests.congress.attachments.files import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(signed_in, ouyang) -> Client:
    return signed_in(ouyang.user)


def visit(**fields: object) -> dict[str, object]:
    return {
        "uid": str(uuid4()),
        "happened_on": localdate().isoformat(),
        "place": "枫木村三组",
        "voices-0-said": "村口到小学那条路灯坏了半年。",
        "voices-0-way": "suggestion",
        **fields,
    }


def test_a_form_without_script_writes_the_entry_and_raises_the_suggestion(phone, ouyang) -> None:
    sent = visit(photos=SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg"))
    answer = phone.post("/m/log/visit/", sent)
    entry = LogEntry.objects.get()
    assert answer["Location"] == f"/m/log/{entry.uid}/"
    assert (str(entry.uid), entry.subkind, entry.recorded_by) == (sent["uid"], "visit", ouyang.user)
    assert entry.content == "听取并记录群众意见 1 条。"
    assert entry.voices.get().matter_number == Suggestion.objects.get().number
    assert entry.photos.count() == 1


def test_two_presses_are_one_entry(phone) -> None:
    sent = visit()
    assert [phone.post("/m/log/visit/", sent).status_code for _n in range(2)] == [302, 302]
    assert (LogEntry.objects.count(), Suggestion.objects.count()) == (1, 1)


def test_what_is_refused_stands_in_the_form_with_the_sentence(phone) -> None:
    answer = phone.post("/m/log/visit/", visit(happened_on="2020-01-01", place="枫木村五组"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "最多补记 30 天以内的" in page
    assert "枫木村五组" in page
    assert "村口到小学那条路灯坏了半年。" in page
    assert not LogEntry.objects.exists()


def test_a_training_wants_its_form_and_its_hours(phone) -> None:
    sent = {
        "uid": str(uuid4()), "title": "代表法专题讲座", "happened_on": localdate().isoformat(),
        "content": "新修改的代表法要点", "hours": "2", "form": "online",
    }  # fmt: skip
    assert phone.post("/m/log/training/", {**sent, "hours": ""}).status_code == 422
    assert phone.post("/m/log/training/", sent).status_code == 302
    entry = LogEntry.objects.get()
    assert (entry.kind, float(entry.hours), entry.details) == ("training", 2.0, {"form": "online"})


def test_a_form_that_phones_keep_names_nobody(phone, ouyang, people) -> None:
    people("tang", "唐建国")
    add_household(ouyang, HouseholdDraft("陈桂花"), actor=ouyang.user, on=localdate())
    for slug in ("visit", "reception", "snap", "activity", "training"):
        page = phone.get(f"/m/log/{slug}/").content.decode()
        assert not re.search("陈桂花|唐建国|欧阳春", page), slug
    full = phone.get("/m/log/visit/?full=1").content.decode()
    assert "陈桂花" in full
    for address in ("/m/offline/", "/m/queue/"):
        assert not re.search("陈桂花|唐建国|欧阳春", phone.get(address).content.decode()), address


def test_households_chosen_on_the_form_count_as_visited(phone, ouyang) -> None:
    household = add_household(ouyang, HouseholdDraft("陈桂花"), actor=ouyang.user, on=localdate())
    phone.post("/m/log/visit/", visit(households=[str(household.uid)]))
    assert Contact.objects.get().way == "visit"


def test_a_contact_is_one_tap_and_the_look_at_the_list_is_recorded(phone, ouyang) -> None:
    household = add_household(
        ouyang, HouseholdDraft("陈桂花", "13800001111"), actor=ouyang.user, on=localdate()
    )
    page = phone.get("/m/contacts/").content.decode()
    assert "陈桂花" in page
    assert "13800001111" not in page
    assert AuditEvent.objects.filter(verb="deputies.household.listed").count() == 1
    tap = {"household": str(household.uid), "way": "call", "uid": str(uuid4())}
    assert [phone.post("/m/contacts/", tap).status_code for _n in range(2)] == [302, 302]
    assert Contact.objects.count() == 1
    assert "已联系，还差上门" in phone.get("/m/contacts/").content.decode()


def test_nobody_taps_on_anothers_household(phone, people) -> None:
    other = people("tang", "唐建国")
    household = add_household(other, HouseholdDraft("李四"), actor=other.user, on=localdate())
    assert phone.post("/m/contacts/", {"household": str(household.uid), "way": "call"}).status_code == 404
    assert phone.post(f"/m/contacts/{household.uid}/end/").status_code == 404


def test_a_household_is_added_and_taken_off(phone) -> None:
    form = {"name": "陈桂花", "phone": "", "uid": str(uuid4())}
    assert phone.post("/m/contacts/add/", form)["Location"] == "/m/contacts/"
    household = Household.objects.get()
    assert phone.post(f"/m/contacts/{household.uid}/end/").status_code == 302
    assert "还没有联系户" in phone.get("/m/contacts/").content.decode()


def test_an_entry_sent_back_waits_on_the_first_page_and_is_amended(phone, ouyang, clerk) -> None:
    phone.post("/m/log/visit/", visit())
    entry = LogEntry.objects.get()
    refuse_entry(entry, reason="请补写走访了几户。", version=entry.version, actor=clerk, at=now())
    home = phone.get("/m/").content.decode()
    assert "退回补正" in home
    assert "请补写走访了几户。" in home
    form = phone.get(f"/m/log/{entry.uid}/amend/").context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value())}
    answer = phone.post(f"/m/log/{entry.uid}/amend/", {**sent, "content": "走访三户，听取了意见。"})
    assert answer.status_code == 302, answer.context["form"].errors
    entry.refresh_from_db()
    assert (entry.content, entry.state) == ("走访三户，听取了意见。", "pending")


def test_an_entry_is_taken_back_with_a_reason(phone) -> None:
    phone.post("/m/log/visit/", visit())
    entry = LogEntry.objects.get()
    assert phone.post(f"/m/log/{entry.uid}/withdraw/", {"version": 1, "reason": ""}).status_code == 422
    phone.post(f"/m/log/{entry.uid}/withdraw/", {"version": 1, "reason": "记错了日子"})
    entry.refresh_from_db()
    assert (entry.state, entry.remark) == ("withdrawn", "记错了日子")


def test_words_that_were_only_noted_become_a_suggestion_later_and_are_followed(phone) -> None:
    phone.post("/m/log/visit/", visit(**{"voices-0-way": "noted"}))
    entry = LogEntry.objects.get()
    assert "还没有转交的意见" in phone.get("/m/matters/").content.decode()
    phone.post(f"/m/log/{entry.uid}/voices/{entry.voices.get().uid}/raise/")
    number = Suggestion.objects.get().number
    for address in (f"/m/log/{entry.uid}/", "/m/matters/"):
        assert number in phone.get(address).content.decode(), address


def test_a_deputy_asks_once_a_day_how_a_passed_on_matter_stands(phone, people, signed_in) -> None:
    phone.post("/m/log/visit/", visit())
    Suggestion.objects.update(due_on=localdate() - timedelta(days=4))
    assert "超期 4 天" in phone.get("/m/").content.decode()
    voice = LogEntry.objects.get().voices.get()
    address = f"/m/matters/{voice.uid}/inquire/"
    stranger = signed_in(people("tang", "唐建国").user)
    assert stranger.post(address).status_code == 404
    assert "已催问" in phone.post(address, follow=True).content.decode()
    assert "今天已经催问过了" in phone.post(address, follow=True).content.decode()
    entry = Suggestion.objects.get().entries.get(step="inquire")
    assert entry.public_text == "欧阳春代表已催问。"
    assert AuditEvent.objects.filter(verb="deputies.matter.inquired").count() == 1


def test_a_report_sent_back_waits_on_the_first_page(phone, ouyang, place) -> None:
    DutyReport.objects.create(
        deputy=ouyang,
        mandate=ouyang.mandates.get(),
        station=place,
        year=localdate().year,
        state="returned",
        remark="请补写走访情况。",
        region_code=place.region_code,
        updated_at=now(),
    )
    home = phone.get("/m/").content.decode()
    assert f"修改 {localdate().year} 年述职报告" in home
    assert "请补写走访情况。" in home


def test_anothers_entry_is_not_there(phone, people, signed_in) -> None:
    other = people("tang", "唐建国")
    signed_in(other.user).post("/m/log/visit/", visit())
    entry = LogEntry.objects.get()
    for step in ("", "amend/", "withdraw/"):
        assert phone.get(f"/m/log/{entry.uid}/{step}").status_code == 404, step


def test_a_deputy_whose_mandate_ended_yesterday_reads_and_writes_nothing(phone, ouyang) -> None:
    phone.post("/m/log/visit/", visit())
    mandate = ouyang.mandates.get()
    mandate.state, mandate.ends_on = "ended", localdate().fromordinal(localdate().toordinal() - 1)
    mandate.save()
    answer = phone.post("/m/log/visit/", visit())
    assert answer.status_code == 422
    assert "只能查看" in answer.content.decode()
    assert LogEntry.objects.count() == 1
    assert phone.get(f"/m/log/{LogEntry.objects.get().uid}/").status_code == 200


def test_each_deputy_has_a_key_of_their_own_and_it_stays(ouyang, people) -> None:
    other = people("tang", "唐建国")
    key = phone_key_of(ouyang.user, at=now())
    assert phone_key_of(ouyang.user, at=now()) == key
    assert phone_key_of(other.user, at=now()) != key
    assert PhoneKey.objects.count() == 2


def test_the_worker_keeps_only_pages_that_are_about_nobody(client, db) -> None:
    answer = client.get("/m/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/m/", "no-cache")
    pages = re.search(r'"pages": \[([^\]]*)\]', answer.content.decode())[1]
    assert pages == (
        '"/m/offline/", "/m/queue/", "/m/log/visit/", "/m/log/reception/", "/m/log/snap/", '
        '"/m/log/activity/", "/m/log/training/"'
    )
    assert client.get("/m/manifest.webmanifest").json()["scope"] == "/m/"


@pytest.mark.parametrize("address", ["/m/", "/m/log/", "/m/contacts/", "/m/matters/", "/m/todos/"])
def test_a_page_takes_as_many_questions_for_thirty_entries_as_for_one(
    phone, ouyang, address, django_assert_max_num_queries
) -> None:
    for number in range(30):
        phone.post("/m/log/visit/", visit(place=f"枫木村{number}组"))
    for number in range(5):
        add_household(ouyang, HouseholdDraft(f"户主{number}"), actor=ouyang.user, on=localdate())
    phone.get(address)
    with django_assert_max_num_queries(20):
        assert phone.get(address).status_code == 200
