"""What is done with stations, their deputies and their rota."""

from deputies.stations.services.assignments import assign_deputy, end_assignment, release_deputy
from deputies.stations.services.check_ins import check_in
from deputies.stations.services.places import StationDraft, change_station, close_station, open_station
from deputies.stations.services.rota import generate_rota, plan_rota, publish_shifts, set_pattern
from deputies.stations.services.scans import count_scan
from deputies.stations.services.shifts import (
    cancel_shift,
    finish_shift,
    miss_shift,
    move_shift,
    open_shift,
    release_shifts,
    substitute,
)
from deputies.stations.services.swaps import answer_swap, ask_swap, withdraw_swap

__all__ = [
    "StationDraft",
    "answer_swap",
    "ask_swap",
    "assign_deputy",
    "cancel_shift",
    "change_station",
    "check_in",
    "close_station",
    "count_scan",
    "end_assignment",
    "finish_shift",
    "generate_rota",
    "miss_shift",
    "move_shift",
    "open_shift",
    "open_station",
    "plan_rota",
    "publish_shifts",
    "release_deputy",
    "release_shifts",
    "set_pattern",
    "substitute",
    "withdraw_swap",
]
