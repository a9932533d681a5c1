"""What pages and other concepts read about deputies."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from congress.notices.recipients import Recipient
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from congress.search.selectors import matching
from deputies.roster.models import Deputy, Mandate
from deputies.roster.rules import READERS


def deputy_of(user: User) -> Deputy | None:
    """The deputy behind an account. One query."""
    return Deputy.objects.filter(user=user).first()


def deputies_in(prefixes: Iterable[str]) -> QuerySet[Deputy]:
    """Those who have or had a mandate from one of the divisions, whatever its level."""
    inside = Q(pk__in=[])
    for prefix in prefixes:
        inside |= Q(constituency__region__code__startswith=prefix)
    return Deputy.objects.filter(Exists(Mandate.objects.filter(inside, deputy=OuterRef("pk"))))


def deputies_for(user: User, *, on: date) -> QuerySet[Deputy]:
    """Those whom this account may see at the desk or the phone.

    Staff of the congress: their division's; a station officer: the station's; a deputy: the own row.
    """
    prefixes = region_prefixes(user, READERS, on=on)
    if prefixes:
        return deputies_in(prefixes)
    visible = Q(user=user)
    stations = organisations_of(user, Role.STATION_OFFICER, on=on)
    if stations:
        # By the name of the relation: stations are a concept above this one.
        visible |= Q(pk__in=Deputy.objects.filter(assignments__station__in=stations).values("pk"))
    return Deputy.objects.filter(visible)


def get_deputy_for(user: User, uid: UUID, *, on: date) -> Deputy:
    """The one door at desk and phone. Raises NotFound."""
    deputy = deputies_for(user, on=on).filter(uid=uid).first()
    if deputy is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return deputy


def search_deputies(deputies: QuerySet[Deputy], text: str) -> QuerySet[Deputy]:
    """Narrowed to those whose name, employer, post or certificate holds every word."""
    return matching(deputies, text, text_field="search_text", gram_field="search_grams")


def reach(deputy: Deputy) -> User | Recipient | None:
    """Where notices for a deputy go: the account's inbox, else a text message, else nowhere."""
    if deputy.user is not None:
        return deputy.user
    return Recipient(phone=deputy.phone.reveal()) if deputy.phone else None


def with_mandates(deputies: Iterable[Deputy], *, on: date) -> dict[int, list[Mandate]]:
    """The mandates in office of many deputies, by deputy. One query."""
    by_deputy: dict[int, list[Mandate]] = {}
    held = (
        Mandate.objects.in_office(on)
        .filter(deputy__in=[deputy.pk for deputy in deputies])
        .select_related("term", "constituency", "delegation", "group")
        .order_by("deputy_id", "pk")
    )
    for mandate in held:
        by_deputy.setdefault(mandate.deputy_id, []).append(mandate)
    return by_deputy


def may_read_photo(user: User, deputy: Deputy, *, on: date) -> bool:
    """The private copy of a photo: whoever sees the deputy at desk or phone."""
    return user.is_authenticated and deputies_for(user, on=on).filter(pk=deputy.pk).exists()
