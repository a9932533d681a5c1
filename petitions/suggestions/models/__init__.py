"""The tables of a suggestion: the matter, its people, its handlers, its answers, its clocks and its history."""

from .answers import FollowUp, Rating, Reply
from .clocks import Clock
from .handling import Assignment, Extension, Refusal
from .history import Entry, Link, NumberSeries
from .matter import Category, Petitioner, Suggestion, Supporter

__all__ = [
    "Assignment",
    "Category",
    "Clock",
    "Entry",
    "Extension",
    "FollowUp",
    "Link",
    "NumberSeries",
    "Petitioner",
    "Rating",
    "Refusal",
    "Reply",
    "Suggestion",
    "Supporter",
]
