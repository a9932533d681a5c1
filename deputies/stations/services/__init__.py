"""What is done with stations."""

from deputies.stations.services.assignments import assign_deputy, end_assignment, release_deputy
from deputies.stations.services.places import StationDraft, change_station, close_station, open_station

__all__ = [
    "StationDraft",
    "assign_deputy",
    "change_station",
    "close_station",
    "end_assignment",
    "open_station",
    "release_deputy",
]
