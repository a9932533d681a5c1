"""{% map_regions values label %}: the county map of a page, drawn by the server."""

from collections.abc import Iterable
from typing import Any

from django import template

from congress.regions.mapping import MapValue, draw_map
from congress.regions.selectors import counties, place_name, region_map

register = template.Library()


@register.filter
def place(code: str) -> str:
    """隆回县 桃花坪街道: the division with this code as one says it inside the city."""
    return place_name(code)


@register.inclusion_tag("components/region_map.html")
def map_regions(
    values: Iterable[MapValue], label: str, *, unit: str = "", public: bool = False, city: str = ""
) -> dict[str, Any]:
    """The counties shaded by value, each a link where its value has an address.

    `label` says what the colours mean; `public=True` draws the sketch only when it was approved. The caller shows the
    same figures as a table or list beside it: the map is never the only way. One query.
    """
    drawing = draw_map(counties(city), region_map(city, public=public), values)
    return {"drawing": drawing, "label": label, "unit": unit}
