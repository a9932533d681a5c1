"""Table of contents of the tasks of outreach."""

from outreach.projects.building.tasks import sweep_buildings
from outreach.projects.scores.tasks import chase_rectifications

__all__ = ["chase_rectifications", "sweep_buildings"]
