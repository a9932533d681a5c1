"""Table of contents of the models of petitions."""

from petitions.figures.models import DaysFigure, FigureState, MonthFigure, StaleFigure
from petitions.intake.models import ColumnProfile, IntakeBatch, IntakeRow
from petitions.suggestions.models import (
    Assignment,
    Category,
    Clock,
    Entry,
    Extension,
    FollowUp,
    Link,
    NumberSeries,
    Petitioner,
    Rating,
    Refusal,
    Reply,
    Suggestion,
    Supporter,
)

__all__ = [
    "Assignment",
    "Category",
    "Clock",
    "ColumnProfile",
    "DaysFigure",
    "Entry",
    "Extension",
    "FigureState",
    "FollowUp",
    "IntakeBatch",
    "IntakeRow",
    "Link",
    "MonthFigure",
    "NumberSeries",
    "Petitioner",
    "Rating",
    "Refusal",
    "Reply",
    "StaleFigure",
    "Suggestion",
    "Supporter",
]
