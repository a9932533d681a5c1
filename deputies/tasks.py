"""Table of contents of the tasks of deputies."""

from deputies.logbooks.tasks import sweep_contacts
from deputies.points.tasks import recount_points
from deputies.roster.tasks import import_roster_batch
from deputies.stations.tasks import sweep_rota

__all__ = ["import_roster_batch", "recount_points", "sweep_contacts", "sweep_rota"]
