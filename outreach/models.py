"""Table of contents of the models of outreach."""

from outreach.projects.models import Project, ProjectPlace, ProjectYear, YearPhase
from outreach.projects.scores.models import (
    Assessment,
    AssessmentCount,
    AssessmentItem,
    CitizenRating,
    Rectification,
    Remark,
    ResidentSurvey,
    ScoreRule,
)
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
    "Assessment",
    "AssessmentCount",
    "AssessmentItem",
    "Box",
    "CitizenRating",
    "Credential",
    "Opening",
    "Project",
    "ProjectPlace",
    "ProjectYear",
    "Rectification",
    "Remark",
    "ResidentSurvey",
    "RollEntry",
    "RoundCandidate",
    "ScoreRule",
    "Scrutineer",
    "SpentCredential",
    "VoteRound",
    "VotingMethod",
    "YearPhase",
]
