"""Table of contents of the models of petitions."""

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
