"""The menu entries of outreach: one list a concept, kept in its own menu.py."""

from congress.registry import MenuEntry
from outreach.projects.building.menu import ENTRIES as BUILDING
from outreach.projects.gathering.menu import ENTRIES as GATHERING
from outreach.projects.scores.menu import ENTRIES as SCORES
from outreach.projects.vote.menu import ENTRIES as VOTES
from outreach.projects.wall.menu import ENTRIES as WALL

ENTRIES: tuple[MenuEntry, ...] = (*GATHERING, *BUILDING, *SCORES, *VOTES, *WALL)
