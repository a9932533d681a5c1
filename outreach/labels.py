"""The audit verbs of outreach: one list a concept, kept in its own labels.py."""

from congress.registry import Verb
from outreach.projects.building.labels import VERBS as BUILDING
from outreach.projects.consulting.labels import VERBS as CONSULTING
from outreach.projects.labels import VERBS as PROJECTS
from outreach.projects.scores.labels import VERBS as SCORES
from outreach.projects.vote.labels import VERBS as VOTES

VERBS: tuple[Verb, ...] = (*BUILDING, *CONSULTING, *PROJECTS, *SCORES, *VOTES)
