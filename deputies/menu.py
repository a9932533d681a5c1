"""The menu entries of deputies: one list a concept, kept in its own menu.py."""

from congress.registry import MenuEntry

ENTRIES: tuple[MenuEntry, ...] = ()
