"""Dossiers and logbooks as PDF and workbook."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse

from congress.models import AuditEvent
from deputies.dossiers.models import Dossier, Meeting, MeetingAttendance
from deputies.logbooks.services import record_entry, verify_entries
from tests.deputies.logbooks.drafts import visit
from tests.deputies.makers import (
    assign,
    make_constituency,
    make_deputy,
    make_mandate,
    make_station,
    make_term,
)
from tests.factories import make_region

pytestmark = pytest.mark.django_db
THEN = datetime(2025, 11, 22, 19, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def dossier(deputy, station, county_clerk, county_office) -> Dossier:
    """2025 of a deputy: one verified visit, one meeting."""
    person = make_deputy("欧阳春", user=deputy)
    mandate = make_mandate(person, constituency=make_constituency(make_term(), region=make_region("430524")))
    place = make_station(station)
    assign(person, place)
    entry = record_entry(
        visit(person, place, happened_on=THEN.date(), title="走访 #大塘村"), actor=deputy, at=THEN
    ).entry
    verify_entries([entry], actor=county_clerk, at=THEN)
    meeting = Meeting.objects.create(
        key="RD-1", kind="session", title="=五次会议", region_code="430524", on=THEN.date()
    )
    MeetingAttendance.objects.create(meeting=meeting, deputy=person, presence="present", on=THEN.date())
    return Dossier.objects.create(mandate=mandate, year=2025)


def text_of(answer) -> str:
    """The words of a PDF that was sent."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(answer.content)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_the_office_takes_the_dossier_as_pdf_and_it_is_recorded(dossier, county_clerk, signed_in):
    answer = signed_in(county_clerk).post(reverse("deputies:dossier-take", args=[dossier.uid]), {"as": "pdf"})
    text = text_of(answer)
    for words in ("人大代表履职档案（2025 年）", "欧阳春", "走访 #大塘村", "=五次会议", "代表本人签名"):
        assert words in text
    assert AuditEvent.objects.get(verb="deputies.dossier.exported").facts == {"year": 2025, "form": "pdf"}


def test_the_workbook_of_a_dossier_says_the_same_and_runs_no_formula(dossier, county_clerk, signed_in):
    answer = signed_in(county_clerk).post(
        reverse("deputies:dossier-take", args=[dossier.uid]), {"as": "xlsx"}
    )
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=3)]
    assert ["基本情况", None, "姓名", "欧阳春"] in rows
    assert ["参加会议", "2025-11-22", "=五次会议", "出席"] in rows
    assert ["表彰奖励", None, "无", None] in rows
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


def test_the_deputy_takes_the_own_dossier_home_and_no_other(dossier, deputy, signed_in):
    client = signed_in(deputy)
    address = reverse("deputies:my-dossier-pdf", args=[dossier.uid])
    assert address in client.get(reverse("deputies:my-dossier", args=[dossier.uid])).content.decode()
    assert "欧阳春" in text_of(client.get(address))
    stranger = make_mandate(make_deputy("外人"))
    other = Dossier.objects.create(mandate=stranger, year=2025)
    assert client.get(reverse("deputies:my-dossier-pdf", args=[other.uid])).status_code == 404


def test_a_closed_dossier_carries_its_hash_on_paper(dossier, county_clerk, signed_in):
    Dossier.objects.filter(pk=dossier.pk).update(content_hash="ab" * 32, state="closed")
    text = text_of(
        signed_in(county_clerk).post(reverse("deputies:dossier-take", args=[dossier.uid]), {"as": "pdf"})
    )
    assert "已归档" in text
    assert "ab" * 20 in text.replace("\r\n", "")


def test_a_logbook_as_pdf_has_the_columns_of_the_printed_page(dossier, station_officer, signed_in):
    answer = signed_in(station_officer).post(
        reverse("deputies:logbook-print"), {"book": "activity", "as": "pdf", "state": "verified"}
    )
    text = text_of(answer)
    for words in ("活动", "走访 #大塘村", "欧阳春", "核实人：", "本簿小计：1 条"):
        assert words in text
    assert AuditEvent.objects.get(verb="deputies.logbook.exported").facts["form"] == "pdf"


def test_the_fourth_book_as_pdf_stands_though_nothing_was_passed_on(dossier, station_officer, signed_in):
    text = text_of(signed_in(station_officer).post(reverse("petitions:issue-book"), {"as": "pdf"}))
    assert "本簿小计：0 条" in text
