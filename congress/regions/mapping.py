"""The county map of a page as plain values: shades, labels, legend. The template tag draws it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from congress.regions.models import Region, RegionMap

# Shades from light to dark; 0 is "nothing".
SHADES = 4
_TILE, _GAP, _COLUMNS = 130, 10, 4
_AUTONOMOUS = re.compile(r"^(.{2,}?)(?:.{1,3}族)+自治(?:县|旗)$")


@dataclass(frozen=True, slots=True)
class MapValue:
    """What a page says of one county. `text` is the value in words ("14 个站点"); without `url` it is no link."""

    code: str
    value: float | None
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One county as it is drawn. `path` is empty for a tile, which has a corner and a size instead."""

    code: str
    name: str
    short_name: str
    path: str
    corner: tuple[float, float]
    label: tuple[float, float]
    anchor: tuple[float, float] | None
    shade: int
    figure: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sketch, or tiles where no sketch may be shown. `legend`: (shade, from, to) for the shades in use."""

    width: int
    height: int
    areas: list[Area]
    legend: list[tuple[int, float, float]]
    is_sketch: bool
    tile: int = _TILE


def short_name(name: str) -> str:
    """The name as one says it on a small map: 隆回县 → 隆回, 城步苗族自治县 → 城步; two characters stay whole."""
    name = _AUTONOMOUS.sub(r"\1", name)
    return name[:-1] if len(name) > 2 and name[-1] in "县区市旗" else name


def draw_map(counties: Iterable[Region], sketch: RegionMap | None, values: Iterable[MapValue]) -> Drawing:
    """Put the values on the sketch, or on tiles without one (or when it lacks a county)."""
    places = list(counties)
    said = {value.code: value for value in values}
    bounds = _bounds([value.value for value in said.values() if value.value])
    outlines = (
        {code: (path, label, anchor) for code, path, label, anchor in sketch.outlines} if sketch else {}
    )
    # 邵阳 the county beside 邵阳 the city: the short name of a county that is the city's stays long.
    cities = {short_name(place.parent.name) for place in places if place.parent}
    is_sketch = bool(outlines) and all(place.code in outlines for place in places)
    areas = []
    for index, place in enumerate(places):
        value = said.get(place.code, MapValue(place.code, None))
        corner = (index % _COLUMNS * (_TILE + _GAP), index // _COLUMNS * (_TILE + _GAP))
        middle = (corner[0] + _TILE / 2, corner[1] + _TILE / 2)
        path, label, anchor = outlines[place.code] if is_sketch else ("", middle, None)
        short = short_name(place.name)
        figure = "" if value.value is None else f"{value.value:g}"
        areas.append(
            Area(
                code=place.code,
                name=place.name,
                short_name=place.name if short in cities else short,
                path=path,
                corner=corner,
                label=label,
                anchor=anchor,
                shade=_shade(value.value, bounds),
                figure=figure,
                text=value.text or figure,
                url=value.url,
            )
        )
    width, height = (sketch.width, sketch.height) if is_sketch and sketch else _tiles_size(len(places))
    shown = {area.shade for area in areas}
    legend = [(shade, low, high) for shade, (low, high) in enumerate(bounds, start=1) if shade in shown]
    return Drawing(width, height, areas, legend, is_sketch)


def _bounds(values: list[float]) -> list[tuple[float, float]]:
    """Up to SHADES ranges with about as many counties each; equal values share a shade."""
    ordered = sorted(values)
    if not ordered:
        return []
    steps = sorted(
        {ordered[min(len(ordered) - 1, ceil(len(ordered) * n / SHADES) - 1)] for n in range(1, SHADES + 1)}
    )
    lows = [ordered[0], *(min(v for v in ordered if v > step) for step in steps[:-1])]
    return list(zip(lows, steps, strict=True))


def _shade(value: float | None, bounds: list[tuple[float, float]]) -> int:
    if not value:
        return 0
    return next(shade for shade, (_low, high) in enumerate(bounds, start=1) if value <= high)


def _tiles_size(count: int) -> tuple[int, int]:
    rows = ceil(count / _COLUMNS)
    return _COLUMNS * (_TILE + _GAP) - _GAP, rows * (_TILE + _GAP) - _GAP
