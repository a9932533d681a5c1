"""Table of contents of the tasks of petitions."""

from petitions.suggestions.tasks import recompute_suggestion_clocks, sweep_suggestion_clocks

__all__ = ["recompute_suggestion_clocks", "sweep_suggestion_clocks"]
