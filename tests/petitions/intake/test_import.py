"""Ledgers that offices bring along."""

import gzip
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from congress.audit.models import AuditEvent
from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.notices.models import Notice
from congress.people.actors import SYSTEM
from congress.workdays.services import load_official_days
from petitions.intake.models import ColumnProfile, IntakeBatch
from petitions.intake.services.batches import (
    import_ledger,
    queue_batch,
    run_batch,
    take_ledger,
    undo_batch,
)
from petitions.suggestions.models import Clock, Entry, NumberSeries, Petitioner, Reply, Suggestion
from petitions.suggestions.services.triage import accept_suggestion
from petitions.suggestions.states import State
from tests.factories import make_region

LETTERS = Path(__file__).parents[3].parent / "shared" / "data"
TODAY = date(2026, 11, 23)
HEAD = "原编号,收到日期,标题,反映内容,答复内容,答复日期,反映人,联系电话"
DONE = "7,2019-09-25 08:30,路灯不亮,村口到小学的路灯半年不亮了。,已经更换线路并恢复照明。,2019-10-09,张三,13900001234"
OPEN = "8,2026-11-02,水压不足,三楼以上早晚没有自来水。,,,李四,"


def ledger(*lines: str, head: str = HEAD, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO("\n".join([head, *lines]).encode(encoding))


def read(file: io.BytesIO, *, name: str = "台账.csv", **options: Any) -> Any:
    options.setdefault("region", make_region())
    return import_ledger(file, name=name, actor=SYSTEM, on=TODAY, **options)


def workbook(rows: list[list[Any]], *, merged: str = "") -> io.BytesIO:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    if merged:
        sheet.merge_range(merged, "合并")
    book.close()
    out.seek(0)
    return out


@pytest.mark.django_db
def test_a_row_with_a_reply_date_becomes_a_finished_case_with_the_days_of_the_official_calendar() -> None:
    load_official_days(on=TODAY)
    batch, _outlook = read(ledger(DONE))
    case = Suggestion.objects.get()
    # 26, 27, 29 September (worked Sunday), 30, then 8, 9 October 2019: six; 12 October lies behind.
    assert (case.number, case.state, case.received_on, case.replied_on, case.days_used) == (
        "MY-2019-430500-000001", State.ARCHIVED, date(2019, 9, 25), date(2019, 10, 9), 6,
    )  # fmt: skip
    assert (case.channel, case.replied_in_time, case.concluded_on) == ("import", None, date(2019, 10, 9))
    assert case.received_at == datetime(2019, 9, 25, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    reply = Reply.objects.get()
    assert (reply.kind, reply.text, reply.replied_on) == (
        "imported", "已经更换线路并恢复照明。", date(2019, 10, 9),
    )  # fmt: skip
    person = Petitioner.objects.get()
    assert (person.name.reveal(), person.phone.reveal()) == ("张三", "13900001234")
    assert list(Entry.objects.values_list("step", "to_state")) == [
        ("submit", "received"), ("reply", "replied"), ("archive", "archived"),
    ]  # fmt: skip
    assert (Clock.objects.count(), Notice.objects.count()) == (0, 0)
    assert (batch.total, batch.imported, batch.finished, batch.repeated, batch.refused) == (1, 1, 1, 0, 0)


@pytest.mark.django_db
def test_a_row_without_a_reply_is_received_that_day_and_its_clock_runs_from_the_import() -> None:
    read(ledger(OPEN))
    case = Suggestion.objects.get()
    clock = Clock.objects.get()
    assert (case.state, case.received_on, case.due_on) == (
        State.RECEIVED,
        date(2026, 11, 2),
        date(2026, 11, 25),
    )
    assert (clock.kind, clock.started_on, clock.due_on) == ("triage", TODAY, date(2026, 11, 25))
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_the_office_may_file_rows_without_a_reply_away() -> None:
    read(ledger(OPEN), without_reply="archive")
    assert Suggestion.objects.get().state == State.ARCHIVED
    assert Clock.objects.count() == 0


@pytest.mark.django_db
def test_a_limit_in_the_ledger_says_whether_the_answer_came_in_time() -> None:
    head = "收到日期,反映内容,答复内容,答复日期,办理期限"
    read(ledger(
        "2019-03-01,井盖丢失很久了。,已补齐。,2019-03-08,2019-03-08",
        "2019-03-01,路面坑洼不平。,已修补。,2019-03-11,2019-03-08",
        head=head,
    ))  # fmt: skip
    assert list(Suggestion.objects.order_by("id").values_list("replied_in_time", flat=True)) == [True, False]


@pytest.mark.django_db
def test_the_same_ledger_again_adds_nothing_and_says_so() -> None:
    read(ledger(DONE, OPEN))
    batch, _outlook = read(ledger(DONE, OPEN, OPEN.replace("三楼", "五楼")))
    assert (batch.imported, batch.repeated) == (1, 2)
    assert Suggestion.objects.count() == 3


@pytest.mark.django_db
def test_every_bad_row_gets_its_sentence_and_nothing_is_saved() -> None:
    batch, outlook = read(
        ledger(
            DONE,
            "2,2027-01-01,未来,这是将来的一封来信。,,,,",
            "3,2019-13-01,日期,这个日期写得不对。,,,,",
            "4,2019-05-01,空的,😀😀😀,,,,",
            "5,2019-05-05,早答,答复比来信还早。,早就办了。,2019-05-01,,",
            "6,2019-05-05,没写,答复没有写日期。,办好了。,,,",
        )
    )
    assert batch.pk is None
    assert outlook.problems == [
        (3, "收到日期", "2027-01-01 晚于今天。"),
        (4, "收到日期", "“2019-13-01”不是有效的日期，请写成 2026-03-01。"),
        (5, "反映内容", "请用文字写清楚，不能只有空格、符号或表情。"),
        (6, "答复日期", "答复日期早于收到日期。"),
        (7, "答复日期", "有答复但没有答复日期，无法计算用时。"),
    ]
    assert (Suggestion.objects.count(), NumberSeries.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_the_good_rows_come_in_alone_when_that_is_asked_for() -> None:
    batch, _outlook = read(ledger(DONE, "2,2027-01-01,未来,这是将来的一封来信。,,,,"), skip_bad=True)
    assert (batch.imported, batch.refused, Suggestion.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_numbers_are_gap_free_in_the_year_of_receipt_and_the_work_log_knows_every_case() -> None:
    read(ledger(DONE, DONE.replace("路灯半年", "路灯一年"), OPEN))
    assert list(Suggestion.objects.order_by("id").values_list("number", flat=True)) == [
        "MY-2019-430500-000001", "MY-2019-430500-000002", "MY-2026-430500-000001",
    ]  # fmt: skip
    verbs = list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["petitions.suggestion.submitted"] * 3 + ["petitions.suggestion.imported"]
    facts = AuditEvent.objects.order_by("seq").last().facts
    assert (facts["imported"], facts["finished"], facts["repeated"], facts["refused"]) == (3, 2, 0, 0)


@pytest.mark.django_db
def test_columns_of_other_offices_are_understood_in_gb18030_with_rare_characters() -> None:
    read(ledger(
        "2021年3月5日,阳台飞来㙟字牌，𫚉鱼死了。,住建局\t",
        head="留言时间,留言详情,备注",
        encoding="gb18030",
    ))  # fmt: skip
    case = Suggestion.objects.get()
    assert (case.received_on, case.content) == (date(2021, 3, 5), "阳台飞来㙟字牌，𫚉鱼死了。")


@pytest.mark.django_db
def test_the_matching_of_a_set_of_headings_is_remembered() -> None:
    file = "甲,乙\n2021-03-05,楼下垃圾站太臭了。"
    with pytest.raises(BadInput, match="没有找到“反映内容”“收到日期”这一列"):
        read(io.BytesIO(file.encode()))
    read(io.BytesIO(file.encode()), matching={"received_at": "甲", "content": "乙"})
    assert ColumnProfile.objects.get().matching == {"received_at": "甲", "content": "乙"}
    batch, _outlook = read(io.BytesIO(file.encode()))
    assert (batch.imported, batch.repeated) == (0, 1)


def bomb() -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    out.seek(0)
    return out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.xlsx", bomb),
        ("a.xlsx", lambda: workbook([["收到日期", "反映内容"], ["2021-03-05", "路灯不亮半年"], ["", ""]], merged="A2:A3")),
        ("a.csv", lambda: io.BytesIO(b"")),
        ("a.csv", lambda: ledger("2021-03-05,路灯\0不亮半年", head="收到日期,反映内容")),
        ("a.csv", lambda: ledger("2021-03-05,路灯不亮半年", head="收到日期,收到日期")),
        ("a.csv", lambda: workbook([["收到日期", "反映内容"]])),
        ("a.exe", lambda: io.BytesIO(b"MZ")),
        ("a.csv", lambda: ledger("2021-03-05,x", head="收到日期,备注")),
        ("a.csv", lambda: io.BytesIO(b"\xff\xfe\xfa\x00\x81")),
    ],
)  # fmt: skip
def test_a_hostile_file_gets_one_sentence_and_leaves_nothing(name: str, make: Any) -> None:
    with pytest.raises(BadInput) as refused:
        read(make(), name=name)
    assert refused.value.message.endswith("。")
    assert (Suggestion.objects.count(), IntakeBatch.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_title_above_the_headings_is_passed_over_and_lines_are_those_of_the_sheet() -> None:
    sheet = workbook(
        [
            ["二〇二一年接待台账"],
            ["收到日期", "反映内容"],
            ["2021-03-05", "路灯不亮半年了"],
            ["x", "水压太低"],
        ]
    )
    _batch, outlook = read(sheet, name="a.xlsx")
    assert (outlook.total, outlook.good) == (2, 1)
    assert outlook.problems == [(4, "收到日期", "“x”不是有效的日期，请写成 2026-03-01。")]


@pytest.mark.django_db
def test_a_formula_stays_the_text_that_it_is() -> None:
    read(ledger('2021-03-05,"=HYPERLINK(""http://a"") 路灯不亮"', head="收到日期,反映内容"))
    assert Suggestion.objects.get().content == '=HYPERLINK("http://a") 路灯不亮'


def upload(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("台账.csv", ledger(*lines).getvalue(), "text/csv")


def take_in(clerk: User, *lines: str) -> IntakeBatch:
    batch = take_ledger(upload(*lines), region=make_region(), actor=clerk, on=TODAY)
    return run_batch(queue_batch(batch, actor=clerk, on=TODAY), actor=clerk, on=TODAY)


@pytest.mark.django_db
def test_a_batch_can_be_taken_back_within_a_day_with_its_numbers(clerk: User) -> None:
    batch = take_in(clerk, DONE, OPEN)
    assert (batch.state, batch.imported) == ("done", 2)
    undo_batch(batch, actor=clerk, on=TODAY, at=timezone.now())
    assert (Suggestion.objects.count(), Entry.objects.count()) == (0, 0)
    assert set(NumberSeries.objects.values_list("last", flat=True)) == {0}
    event = AuditEvent.objects.get(verb="petitions.intake.undone")
    assert (event.facts["cases"], event.facts["void_numbers"]) == (2, [])
    assert take_in(clerk, DONE).imported == 1


@pytest.mark.django_db
def test_a_batch_of_which_somebody_has_worked_on_a_case_stays(clerk: User) -> None:
    batch = take_in(clerk, OPEN)
    accept_suggestion(Suggestion.objects.get(), actor=clerk, on=TODAY)
    with pytest.raises(WrongState, match="其中 1 件已有人办理"):
        undo_batch(batch, actor=clerk, on=TODAY, at=timezone.now())
    assert Suggestion.objects.count() == 1


@pytest.mark.django_db
def test_the_history_of_an_imported_case_cannot_be_deleted_otherwise(clerk: User) -> None:
    take_in(clerk, DONE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.all().delete()


@pytest.mark.django_db
def test_a_batch_that_is_started_twice_is_written_once(clerk: User) -> None:
    batch = take_in(clerk, OPEN)
    assert run_batch(batch, actor=clerk, on=TODAY).imported == 1
    assert Suggestion.objects.count() == 1


@pytest.mark.django_db
def test_only_clerks_import_and_only_for_their_own_division(handler: User, county_clerk: User) -> None:
    with pytest.raises(NotAllowed):
        take_ledger(upload(OPEN), region=make_region(), actor=handler, on=TODAY)
    with pytest.raises(BadInput, match="辖区"):
        take_ledger(upload(OPEN), region=make_region(), actor=county_clerk, on=TODAY)


@pytest.mark.django_db
@pytest.mark.skipif(not LETTERS.is_dir(), reason="the letters lie beside the project")
@pytest.mark.slow
def test_the_real_letters_come_in_with_their_days() -> None:
    load_official_days(on=TODAY)
    make_region()
    call_command("import_suggestions", LETTERS / "letters_with_replies.csv.gz", verbosity=0)
    assert Suggestion.objects.filter(state=State.ARCHIVED, days_used__isnull=False).count() == 1396
    assert (Reply.objects.count(), Clock.objects.count(), Notice.objects.count()) == (1396, 0, 0)
    # 1 to 4 May 2019 were off; Sunday 28 April and Sunday 5 May were worked.
    first = Suggestion.objects.get(title="A3区潇楚南路洋湖段怎么还没修好？")
    assert (first.received_on, first.replied_on, first.days_used) == (date(2019, 4, 24), date(2019, 5, 9), 10)
    call_command("import_suggestions", LETTERS / "letters_with_votes.csv.gz", verbosity=0)
    assert Suggestion.objects.filter(state=State.RECEIVED).count() == 2537
    assert Suggestion.objects.count() == 3933
    call_command("import_suggestions", LETTERS / "letters_with_votes.csv.gz", verbosity=0)
    assert Suggestion.objects.count() == 3933


@pytest.mark.django_db
def test_the_command_reads_without_writing_when_asked_and_says_what_is_wrong(
    tmp_path: Path, capsys: Any
) -> None:
    make_region()
    file = tmp_path / "老台账.csv.gz"
    file.write_bytes(gzip.compress(ledger(DONE).getvalue()))
    call_command("import_suggestions", file, dry_run=True)
    assert "可导入 1（其中已办结 1），重复 0，有误 0。" in capsys.readouterr().out
    assert Suggestion.objects.count() == 0
    with pytest.raises(CommandError, match="没有代码为 1 的区划"):
        call_command("import_suggestions", file, region="1")
