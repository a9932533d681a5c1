"""Table of contents of the models of petitions."""

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
    "Entry",
    "Extension",
    "FollowUp",
    "IntakeBatch",
    "IntakeRow",
    "Link",
    "NumberSeries",
    "Petitioner",
    "Rating",
    "Refusal",
    "Reply",
    "Suggestion",
    "Supporter",
]
