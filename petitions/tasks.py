"""Table of contents of the tasks of petitions."""

from petitions.suggestions.tasks import sweep_suggestion_clocks

__all__ = ["sweep_suggestion_clocks"]
