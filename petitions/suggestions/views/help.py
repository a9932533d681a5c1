"""办理流程: the help page that the flow itself writes. Nothing here is typed a second time."""

from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from congress.people.roles import CITIZEN_ROLE, SYSTEM_ROLE, Role
from congress.web import DeskMixin
from congress.workflow import BEFORE, SAME
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.states import CO_HANDLER, FLOW, LEAD_HANDLER, State

_WHO = {
    **dict(Role.choices),
    CITIZEN_ROLE: _("群众"),
    SYSTEM_ROLE: _("系统"),
    LEAD_HANDLER: _("主办单位"),
    CO_HANDLER: _("协办单位"),
}
# The straight way, drawn as a row of boxes; every other state hangs below the one it is entered from.
_MAIN = (
    State.RECEIVED,
    State.ACCEPTED,
    State.TRANSFERRED,
    State.HANDLING,
    State.REPLIED,
    State.RATED,
    State.CONCLUDED,
)
_SIDE = {
    State.DECLINED: State.RECEIVED,
    State.MERGED: State.ACCEPTED,
    State.RETURNED: State.TRANSFERRED,
    State.SUSPENDED: State.HANDLING,
    State.SUPERVISED: State.RATED,
    State.ARCHIVED: State.CONCLUDED,
}
_BOX, _GAP, _HIGH = 116, 26, 44


def _label_of(target: str) -> Any:
    return {SAME: _("不变"), BEFORE: _("回到原状态")}.get(target) or State(target).label


def diagram() -> dict[str, Any]:
    """Boxes and arrows of the flow: for each state its place, for each step between two states one arrow."""
    places: dict[str, tuple[int, int]] = {}
    for column, state in enumerate(_MAIN):
        places[state] = (column * (_BOX + _GAP), 20)
    for state, above in _SIDE.items():
        places[state] = (places[above][0], 20 + 2 * _HIGH + 20)
    boxes = [
        {"x": x, "y": y, "label": State(state).label, "cx": x + _BOX // 2, "cy": y + _HIGH // 2 + 5}
        for state, (x, y) in places.items()
    ]
    arrows = []
    for before, after in pairwise(_MAIN):
        arrows.append((places[before][0] + _BOX, 20 + _HIGH // 2, places[after][0], 20 + _HIGH // 2))
    for state, above in _SIDE.items():
        x = places[above][0] + _BOX // 2
        arrows.append((x, 20 + _HIGH, x, places[state][1]))
    return {
        "boxes": boxes,
        "arrows": arrows,
        "width": len(_MAIN) * (_BOX + _GAP) - _GAP,
        "height": 20 + 3 * _HIGH + 30,
        "box": _BOX,
        "high": _HIGH,
    }


class FlowView(DeskMixin, TemplateView):
    """Every step: from where to where, who may take it, which clocks it starts and stops, whether citizens see it."""

    template_name = "petitions/desk/flow.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = dict(ClockKind.choices)
        rows = [
            {
                "label": step.label,
                "sources": [State(s).label for s in State if s in step.sources],
                "target": _label_of(step.target),
                "who": [_WHO[role] for role in _WHO if role in step.roles],
                "starts": [kinds[kind] for kind in step.starts],
                "stops": [kinds[kind] for kind in step.stops],
                "public": step.public,
            }
            for step in FLOW
        ]
        return super().get_context_data(rows=rows, diagram=diagram(), **kwargs)
