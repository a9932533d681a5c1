"""Ledgers: what they show, to whom, and what leaves the house."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client

from congress.audit.models import AuditEvent
from congress.models import Organisation, User
from petitions.ledgers import views
from petitions.ledgers.selectors import LEDGERS, Narrowing, ledger_rows
from petitions.ledgers.services import export
from tests.petitions.suggestions.cases import MONDAY, in_hand, receive, replied

LEDGER = "/desk/ledgers/"


def table(answer: HttpResponse) -> list[list[object]]:
    content = io.BytesIO(b"".join(answer.streaming_content))
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(content).active.iter_rows()]


@pytest.mark.django_db
def test_the_workbook_masks_names_and_phones_names_its_taker_and_is_recorded(
    clerk: User, signed_in: Callable[..., Client]
) -> None:
    matter = receive(
        content="=HYPERLINK(1) 我的电话是13900001234，请修路灯。", title="=1+1 路灯不亮"
    ).suggestion
    answer = signed_in(clerk).post(LEDGER, {"ledger": "reception"})
    mark, heads, row = table(answer)
    cells = dict(zip(heads, row, strict=True))
    assert str(mark[0]).startswith("【导出记录】李敏 ")
    assert (cells["编号"], cells["反映人"], cells["电话"]) == (matter.number, "刘**", "139****1234")
    assert cells["标题"] == "=1+1 路灯不亮"
    assert cells["群众原话"] == "=HYPERLINK(1) 我的电话是***********，请修路灯。"
    assert (cells["状态"], cells["来源"]) == ("已登记", "网上")
    facts = AuditEvent.objects.get(verb="petitions.suggestion.exported").facts
    assert facts == {"ledger": "reception", "filters": {}, "rows": 1, "reason": ""}


@pytest.mark.django_db
def test_more_than_a_hundred_rows_need_a_reason(
    clerk: User, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "ASK_REASON", 0)
    receive()
    client = signed_in(clerk)
    refused = client.post(LEDGER, {"ledger": "reception", "reason": " "})
    assert refused.status_code == 422
    assert "请写明导出理由" in refused.content.decode()
    assert AuditEvent.objects.filter(verb="petitions.suggestion.exported").count() == 0
    assert len(table(client.post(LEDGER, {"ledger": "reception", "reason": "季度通报用"}))) == 3
    assert AuditEvent.objects.get(verb="petitions.suggestion.exported").facts["reason"] == "季度通报用"


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(LEDGERS))
def test_every_ledger_opens_and_exports(
    name: str, supervisor: User, signed_in: Callable[..., Client]
) -> None:
    receive()
    client = signed_in(supervisor)
    assert client.get(LEDGER, {"ledger": name}).status_code == 200
    assert str(table(client.post(LEDGER, {"ledger": name}))[0][0]).startswith("【导出记录】罗红 ")


@pytest.mark.django_db
def test_a_ledger_has_the_rows_that_the_account_may_see(
    clerk: User, department: Organisation, handler: User, other_handler: User, county_clerk: User
) -> None:
    in_hand(clerk, department, handler)
    receive(phone="13900001239")
    ledger = LEDGERS["reception"]
    seen = {
        user.username: ledger_rows(ledger, user, Narrowing(), on=MONDAY).count()
        for user in (clerk, county_clerk, handler, other_handler)
    }
    assert seen == {"li.min": 2, "zhou.jianguo": 2, "wang.qiang": 1, "chen.jing": 0}


@pytest.mark.django_db
def test_filters_narrow_by_period_place_handler_and_state(
    clerk: User, department: Organisation, handler: User
) -> None:
    replied(clerk, department, handler)
    receive(phone="13900001239")

    def count(**wanted: str) -> int:
        return ledger_rows(LEDGERS["reception"], clerk, Narrowing.from_address(wanted), on=MONDAY).count()

    assert count(since="2026-11-09", until="2026-11-09") == 2
    assert count(since="2026-11-10") == 0
    assert (count(county="430524"), count(county="430523")) == (2, 0)
    assert (count(lead=str(department.pk)), count(state="replied"), count(state="；")) == (1, 1, 2)
    assert count(since="2026-99-99", lead="１", channel="fax") == 2


@pytest.mark.django_db
def test_administrators_see_no_ledger(system_admin: User, signed_in: Callable[..., Client]) -> None:
    assert signed_in(system_admin).get(LEDGER).status_code == 403


@pytest.mark.django_db
def test_a_station_finds_what_came_through_it(clerk: User, station: Organisation) -> None:
    mine = receive(station=station).suggestion
    receive()
    narrowing = Narrowing.from_address({"station": str(station.pk)})
    rows = ledger_rows(LEDGERS["reception"], clerk, narrowing, on=MONDAY)
    assert [row.number for row in rows] == [mine.number]


@pytest.mark.django_db
def test_a_printed_ledger_has_numbered_rows_and_is_recorded_like_a_workbook(
    clerk: User, signed_in: Callable[..., Client]
) -> None:
    matter = receive().suggestion
    sheet = signed_in(clerk).post(f"{LEDGER}print/", {"ledger": "reception"}).content.decode()
    assert "单位：市人大代表工委" in sheet
    assert f"<tr><td>1</td><td>{matter.number}</td>" in sheet
    assert "13900001234" not in sheet
    assert AuditEvent.objects.get(verb="petitions.suggestion.exported").facts["rows"] == 1


@pytest.mark.django_db
def test_a_print_beyond_forty_pages_is_refused_on_the_ledger_itself(
    clerk: User, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_PRINTED", 1)
    receive()
    receive(phone="13900005678")
    refused = signed_in(clerk).post(f"{LEDGER}print/", {"ledger": "reception"})
    assert refused.status_code == 422
    assert "一次最多导出 1 行" in refused.content.decode()
