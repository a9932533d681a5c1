"""A roster comes in from a workbook: preview, column matching, sentences for bad rows, all or nothing, repeatable."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils.timezone import localdate

from congress.models import Attachment, AuditEvent
from deputies.models import Deputy, Mandate, MandateChange, RosterBatch, Team
from deputies.roster.services.imports import progress_of, queue_roster, run_roster
from deputies.roster.states import BatchState
from tests.deputies.makers import make_term
from tests.factories import make_region

pytestmark = pytest.mark.django_db

HEAD = "姓名,选举单位,性别,出生年月,工作单位,职务,手机,代表团"
ZHOU = "周明德,隆回县选举单位,男,1970-03,桃花坪小学,教师,13900001234,隆回县代表团"
LIU = "刘桂香,隆回县选举单位,女,1981.5,,村支书,13900001235,隆回县代表团"


@pytest.fixture
def term(db):
    make_region("430524", "隆回县", parent=make_region())
    on = localdate()
    return make_term(starts_on=on - timedelta(days=300), ends_on=on + timedelta(days=900), ordinal=99)


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


def upload(desk, term, *lines: str, head: str = HEAD):
    file = SimpleUploadedFile("名册.csv", "\n".join([head, *lines]).encode(), "text/csv")
    made = desk.post(reverse("deputies:roster-import"), {"file": file, "term": term.pk})
    assert made.status_code == 302, made.content.decode()
    return made["Location"]


def confirm(desk, address: str):
    """Press the button and let the worker do its part."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return desk.post(address, {"confirm": "yes"})


def test_a_roster_is_looked_at_and_then_written_whole(desk, term) -> None:
    address = upload(desk, term, ZHOU, LIU)
    page = desk.get(address)
    assert page.context["numbers"] == {"new": 2, "changed": 0, "same": 0}
    assert not Deputy.objects.exists()
    assert confirm(desk, address).status_code == 302
    zhou = Deputy.objects.get(name="周明德")
    assert (zhou.gender, zhou.birth_year, zhou.employer, zhou.phone.reveal()) == (
        "male", 1970, "桃花坪小学", "13900001234",
    )  # fmt: skip
    mandate = zhou.mandates.get()
    assert (mandate.constituency.name, mandate.constituency.region_id, mandate.delegation.name) == (
        "隆回县选举单位", "430524", "隆回县代表团",
    )  # fmt: skip
    assert (Mandate.objects.count(), MandateChange.objects.count(), Team.objects.count()) == (2, 2, 1)
    event = AuditEvent.objects.get(verb="deputies.roster.imported")
    assert {name: event.facts[name] for name in ("new", "changed", "same")} == {
        "new": 2,
        "changed": 0,
        "same": 0,
    }


def test_the_same_file_again_changes_nothing_and_a_changed_cell_only_itself(desk, term) -> None:
    confirm(desk, upload(desk, term, ZHOU, LIU))
    again = upload(desk, term, ZHOU, LIU)
    assert desk.get(again).context["numbers"] == {"new": 0, "changed": 0, "same": 2}
    confirm(desk, again)
    moved = upload(desk, term, ZHOU.replace("教师", "校长"), LIU.replace("村支书", ""))
    assert desk.get(moved).context["numbers"] == {"new": 0, "changed": 1, "same": 1}
    confirm(desk, moved)
    assert list(Deputy.objects.order_by("pk").values_list("name", "job", "version")) == [
        ("周明德", "校长", 2), ("刘桂香", "村支书", 1),
    ]  # fmt: skip
    assert Mandate.objects.count() == 2


def test_one_bad_row_keeps_the_whole_file_out_and_is_named(desk, term) -> None:
    bad = "王小明,隆回县选举单位,不明,2020,,,12,"
    address = upload(desk, term, ZHOU, bad)
    page = desk.get(address)
    assert [(row.line, row.problems) for row in page.context["bad"]] == [
        (3, [
            ("性别", "“不明”应为男或女。"),
            ("出生年月", "“2020”不对：代表须年满十八周岁。"),
            ("手机", "“12”不是有效的电话号码。"),
        ]),
    ]  # fmt: skip
    confirm(desk, address)
    assert "有 1 行有误，一行也没有导入。" in desk.get(address).content.decode()
    assert RosterBatch.objects.get().state == BatchState.REFUSED
    assert not Deputy.objects.exists()


def test_columns_that_are_called_otherwise_are_matched_by_hand(desk, term) -> None:
    address = upload(desk, term, "周明德,隆回县选举单位", head="他叫什么,哪里选的")
    assert desk.get(address).context["outlook"].rows == []
    assert "请指明" in desk.post(address, {"check": "", "name": "他叫什么"}).content.decode()
    desk.post(address, {"check": "", "name": "他叫什么", "constituency": "哪里选的"})
    confirm(desk, address)
    assert Deputy.objects.get().name == "周明德"


