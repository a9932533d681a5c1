"""What is done with stations, their deputies and their rota."""

from deputies.stations.services.assignments import assign_deputy, end_assignment, release_deputy
from deputies.stations.services.calendars import renew_calendar, stop_calendar
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
from deputies.stations.services.wishes import add_blackout, add_wish, drop_blackout, drop_wish

__all__ = [
    "StationDraft",
    "add_blackout",
    "add_wish",
    "answer_swap",
    "ask_swap",
    "assign_deputy",
    "cancel_shift",
    "change_station",
    "check_in",
    "close_station",
    "count_scan",
    "drop_blackout",
    "drop_wish",
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
    "renew_calendar",
    "set_pattern",
    "stop_calendar",
    "substitute",
    "withdraw_swap",
]
