"""The audit verbs of outreach: one list a concept, kept in its own labels.py."""

from congress.registry import Verb
from outreach.projects.building.labels import VERBS as BUILDING
from outreach.projects.labels import VERBS as PROJECTS
from outreach.projects.scores.labels import VERBS as SCORES
from outreach.projects.vote.labels import VERBS as VOTES

VERBS: tuple[Verb, ...] = (*BUILDING, *PROJECTS, *SCORES, *VOTES)