def test_two_rows_for_one_person_and_a_seat_in_another_division_are_refused(desk, term) -> None:
    make_region("430105", "开福区")
    address = upload(desk, term, ZHOU, ZHOU, "李远,开福区选举单位,,,,,,")
    assert [row.problems for row in desk.get(address).context["bad"]] == [
        [("姓名", "与第 2 行是同一个人。")],
        [("选举单位", "“开福区选举单位”不在您的辖区内。")],
    ]


def test_a_namesake_is_somebody_else_unless_phone_seat_or_birth_say_otherwise(desk, term) -> None:
    confirm(desk, upload(desk, term, ZHOU))
    other = "周明德,新邵县选举单位,男,1985,,医生,13900009999,"
    make_region("430522", "新邵县", parent=make_region())
    address = upload(desk, term, other)
    assert desk.get(address).context["numbers"] == {"new": 1, "changed": 0, "same": 0}
    moved = upload(desk, term, ZHOU.replace("隆回县选举单位", "新邵县选举单位"))
    assert desk.get(moved).context["bad"][0].problems == [
        ("选举单位", "本届已由隆回县选举单位选出，变更请在代表页面办理。")
    ]


def test_an_import_is_confirmed_once(desk, term) -> None:
    address = upload(desk, term, ZHOU)
    confirm(desk, address)
    assert confirm(desk, address).status_code == 409
    assert (Deputy.objects.count(), RosterBatch.objects.get().counts["new"]) == (1, 1)


def test_a_confirmed_import_waits_for_the_worker_and_two_presses_queue_it_once(desk, term, clerk) -> None:
    address = upload(desk, term, ZHOU)
    with TestCase.captureOnCommitCallbacks() as waiting:
        desk.post(address, {"confirm": "yes"})
        desk.post(address, {"confirm": "yes"})
    page = desk.get(address).content.decode()
    assert "正在导入" in page
    assert "正在核对各行。" in page
    assert 'http-equiv="refresh"' in page
    assert not Deputy.objects.exists()
    assert desk.post(address, {"check": "", "name": "姓名", "constituency": "选举单位"}).status_code == 409
    batch = RosterBatch.objects.get()
    for run in waiting:
        run()
    batch.refresh_from_db()
    assert (batch.state, Deputy.objects.count()) == (BatchState.DONE, 1)
    assert progress_of(batch) == (1, 1)
    assert AuditEvent.objects.filter(verb="deputies.roster.imported").count() == 1


def test_the_page_says_how_many_are_written(desk, term, clerk) -> None:
    address = upload(desk, term, ZHOU)
    batch = queue_roster(RosterBatch.objects.get(), actor=clerk)
    cache.set(f"roster-import:{batch.pk}", (2000, 20000))
    assert "已写入 2,000 人，共 20,000 人。" in desk.get(address).content.decode()


def test_a_refused_import_is_put_right_and_confirmed_again(desk, term, clerk) -> None:
    address = upload(desk, term, ZHOU)
    batch = queue_roster(RosterBatch.objects.get(), actor=clerk)
    Attachment.objects.of(batch).delete()
    assert run_roster(batch, actor=clerk, on=localdate()).state == BatchState.REFUSED
    assert "原文件已不在，请重新上传。" in desk.get(address).content.decode()
    assert "未导入" in desk.get(reverse("deputies:roster-import")).content.decode()


def test_somebody_elses_import_does_not_exist(signed_in, county_clerk, desk, term) -> None:
    address = upload(desk, term, ZHOU)
    assert signed_in(county_clerk).get(address).status_code == 404


def test_what_goes_out_can_come_back_in(desk, term) -> None:
    confirm(desk, upload(desk, term, ZHOU, LIU))
    book = desk.post(reverse("deputies:roster-export"), {"q": ""})
    content = b"".join(book.streaming_content)
    made = desk.post(
        reverse("deputies:roster-import"), {"file": SimpleUploadedFile("名册.xlsx", content), "term": term.pk}
    )
    assert desk.get(made["Location"]).context["numbers"] == {"new": 0, "changed": 0, "same": 2}
    assert AuditEvent.objects.get(verb="deputies.roster.exported").facts["rows"] == 2


def test_a_file_without_headings_is_answered_with_a_sentence(desk, term) -> None:
    file = SimpleUploadedFile("名册.csv", b"x\n", "text/csv")
    page = desk.post(reverse("deputies:roster-import"), {"file": file, "term": term.pk})
    assert page.status_code == 422
    assert "没有找到表头" in page.content.decode()
