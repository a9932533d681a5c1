"""Table of contents of the models of outreach."""

from outreach.projects.models import Project, ProjectPlace, ProjectYear, YearPhase

__all__ = ["Project", "ProjectPlace", "ProjectYear", "YearPhase"]
