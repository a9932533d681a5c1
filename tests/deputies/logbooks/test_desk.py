"""The five books at the desk."""

import io
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from congress.models import AuditEvent
from deputies.logbooks.services import VoiceDraft, record_entry
from deputies.models import LogEntry
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.reference import load_categories
from tests.deputies.logbooks.drafts import visit
from tests.deputies.makers import make_deputy, make_mandate

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
WORDS = "井水发黄半个月了，三户人家要到河边挑水吃。"


@pytest.fixture
def reception(ouyang, place, county_office):
    """A reception at which one voter spoke, whose matter became a suggestion."""
    load_categories()
    voice = VoiceDraft(WORDS, name="刘桂香", phone="13900001234", way="suggestion")
    draft = visit(ouyang, place, kind="reception", subkind="", title="接待日", content="", voices=[voice])
    return record_entry(draft, actor=ouyang.user, at=NOW).entry


def page(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_reception_book_shows_the_voter_masked_and_where_the_matter_went(
    reception, station_officer, signed_in
):
    client = signed_in(station_officer)
    assert "接待日" in page(client, "deputies:logbooks", book="reception")
    text = page(client, "deputies:entry", reception.uid)
    number = Suggestion.objects.get().number
    assert number in text
    assert "刘**" in text
    assert "刘桂香" not in text
    assert "13900001234" not in text


def test_the_fourth_book_fills_itself(reception, station_officer, signed_in):
    text = page(signed_in(station_officer), "petitions:issue-book", station="430524001-ZD")
    case = Suggestion.objects.get()
    for cell in (case.number, "刘**", "欧阳春", case.title):
        assert cell in text


def test_the_printed_reception_book_has_a_row_a_voter_and_is_recorded(reception, station_officer, signed_in):
    answer = signed_in(station_officer).post(
        reverse("deputies:logbook-print"), {"book": "reception", "station": "430524001-ZD"}
    )
    sheet = answer.content.decode()
    cells = [re.sub("<.*?>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", sheet)]
    assert cells[:4] == ["1", "2026-11-20", "大塘村", "欧阳春"]
    assert WORDS in cells
    assert "刘桂香" not in sheet
    assert AuditEvent.objects.get(verb="deputies.logbook.exported").facts == {
        "book": "reception", "filters": {"station": "430524001-ZD"}, "rows": 1, "form": "print",
    }  # fmt: skip


def test_the_workbook_has_the_same_columns(reception, station_officer, signed_in):
    answer = signed_in(station_officer).post(
        reverse("deputies:logbook-print"), {"book": "reception", "as": "xlsx"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:4] == ["序号", "日期", "地点", "参加代表"]
    assert rows[2][3] == "欧阳春"


def test_a_station_officer_writes_an_entry_and_a_double_press_makes_one(
    ouyang, place, station_officer, signed_in
):
    client = signed_in(station_officer)
    path = reverse("deputies:entry-new", args=["430524001-ZD", "activity"])
    form = {
        "title": "视察农贸市场", "subkind": "inspection", "happened_on": localdate().isoformat(),
        "deputies": [ouyang.pk], "content": "看了两个市场的消防通道。",
        "client_uuid": "11111111-2222-3333-4444-555555555555",
    }  # fmt: skip
    assert [client.post(path, form).status_code for _ in range(2)] == [302, 302]
    assert LogEntry.objects.get().title == "视察农贸市场"


def test_what_is_wrong_stands_at_its_field_and_the_text_is_kept(ouyang, place, station_officer, signed_in):
    path = reverse("deputies:entry-new", args=["430524001-ZD", "training"])
    answer = signed_in(station_officer).post(
        path, {"title": "代表法学习", "happened_on": "2099-01-01", "form": "together", "hours": "3",
               "deputies": [ouyang.pk], "content": "学习新修改的代表法。"},
    )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "日期不能晚于今天。" in text
    assert "学习新修改的代表法。" in text


def test_the_office_looks_entries_through_and_verifies_them_together(ouyang, place, county_clerk, signed_in):
    entries = [
        record_entry(visit(ouyang, place, title=f"走访第 {n} 组"), actor=ouyang.user, at=NOW).entry
        for n in range(3)
    ]
    client = signed_in(county_clerk)
    assert page(client, "deputies:logbook-verify").count('name="pick"') == 3
    client.post(reverse("deputies:logbook-verify"), {"pick": [str(e.uid) for e in entries[:2]] + ["x"]})
    assert sorted(LogEntry.objects.values_list("state", flat=True)) == ["pending", "verified", "verified"]


@pytest.mark.parametrize("name", ["deputies:logbooks", "deputies:logbook-verify", "petitions:issue-book"])
def test_a_list_costs_the_same_for_three_rows_as_for_one(
    name, ouyang, place, county_clerk, signed_in, reception
):
    client = signed_in(county_clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        return len(captured)

    queries()
    one = queries()
    for n in range(2):
        person = make_deputy()
        make_mandate(person)
        voice = VoiceDraft(f"第 {n} 组的路灯半年不亮了。", name="王强", way="suggestion")
        draft = visit(ouyang, place, kind="reception", subkind="", content="", voices=[voice])
        record_entry(draft, actor=ouyang.user, at=NOW)
    assert queries() == one
    assert one <= 22


def test_a_year_is_sealed_from_the_page_of_the_station(ouyang, place, county_clerk, signed_in):
    then = datetime(2025, 11, 22, 9, tzinfo=NOW.tzinfo)
    record_entry(visit(ouyang, place, happened_on=date(2025, 11, 20)), actor=ouyang.user, at=then)
    client = signed_in(county_clerk)
    path = reverse("deputies:logbook-lock", args=["430524001-ZD"])
    refused = client.post(path, {"year": "2025"})
    assert refused.status_code == 409
    assert "还有 1 条记录没有核实" in refused.content.decode()
