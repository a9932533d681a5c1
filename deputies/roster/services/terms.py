"""Terms of office are opened; constituencies and teams come with the roster."""

from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput
from congress.people.actors import Actor
from congress.regions.selectors import find_region
from deputies.roster.models import Constituency, Term
from deputies.roster.rules import require_keeper
from deputies.roster.states import Level

# Their deputies are kept here as far as this city elects them, or they live in it.
ABOVE = frozenset({Level.NATIONAL, Level.PROVINCE})


@transaction.atomic
def open_term(
    *,
    level: str,
    region_code: str,
    body_name: str,
    ordinal: int,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    on: date,
) -> Term:
    """Enter a congress's term. Those above the city are entered by the city's office."""
    require_keeper(actor, settings.HOME_REGION if level in ABOVE else region_code, on=on)
    if ends_on <= starts_on:
        raise BadInput("ends_before_start", _("届满日期要晚于开始日期。"), field="ends_on")
    try:
        with transaction.atomic():
            term = Term.objects.create(
                level=level,
                region_code=region_code,
                body_name=body_name.strip(),
                ordinal=ordinal,
                starts_on=starts_on,
                ends_on=ends_on,
            )
    except IntegrityError as twice:
        raise BadInput("term_twice", _("这一届已经登记过。"), field="ordinal") from twice
    record("deputies.term.opened", term, actor=actor, level=level, region=region_code, ordinal=ordinal)
    return term


def seat_named(term: Term, name: str, *, actor: Actor, on: date) -> Constituency:
    """The constituency or electing body of that name, entered when it is new: in the term's own division."""
    name = name.strip()
    known = Constituency.objects.select_related("term").filter(term=term, name=name).first()
    if known is not None:
        return known
    region = find_region(term.region_code if term.level not in ABOVE else settings.HOME_REGION)
    if region is None:
        raise BadInput("no_division", _("届次的区划代码不在区划表里。"), field="new_constituency")
    require_keeper(actor, region.code, on=on)
    number = Constituency.objects.filter(term=term).count() + 1
    while Constituency.objects.filter(term=term, code=f"{number:03d}").exists():
        number += 1
    return Constituency.objects.create(term=term, code=f"{number:03d}", name=name, region=region)
