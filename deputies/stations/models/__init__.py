"""Stations, who belongs to them, and when they receive people."""

from deputies.stations.models.grid import AssignmentPlan, GridCell, PlannedAssignment, StationAssignment
from deputies.stations.models.places import OpeningHours, ScanCount, Station
from deputies.stations.models.rota import (
    Blackout,
    CheckIn,
    DeputyWish,
    DutyShift,
    RotaPattern,
    ShiftDeputy,
    ShiftSwap,
)
from deputies.stations.models.standards import (
    CheckAnswer,
    Criterion,
    Score,
    Standard,
    StandardItem,
    StarRating,
    StationCheck,
)

__all__ = [
    "AssignmentPlan",
    "Blackout",
    "CheckAnswer",
    "CheckIn",
    "Criterion",
    "DeputyWish",
    "DutyShift",
    "GridCell",
    "OpeningHours",
    "PlannedAssignment",
    "RotaPattern",
    "ScanCount",
    "Score",
    "ShiftDeputy",
    "ShiftSwap",
    "Standard",
    "StandardItem",
    "StarRating",
    "Station",
    "StationAssignment",
    "StationCheck",
]
