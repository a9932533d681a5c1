"""Dossiers as pages."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from congress.models import AuditEvent, Organisation, User
from deputies.dossiers.models import Dossier
from deputies.models import Deputy
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


@pytest.fixture
def dossier(deputy: User, station: Organisation, county_office: Organisation) -> Dossier:
    person: Deputy = make_deputy("欧阳春", user=deputy)
    seat = make_constituency(make_term(), region=make_region("430524"))
    mandate = make_mandate(person, constituency=seat, starts_on=date(2022, 1, 1))
    assign(person, make_station(station))
    return Dossier.objects.create(mandate=mandate, year=localdate().year)


def test_the_office_begins_a_year_for_all_its_deputies(dossier, county_clerk, signed_in):
    client, last_year = signed_in(county_clerk), localdate().year - 1
    answer = client.post(reverse("deputies:dossiers"), {"year": last_year}, follow=True)
    assert "新建 1 份档案。" in answer.content.decode()
    assert "欧阳春" in answer.content.decode()


def test_the_deputy_reads_it_on_the_phone_and_says_what_is_wrong(dossier, county_clerk, deputy, signed_in):
    desk, phone = signed_in(county_clerk), signed_in(deputy)
    desk.post(reverse("deputies:dossier", args=[dossier.uid]), {"step": "show", "version": 1})
    address = reverse("deputies:my-dossier", args=[dossier.uid])
    assert "有出入吗" in phone.get(address).content.decode()
    refused = phone.post(address, {"text": "少"})
    assert refused.status_code == 422
    phone.post(address, {"text": "少了十月的一次执法检查"})
    dossier.refresh_from_db()
    assert dossier.state == "objected"
    assert (
        "少了十月的一次执法检查" in desk.get(reverse("deputies:dossier", args=[dossier.uid])).content.decode()
    )


def test_a_step_that_is_not_possible_now_says_why_and_changes_nothing(dossier, county_clerk, signed_in):
    path = reverse("deputies:dossier", args=[dossier.uid])
    answer = signed_in(county_clerk).post(path, {"step": "close", "version": 1})
    assert answer.status_code == 409
    assert "当前状态为“在建”，不能归档。" in answer.content.decode()
    stale = signed_in(county_clerk).post(path, {"step": "show", "version": 7})
    assert "刚被处理" in stale.content.decode()


def test_the_sheet_for_the_cabinet_has_the_facts_and_a_place_to_sign(dossier, county_clerk, signed_in):
    sheet = (
        signed_in(county_clerk).get(reverse("deputies:dossier-sheet", args=[dossier.uid])).content.decode()
    )
    assert "人大代表履职档案" in sheet
    assert "代表本人签名" in sheet


def test_the_list_of_a_year_is_taken_out_as_a_workbook(dossier, county_clerk, signed_in):
    answer = signed_in(county_clerk).post(reverse("deputies:dossiers-export"), {"year": str(dossier.year)})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [sheet.cell(3, 1).value, sheet.cell(3, 5).value, sheet.max_row] == ["欧阳春", "在建", 3]
    assert AuditEvent.objects.get(verb="deputies.dossier.listed").facts["rows"] == 1
