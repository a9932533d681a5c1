"""Table of contents of the tasks of petitions."""

from petitions.figures.tasks import refresh_suggestion_figures
from petitions.intake.tasks import import_batch
from petitions.suggestions.tasks import recompute_suggestion_clocks, sweep_suggestion_clocks

__all__ = [
    "import_batch",
    "recompute_suggestion_clocks",
    "refresh_suggestion_figures",
    "sweep_suggestion_clocks",
]
