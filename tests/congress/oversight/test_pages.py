"""The audit administrator finds who did what; nobody else reads the log."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from congress.audit.context import coming_from
from congress.audit.models import AuditEvent
from congress.audit.services import record
from congress.errors import BadInput, NotAllowed
from congress.oversight import services
from congress.oversight.selectors import Search, events_for, first_seq_at
from congress.oversight.services import export_events, walk_chain
from congress.people.actors import CITIZEN, SYSTEM

LIST = "/desk/audit/"
ON = date(2026, 11, 23)
REVEALED = "congress.personal_data.revealed"


@pytest.fixture
def log(clerk, handler, department):
    """Five events."""
    with coming_from("request-1", "10.0.0.7"):
        record("congress.grant.given", handler, actor=clerk, role="handler")
        record(REVEALED, department, actor=handler, field="phone", reason="核实")
    record(REVEALED, department, actor=clerk, field="phone", reason="回访")
    record("congress.personal_data.erased", None, actor=SYSTEM, rows=3)
    record("congress.audit.exported", None, actor=CITIZEN)


@pytest.mark.parametrize("path", [LIST, f"{LIST}1/"])
@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("audit_admin", 200),
        ("system_admin", 403),
        ("security_admin", 403),
        ("clerk", 403),
        ("supervisor", 403),
        ("leader", 403),
        ("handler", 403),
        ("deputy", 403),
        ("stranger", 403),
    ],
)
def test_only_the_audit_administrator_reads_the_log(request, log, signed_in, path, person, status):
    answer = signed_in(request.getfixturevalue(person)).get(path)
    assert answer.status_code == status
    assert ("授予角色" in answer.content.decode()) is (status == 200)


@pytest.mark.parametrize("path", [LIST, f"{LIST}1/"])
def test_without_signing_in_there_is_the_login_page(db, client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={path}")


def test_nobody_else_exports(log, signed_in, clerk):
    assert signed_in(clerk).post(f"{LIST}export/").status_code == 403
    with pytest.raises(NotAllowed):
        export_events(Search(), actor=clerk, on=ON)
    assert AuditEvent.objects.count() == 5


def test_the_list_shows_the_newest_first_in_the_offices_words(log, signed_in, audit_admin):
    page = signed_in(audit_admin).get(LIST).content.decode()
    labels = ["导出审计记录", "到期清除个人信息", "查看个人信息", "授予角色"]
    places = [page.index(f">{label}</a>") for label in labels]
    assert places == sorted(places)
    assert "王强" in page
    assert "市水利局" in page
    assert "10.0.0.7" in page


@pytest.mark.parametrize(
    ("search", "seqs"),
    [
        (Search(), [1, 2, 3, 4, 5]),
        (Search(verb=REVEALED), [2, 3]),
        (Search(verb="congress.personal_data"), [2, 3, 4]),
        (Search(actor="王强"), [2]),
        (Search(actor="li.min"), [1, 3]),
        (Search(actor="系统"), [4]),
        (Search(actor="群众"), [5]),
        (Search(actor="没有这个人"), []),
        (Search(target="市水"), [2, 3]),
        (Search(target="congress.User"), [1]),
        (Search(request_id="request-1"), [1, 2]),
        (Search(verb=REVEALED, actor="li.min"), [3]),
    ],
)
def test_events_are_found(log, search, seqs):
    assert sorted(events_for(search).values_list("seq", flat=True)) == seqs


def test_events_of_one_object_are_found_by_type_and_number(log, department):
    search = Search(target=f"congress.Organisation {department.pk}")
    assert sorted(events_for(search).values_list("seq", flat=True)) == [2, 3]
    assert not events_for(Search(target=f"congress.User {department.pk + 1000}")).exists()


def test_days_become_numbers(log):
    start = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE congress_auditevent DISABLE TRIGGER ALL")
        cursor.execute("UPDATE congress_auditevent SET at = %s + seq * interval '1 day'", [start])
    assert [first_seq_at(start + timedelta(days=n)) for n in (0, 1, 2, 5, 6, 99)] == [1, 1, 2, 5, 6, 6]
    # Midnight in Shanghai is 16:00 UTC: event 1 is the first of 22 November.
    found = events_for(Search(since=date(2026, 11, 23), until=date(2026, 11, 24)))
    assert sorted(found.values_list("seq", flat=True)) == [2, 3]
    assert not events_for(Search(since=date(2027, 1, 1))).exists()


def test_filters_stand_in_the_address_and_bad_ones_say_so(log, signed_in, audit_admin):
    client = signed_in(audit_admin)
    found = client.get(LIST, {"actor": "王强", "since": "2020-01-01"}).content.decode()
    assert found.count('class="ttl"') == 1
    assert 'value="王强"' in found
    assert 'value="2020-01-01"' in found
    wrong = client.get(LIST, {"verb": "x", "since": "昨天", "until": "2020-01-01", "cursor": "x"})
    assert wrong.status_code == 200
    assert "输入一个有效的日期" in wrong.content.decode()
    order = client.get(LIST, {"since": "2026-02-01", "until": "2026-01-01"}).content.decode()
    assert "结束日期不能早于开始日期" in order
    assert "没有符合条件的记录" in client.get(LIST, {"actor": "没有这个人"}).content.decode()


def test_pages_go_on_by_key(db, signed_in, audit_admin):
    for n in range(120):
        record(REVEALED, None, actor=SYSTEM, n=n)
    client = signed_in(audit_admin)
    first = client.get(LIST)
    second = client.get(LIST, {"cursor": first.context["page"].next_cursor})
    third = client.get(LIST, {"cursor": second.context["page"].next_cursor})
    seqs = [[event.seq for event in answer.context["page"].rows] for answer in (first, second, third)]
    total = AuditEvent.objects.count()
    assert [seq for page in seqs for seq in page][:120] == list(range(total, total - 120, -1))
    back = client.get(LIST, {"cursor": second.context["page"].prev_cursor})
    assert [event.seq for event in back.context["page"].rows] == seqs[0]


def test_the_list_asks_the_same_number_of_questions_for_one_and_three_rows(db, signed_in, audit_admin, clerk):
    client = signed_in(audit_admin)
    client.get(LIST)

    def questions() -> int:
        with connection.execute_wrapper(lambda run, *rest: (counted.append(1), run(*rest))[1]):
            client.get(LIST)
        total = len(counted)
        counted.clear()
        return total

    counted: list[int] = []
    record(REVEALED, clerk, actor=clerk)
    one = questions()
    record(REVEALED, clerk, actor=clerk)
    record(REVEALED, clerk, actor=SYSTEM)
    assert questions() == one


def test_an_event_shows_its_facts_and_its_place_in_the_chain(log, signed_in, audit_admin, department):
    event = AuditEvent.objects.get(seq=2)
    page = signed_in(audit_admin).get(f"{LIST}2/").content.decode()
    for text in (
        "查看个人信息",
        "王强",
        "市水利局",
        "核实",
        "request-1",
        bytes(event.hash).hex(),
        bytes(event.previous).hex(),
    ):
        assert text in page
    assert f"?target=congress.Organisation%20{department.pk}" in page


@pytest.mark.parametrize("seq", ["99", "99999999999999999999"])
def test_an_unknown_event_is_not_found(log, signed_in, audit_admin, seq):
    assert signed_in(audit_admin).get(f"{LIST}{seq}/").status_code == 404


def test_an_export_holds_what_was_filtered_and_leaves_an_event(log, signed_in, audit_admin):
    answer = signed_in(audit_admin).post(f"{LIST}export/", {"verb": REVEALED})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:5] == ["序号", "时间", "操作人", "单位", "事项"]
    assert [(row[0], row[2], row[6]) for row in rows[1:]] == [
        ("2", "王强", "field：phone；reason：核实"),
        ("3", "李敏", "field：phone；reason：回访"),
    ]
    event = AuditEvent.objects.get(verb="congress.audit.exported", actor=audit_admin)
    assert event.facts == {"rows": 2, "verb": REVEALED}


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_an_export_holds_no_formula(db, audit_admin, clerk, start):
    clerk.name = f"{start}|calc"
    clerk.save()
    record(REVEALED, clerk, actor=clerk)
    lines = "".join(export_events(Search(), actor=audit_admin, on=ON))
    row = list(csv.reader(io.StringIO(lines.removeprefix("\ufeff"))))[1]
    assert row[2] == f"'{start}|calc"
    assert row[5] == f"'{start}|calc"


def test_too_large_an_export_is_refused_and_the_filters_stay(log, signed_in, audit_admin, monkeypatch):
    monkeypatch.setattr(services, "EXPORT_LIMIT", 4)
    with pytest.raises(BadInput, match="缩小日期范围"):
        export_events(Search(), actor=audit_admin, on=ON)
    answer = signed_in(audit_admin).post(f"{LIST}export/", {"request_id": "", "since": "2020-01-01"})
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?since=2020-01-01")
    assert not AuditEvent.objects.filter(verb="congress.audit.exported", actor=audit_admin).exists()


def test_the_page_says_how_the_last_walk_went(log, signed_in, audit_admin):
    client = signed_in(audit_admin)
    assert "今晚校验" in client.get(LIST).content.decode()
    walk_chain(at=datetime(2026, 11, 23, 1, 2, tzinfo=UTC))
    assert "2026-11-23 09:02 校验，5 条记录首尾相连" in client.get(LIST).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE congress_auditevent DISABLE TRIGGER audit_event_guard")
    page = client.get(LIST).content.decode()
    assert "审计链异常" in page
    assert "audit_event_guard on congress_auditevent is not enabled always" in page
