"""The county map."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.template import Context, Template

from congress.regions.demo import load_map
from congress.regions.mapping import MapValue, draw_map, short_name
from congress.regions.models import RegionMap
from congress.regions.outlines import draw
from congress.regions.selectors import counties, region_map
from congress.regions.services import build_region_map

CODES = [
    "430502", "430503", "430511", "430522", "430523", "430524",
    "430525", "430527", "430528", "430529", "430581", "430582",
]  # fmt: skip


@pytest.fixture
def shapes(tmp_path):
    """A city of twelve squares in three rows, corners shared."""
    features = []
    for index, code in enumerate(CODES):
        x, y = 110 + index % 4, 27 - index // 4
        ring = [[x, y], [x + 1, y], [x + 1, y - 1], [x, y - 1], [x, y]]
        features.append(
            {"properties": {"gb": f"156{code}"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        )
    path = tmp_path / "squares.geojson"
    path.write_text(json.dumps({"features": features}), encoding="utf-8")
    return path


def page(values, **options):
    text = "{% load region_map %}{% map_regions values '站点数' unit='个' public=public %}"
    return Template(text).render(Context({"values": values, "public": False, **options}))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("隆回县", "隆回"),
        ("城步苗族自治县", "城步"),
        ("武冈市", "武冈"),
        ("莽山瑶族乡", "莽山瑶族乡"),
        ("道县", "道县"),
    ],
)
def test_a_small_map_uses_the_name_as_one_says_it(name, short):
    assert short_name(name) == short


def test_neighbours_keep_one_common_border():
    wavy = [(1 + (step % 2) * 0.05, step / 10) for step in range(11)]
    left = [(0, 0), *wavy, (0, 1), (0, 0)]
    right = [(2, 0), (2, 1), *wavy[::-1], (2, 0)]
    sketch = draw({"a": [left], "b": [right]})
    a, b = (set(area.path.strip("MZ").split("L")) for area in sketch.outlines)
    assert len(a & b) >= 9


def test_an_area_without_neighbours_is_drawn_too():
    sketch = draw({"a": [[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]]})
    assert sketch.outlines[0].path.count("L") == 3
    assert sketch.outlines[0].anchor is None


@pytest.mark.django_db
def test_the_map_links_every_county_and_says_its_figure(shapes):
    build_region_map("430500", path=shapes)
    html = page([MapValue("430524", 14, "14 个站点", "/stations/?county=430524"), MapValue("430502", 3)])
    assert '<a href="/stations/?county=430524" aria-label="隆回县：14 个站点">' in html
    assert html.count("<a ") == 1
    assert html.count("<path") == 12
    assert "行政区划示意图，不作划界依据" in html
    assert "style=" not in html
    assert "邵阳县</text>" in html


@pytest.mark.django_db
def test_without_shapes_the_counties_are_tiles():
    html = page([MapValue("430524", 14)])
    assert html.count("<rect") == 12 + 1
    assert "不表示位置和面积" in html


@pytest.mark.django_db
def test_the_public_sees_the_sketch_only_when_it_was_approved(shapes):
    build_region_map("430500", path=shapes)
    assert region_map(public=True) is None
    assert "不表示位置和面积" in page([], public=True)
    build_region_map("430500", path=shapes, approval="湘S(2026)001号")
    build_region_map("430500", path=shapes)
    assert "行政区划示意图" in page([], public=True)


@pytest.mark.django_db
def test_a_file_that_lacks_a_county_is_refused(shapes, tmp_path):
    data = json.loads(shapes.read_text())
    path = tmp_path / "holes.geojson"
    path.write_text(json.dumps({"features": data["features"][1:]}))
    with pytest.raises(CommandError, match="430502"):
        call_command("build_region_map", f"--geojson={path}")
    assert not RegionMap.objects.exists()


@pytest.mark.django_db
def test_the_command_draws_from_a_file(shapes, capsys):
    call_command("build_region_map", f"--geojson={shapes}", "--source=测试", "--approval=测试审核")
    assert capsys.readouterr().out == "drew 12 areas\n"
    assert RegionMap.objects.get().source == "测试"


@pytest.mark.django_db
def test_shades_put_about_as_many_counties_into_each_range():
    values = [MapValue(code, number) for number, code in enumerate(CODES)]
    drawing = draw_map(counties(), None, values)
    assert [area.shade for area in drawing.areas] == [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4]
    assert drawing.legend == [(1, 1, 3), (2, 4, 6), (3, 7, 9), (4, 10, 11)]


@pytest.mark.django_db
def test_equal_figures_share_a_shade():
    drawing = draw_map(counties(), None, [MapValue(code, 5) for code in CODES])
    assert {area.shade for area in drawing.areas} == {1}
    assert drawing.legend == [(1, 5, 5)]


@pytest.mark.django_db
def test_the_demo_draws_all_counties_from_the_package_and_labels_fit(settings, django_assert_num_queries):
    load_map(date(2026, 11, 23))
    drawn = RegionMap.objects.get()
    assert [area[0] for area in drawn.outlines] == CODES
    assert 400 < drawn.height < 600
    # The three districts of the city are too small for their names: these stand beside the sketch.
    assert [code for code, _path, _label, anchor in drawn.outlines if anchor] == CODES[:3]
    assert sum(len(path) for _code, path, _label, _anchor in drawn.outlines) < 20_000
    settings.EDITION_CHECK_SECONDS = 60
    counties()
    with django_assert_num_queries(1):
        assert page([], public=True).count("<text") == 12
