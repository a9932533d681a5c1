"""What concepts above the roster do when a person's last mandate ends: free shifts, end assignments, tell voters.

Called inside the transaction of the change, in the order of registration.
"""

from collections.abc import Callable
from datetime import date

from congress.people.actors import Actor
from deputies.roster.models import Deputy

# Called as `follower(deputy, last_day=…, actor=…)`.
Follower = Callable[..., None]

_followers: list[Follower] = []


def register_end_follower(follower: Follower) -> None:
    """Add one; a repeated `ready()` adds nothing."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(deputy: Deputy, *, last_day: date, actor: Actor) -> None:
    """The deputy's last mandate ends with `last_day`."""
    for follower in _followers:
        follower(deputy, last_day=last_day, actor=actor)
