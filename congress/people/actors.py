"""Who does something. Every service takes `actor`: a User, or one of the two actors without an account."""

from dataclasses import dataclass
from typing import TypeAlias

from congress.people.models import User
from congress.people.roles import CITIZEN_ROLE, SYSTEM_ROLE


@dataclass(frozen=True, slots=True)
class Outsider:
    """An actor without an account. `role` is what the flows know it by."""

    role: str
    name: str
    pk: None = None


CITIZEN = Outsider(CITIZEN_ROLE, "群众")
SYSTEM = Outsider(SYSTEM_ROLE, "系统")

Actor: TypeAlias = User | Outsider
