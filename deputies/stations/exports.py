"""The stations' tables as rows for a workbook: headings, and lines read in pieces."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress.regions.selectors import place_name
from deputies.stations.models import (
    AssignmentPlan,
    GridCell,
    StarRating,
    Station,
    StationAssignment,
    StationCheck,
)
from deputies.stations.selectors import assigned

CHUNK = 2000
Stations = QuerySet[Station]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that hangs on stations. `lines(stations, on)` gives a row a line, under `heads`."""

    label: str | Promise
    heads: tuple[str | Promise, ...]
    lines: Callable[[Stations, date], Iterator[list[Any]]]


def _stations(stations: Stations, on: date) -> Iterator[list[Any]]:
    people = StationAssignment.objects.filter(assigned(on), station=OuterRef("pk")).order_by()
    cells = GridCell.objects.filter(station=OuterRef("pk")).order_by().values("station")
    rows = stations.select_related("organisation").annotate(
        people=Coalesce(Subquery(people.values("station").annotate(n=Count("pk")).values("n")), 0),
        voters=Coalesce(Subquery(cells.annotate(n=Sum("voters")).values("n")), 0),
        free=Exists(GridCell.objects.filter(station=OuterRef("pk"), deputy=None)),
    )
    for row in rows.order_by("region_code", "pk").iterator(chunk_size=CHUNK):
        yield [
            row.organisation.name, row.organisation.code, place_name(row.region_code), row.get_level_display(),
            row.get_type_display(), row.is_legislative_point, row.get_state_display(), row.address, row.phone,
            row.responsible, row.liaison, row.latitude and str(row.latitude), row.longitude and str(row.longitude),
            row.people, row.voters, row.free, row.standard_met, row.standard_of, row.stars, row.stars_until,
        ]  # fmt: skip


def _assignments(stations: Stations, on: date) -> Iterator[list[Any]]:
    rows = StationAssignment.objects.filter(station__in=stations).select_related(
        "station__organisation", "deputy"
    )
    for row in rows.order_by("station__region_code", "station", "pk").iterator(chunk_size=CHUNK):
        there = row.starts_on <= on and (row.ends_on is None or row.ends_on >= on)
        yield [
            row.station.organisation.name, row.deputy.name, row.get_role_display(), row.is_main, row.starts_on,
            row.ends_on, there,
        ]  # fmt: skip


def _cells(stations: Stations, _on: date) -> Iterator[list[Any]]:
    rows = GridCell.objects.filter(station__in=stations).select_related(
        "station__organisation", "region", "deputy"
    )
    for row in rows.order_by("station__region_code", "station", "name").iterator(chunk_size=CHUNK):
        yield [
            row.station.organisation.name, row.region.name, row.name, row.households, row.voters,
            row.deputy.name if row.deputy else "",
        ]  # fmt: skip


def _checks(stations: Stations, _on: date) -> Iterator[list[Any]]:
    rows = (
        StationCheck.objects.filter(station__in=stations)
        .select_related("station__organisation", "standard", "by")
        .annotate(items=Count("answers"))
    )
    for row in rows.order_by("station__region_code", "station", "on", "pk").iterator(chunk_size=CHUNK):
        yield [
            row.station.organisation.name, row.on, row.get_kind_display(), row.standard.name, row.met, row.items,
            row.by.name, row.remarks,
        ]  # fmt: skip


def _ratings(stations: Stations, _on: date) -> Iterator[list[Any]]:
    rows = StarRating.objects.filter(station__in=stations).select_related(
        "station__organisation", "visited_by"
    )
    for row in rows.order_by("-year", "station__region_code", "station").iterator(chunk_size=CHUNK):
        yield [
            row.station.organisation.name, row.year, row.scheme, row.get_state_display(), _number(row.self_score),
            _number(row.score), row.stars, row.visited_on, row.visited_by.name if row.visited_by else "",
            row.announced_on, row.objection, row.answer, row.granted_on, row.valid_until,
        ]  # fmt: skip


def _number(value: Any) -> float | None:
    """Points with one digit: a Decimal would be written as money."""
    return None if value is None else float(value)


TABLES: dict[str, Table] = {
    "stations": Table(
        _("站点"),
        (_("站点"), _("代码"), _("地点"), _("级别"), _("类型"), _("基层立法联系点"), _("状态"), _("地址"),
         _("站点电话"), _("负责人"), _("联络员"), _("纬度"), _("经度"), _("代表"), _("选民"), _("有村待定"),
         _("达标项"), _("共几项"), _("星级"), _("星级有效期至")),
        _stations,
    ),
    "assignments": Table(
        _("驻站代表"),
        (_("站点"), _("代表"), _("身份"), _("主驻站"), _("进站日期"), _("离站日期"), _("在站")),
        _assignments,
    ),
    "cells": Table(
        _("责任网格"),
        (_("站点"), _("乡镇街道"), _("村或社区"), _("户数"), _("选民数"), _("责任代表")),
        _cells,
    ),
    "checks": Table(
        _("达标检查"),
        (_("站点"), _("日期"), _("类别"), _("标准"), _("达标项"), _("共几项"), _("检查人"), _("整改意见")),
        _checks,
    ),
    "ratings": Table(
        _("星级评定"),
        (_("站点"), _("年度"), _("办法"), _("状态"), _("自评分"), _("核定分"), _("星级"), _("核查日期"),
         _("核查人"), _("公示日期"), _("异议"), _("处理"), _("评定日期"), _("有效期至")),
        _ratings,
    ),
}  # fmt: skip
PLAN_HEADS = (_("站点"), _("代表"), _("居住地"), _("理由"), _("人工调整"))


def plan_lines(plan: AssignmentPlan) -> Iterator[list[Any]]:
    """The lines of a proposal."""
    rows = plan.lines.select_related("station__organisation", "deputy__home_region")
    for row in rows.order_by("station__region_code", "station", F("deputy").asc()):
        home = row.deputy.home_region
        yield [
            row.station.organisation.name, row.deputy.name, home.name if home else "", row.reason, row.is_changed,
        ]  # fmt: skip
