"""The audit verbs of deputies: one list a concept, kept in its own labels.py."""

from congress.registry import Verb

VERBS: tuple[Verb, ...] = ()
