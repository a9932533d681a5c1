"""Table of contents of the tasks of outreach."""

<<<<<<< HEAD
from outreach.projects.scores.tasks import chase_rectifications

__all__ = ["chase_rectifications"]
=======
from outreach.projects.building.tasks import sweep_buildings

__all__ = ["sweep_buildings"]
>>>>>>> 38208c9 (Begin the building of projects: plans, reports, lights, changes, supervision, acceptance)
