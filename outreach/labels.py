"""The audit verbs of outreach: one list a concept, kept in its own labels.py."""

from congress.registry import Verb
from outreach.projects.labels import VERBS as PROJECTS

VERBS: tuple[Verb, ...] = (*PROJECTS,)
