"""What apps above the deputies do when a station is merged into another: open matters go along.

Called inside the transaction of the merger, in the order of registration, with both stations locked.
"""

from collections.abc import Callable
from datetime import date

from congress.people.actors import Actor
from deputies.stations.models import Station

# Called as `follower(station, successor, actor=…, on=…)`.
Follower = Callable[..., None]

_followers: list[Follower] = []


def register_merge_follower(follower: Follower) -> None:
    """Add one; a repeated `ready()` adds nothing."""
    if follower not in _followers:
        _followers.append(follower)


def tell_merge_followers(station: Station, successor: Station, *, actor: Actor, on: date) -> None:
    """`successor` carries on from today what `station` had in hand."""
    for follower in _followers:
        follower(station, successor, actor=actor, on=on)
