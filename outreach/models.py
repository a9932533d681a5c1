"""Table of contents of the models of outreach."""

from outreach.projects.models import Project, ProjectPlace, ProjectYear, YearPhase
from outreach.projects.vote.models import (
    Box,
    Credential,
    Opening,
    RollEntry,
    RoundCandidate,
    Scrutineer,
    SpentCredential,
    VoteRound,
    VotingMethod,
)

__all__ = [
    "Box",
    "Credential",
    "Opening",
    "Project",
    "ProjectPlace",
    "ProjectYear",
    "RollEntry",
    "RoundCandidate",
    "Scrutineer",
    "SpentCredential",
    "VoteRound",
    "VotingMethod",
    "YearPhase",
]
