"""Where apps above hand in lines for the dossier: what a deputy took part in there."""

from collections.abc import Callable, Iterable
from datetime import date

from deputies.roster.models import Mandate

# (part, day, what, note) of one mandate between two days, the last one included; `part` as in selectors.PARTS.
DossierSource = Callable[[Mandate, date, date], Iterable[tuple[str, date, str, str]]]
sources: list[DossierSource] = []


def register_dossier_source(source: DossierSource) -> None:
    """One query whatever the number of lines; in the order of days."""
    sources.append(source)
