"""Plain functions that make rows. What is not said gets a plain value."""

from itertools import count
from typing import Any

from congress.people.models import Grant, User
from congress.regions.models import Organisation, OrganisationKind, Region, RegionLevel

_numbers = count(1)


def make_region(code: str = "430500", name: str = "邵阳市", **fields: Any) -> Region:
    """The division with this code, made if it is not there yet; its level follows from the code."""
    level = RegionLevel.TOWNSHIP if len(code) > 6 else RegionLevel.COUNTY
    if code.endswith("00") and len(code) == 6:
        level = RegionLevel.CITY
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": level, **fields})[0]


def make_organisation(
    code: str = "",
    name: str = "市水利局",
    *,
    region: Region | None = None,
    kind: str = OrganisationKind.DEPARTMENT,
    **fields: Any,
) -> Organisation:
    """The organisation with this code, made if it is not there yet."""
    code = code or f"TEST-{next(_numbers)}"
    defaults = {"name": name, "short_name": name, "kind": kind, "region": region or make_region(), **fields}
    return Organisation.objects.get_or_create(code=code, defaults=defaults)[0]


def make_user(
    *,
    role: str = "",
    organisation: Organisation | None = None,
    name: str = "",
    username: str = "",
    password: str = "",
    **fields: Any,
) -> User:
    """An account, with one open-ended grant if a role is said. Without a password nobody can sign in."""
    number = next(_numbers)
    user = User(username=username or f"user{number}", name=name or f"测试员{number}", **fields)
    user.set_password(password or None)
    user.save()
    if role:
        give_role(user, role, organisation or make_organisation())
    return user


def give_role(user: User, role: str, organisation: Organisation, **fields: Any) -> Grant:
    """A grant, straight into the table."""
    return Grant.objects.create(user=user, role=role, organisation=organisation, **fields)
