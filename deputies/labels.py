"""The audit verbs of deputies: one list a concept, kept in its own labels.py."""

from congress.registry import Verb
from deputies.dossiers.labels import VERBS as DOSSIERS
from deputies.logbooks.labels import VERBS as LOGBOOKS
from deputies.points.labels import VERBS as POINTS
from deputies.roster.labels import VERBS as ROSTER
from deputies.stations.labels import VERBS as STATIONS

VERBS: tuple[Verb, ...] = (*ROSTER, *STATIONS, *LOGBOOKS, *DOSSIERS, *POINTS)
