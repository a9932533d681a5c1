"""The menu entries of outreach: one list a concept, kept in its own menu.py."""

from congress.registry import MenuEntry

ENTRIES: tuple[MenuEntry, ...] = ()
