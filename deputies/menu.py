"""The menu entries of deputies: one list a concept, kept in its own menu.py."""

from congress.registry import MenuEntry
from deputies.dossiers.menu import ENTRIES as DOSSIERS
from deputies.logbooks.menu import ENTRIES as LOGBOOKS
from deputies.points.menu import ENTRIES as POINTS
from deputies.roster.menu import ENTRIES as ROSTER
from deputies.stations.menu import ENTRIES as STATIONS

ENTRIES: tuple[MenuEntry, ...] = (*ROSTER, *STATIONS, *LOGBOOKS, *DOSSIERS, *POINTS)
