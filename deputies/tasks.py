"""Table of contents of the tasks of deputies."""

from deputies.stations.tasks import sweep_rota

__all__ = ["sweep_rota"]
