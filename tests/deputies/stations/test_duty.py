"""Who receives when, for everybody: the week's list, the station's calendar, the open register."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from deputies.models import DutyShift, ShiftDeputy
from deputies.stations.duty import station_rota
from deputies.stations.icalendar import escape, fold
from tests.deputies.makers import make_deputy, make_station

pytestmark = pytest.mark.django_db


def shift(station, on: date, *names: str, state: str = "published", **fields) -> DutyShift:
    row = DutyShift.objects.create(
        station=station, on=on, planned_on=on, starts_at=time(9), ends_at=time(11, 30), state=state,
        published_at=fields.pop("published_at", now()), **fields,
    )  # fmt: skip
    for name in names:
        ShiftDeputy.objects.create(shift=row, deputy=make_deputy(name))
    return row


def test_the_week_shows_what_was_announced_and_says_why_a_day_falls_out(client) -> None:
    on, station = localdate(), make_station()
    shift(station, on, "欧阳春")
    shift(station, on + timedelta(days=1), "唐丽娟", state="cancelled", note="防汛值守")
    shift(station, on + timedelta(days=2), "未公告人", state="planned", published_at=None)
    shift(station, on + timedelta(days=3), "缺勤人", state="missed")
    shift(station, on + timedelta(days=7), "下周人")
    page = client.get("/duty/").content.decode()
    assert [n for n in ("欧阳春", "唐丽娟", "未公告人", "缺勤人", "下周人") if n in page] == ["欧阳春"]
    assert "这一天不接待：防汛值守" in page
    assert "这七天没有公布的接待" in client.get("/duty/?county=430581").content.decode()


def test_forty_rows_cost_as_many_queries_as_one(client) -> None:
    on = localdate()
    shift(make_station(), on, "甲")
    client.get("/duty/")
    with CaptureQueriesContext(connection) as one:
        client.get("/duty/")
    for _n in range(12):
        shift(make_station(), on, "乙", "丙")
    with CaptureQueriesContext(connection) as many:
        client.get("/duty/")

    def rows_read(queries) -> int:
        # How old the tree of divisions is gets asked at each name in tests only; the site asks every few seconds.
        return sum("congress_edition" not in query["sql"] for query in queries.captured_queries)

    assert rows_read(many) == rows_read(one)


def test_a_station_block_keeps_its_next_days_in_order() -> None:
    on, station = localdate(), make_station()
    later, sooner = shift(station, on + timedelta(days=9)), shift(station, on, "欧阳春")
    rows = station_rota(station, on=on)
    assert [row.shift for row in rows] == [sooner, later]
    assert [deputy.name for deputy in rows[0].deputies] == ["欧阳春"]


def test_the_calendar_has_the_hours_in_utc_and_drops_a_cancelled_day(client) -> None:
    on, station = localdate(), make_station(address="文化路 1 号, 二楼")
    held, off = shift(station, on, "欧阳春"), shift(station, on, state="cancelled", note="防汛")
    answer = client.get(f"/stations/{station.organisation.code}/duty.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert [line for line in lines if line.startswith(("UID", "STATUS", "SUMMARY"))] == [
        f"UID:shift-{held.pk}@lianxin", "SUMMARY:代表接待 欧阳春", "STATUS:CONFIRMED",
        f"UID:shift-{off.pk}@lianxin", "SUMMARY:代表接待", "STATUS:CANCELLED",
    ]  # fmt: skip
    assert f"DTSTART:{on:%Y%m%d}T010000Z" in lines
    assert "LOCATION:文化路 1 号\\, 二楼" in lines


def test_long_lines_are_folded_at_75_octets_between_characters() -> None:
    line = "DESCRIPTION:" + escape("防汛；改期,\r\n请" * 20)
    folded = fold(line).split("\r\n")
    assert max(len(part.encode()) for part in folded) <= 75
    assert folded[0] + "".join(part[1:] for part in folded[1:]) == line


def test_the_register_narrows_by_station_region_and_days_and_explains_a_bad_day(client) -> None:
    on, here, there = date(2026, 7, 3), make_station(), make_station()
    first, second = shift(here, on, "欧阳春"), shift(here, on + timedelta(days=7))
    other = shift(there, on)

    def found(query: str) -> list[int]:
        return [row["id"] for row in client.get(f"/api/v1/rota?{query}").json()["results"]]

    assert sorted(found("region=430524")) == [first.pk, second.pk, other.pk]
    assert sorted(found(f"station={here.organisation.code}")) == [first.pk, second.pk]
    assert found("since=2026-07-04") == [second.pk]
    assert sorted(found("until=2026-07-03")) == [first.pk, other.pk]
    assert found("region=11") == []
    assert client.get("/api/v1/rota?since=2026-02-30").status_code == 422
