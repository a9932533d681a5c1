"""Reads: who sees which suggestions, and the one door to each."""

from datetime import date

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import Organisation, User
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from congress.privacy import blind_index
from congress.regions.selectors import congress_organ
from congress.search.grams import grams, normalise
from congress.search.likeness import alike
from petitions.suggestions.codes import code_hash, read_code
from petitions.suggestions.models import Assignment, Suggestion
from petitions.suggestions.rules import REGIONAL_ROLES
from petitions.suggestions.states import Confidentiality


def _in_prefixes(prefixes: list[str], home: str) -> Q:
    """Rows of these divisions. A county is one equality on the indexed county code; the home city is no condition."""
    condition = Q(pk__in=[])
    for prefix in prefixes:
        if home.startswith(prefix):
            return Q()
        if len(prefix) == 6:
            condition |= Q(county_code=prefix)
        elif len(prefix) > 6:
            condition |= Q(county_code=prefix[:6], region__code__startswith=prefix)
        else:
            condition |= Q(county_code__startswith=prefix)
    return condition


def suggestions_for(user: User, *, on: date) -> QuerySet[Suggestion]:
    """Every suggestion that the account may see that day; none for who holds no role that sees cases."""
    home = settings.HOME_REGION.rstrip("0") or settings.HOME_REGION
    visible = Q(pk__in=[])
    prefixes = region_prefixes(user, REGIONAL_ROLES, on=on)
    supervised = region_prefixes(user, {Role.SUPERVISOR}, on=on)
    if prefixes:
        visible = _in_prefixes(prefixes, home) & Q(confidentiality=Confidentiality.WORK)
        if supervised:
            visible |= _in_prefixes(supervised, home) & Q(confidentiality=Confidentiality.SEALED)
    stations = organisations_of(user, Role.STATION_OFFICER, on=on)
    if stations:
        visible |= Q(station__in=stations, confidentiality=Confidentiality.WORK)
    handlers = organisations_of(user, Role.HANDLER, on=on)
    if handlers:
        visible |= Q(
            pk__in=Assignment.objects.filter(organisation__in=handlers, is_active=True).values("suggestion")
        )
    return Suggestion.objects.filter(visible)


def get_suggestion_for(user: User, number: str, *, on: date) -> Suggestion:
    """The one door by number. NotFound alike for what is not there and what one may not see."""
    found = (
        suggestions_for(user, on=on)
        .select_related("category", "region", "region__parent", "lead", "station", "merged_into")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return found


def track_suggestion(number: str, code: str) -> Suggestion:
    """The citizen's door: number and query code together. NotFound says the same for a wrong number and a wrong code."""
    found = (
        Suggestion.objects.select_related("category", "region", "region__parent", "lead", "merged_into")
        .filter(code_hash=code_hash(read_code(code)))
        .first()
    )
    if found is None or found.number != number.strip().upper():
        raise NotFound("not_found", _("没有找到。请核对编号和查询码，或换一种方式联系我们。"))
    return found


def suggestion_of_phone(number: str, phone: str) -> Suggestion | None:
    """The suggestion with this number if one of its people left this phone; None otherwise."""
    return Suggestion.objects.filter(number=number, petitioners__phone_index=blind_index(phone)).first()


def office_of(county_code: str) -> Organisation | None:
    """The congress office that sorts the suggestions of a county: its own working organ, else the city's."""
    return congress_organ(county_code) or congress_organ(settings.HOME_REGION)


def published_suggestions() -> QuerySet[Suggestion]:
    """What the public may read, newest first, with the names that its pages show."""
    return (
        Suggestion.objects.filter(published_at__isnull=False)
        .select_related("category", "region", "region__parent", "lead")
        .order_by("-published_at", "-id")
    )


def published_by_county() -> dict[str, int]:
    """How many published cases each county has. Counts them all: keep the answer for a while."""
    rows = Suggestion.objects.filter(published_at__isnull=False).values_list("county_code").order_by()
    return dict(rows.annotate(Count("pk")))


# How alike is alike: the weight of the shared pairs of characters in that of the shorter text.
_ALIKE, _SIMILAR = 0.28, 5


def related_to(matter: Suggestion, user: User, *, on: date, limit: int = 5) -> list[tuple[Suggestion, int]]:
    """Cases of the same county that speak of the same thing, most alike first, with the likeness in per cent."""
    rows = (
        suggestions_for(user, on=on)
        .filter(county_code=matter.county_code)
        .exclude(pk=matter.pk)
        .only("id", "number", "title", "state", "region_id", "search_grams")
    )
    found = alike(rows, matter.search_grams, gram_field="search_grams", limit=limit, share=_ALIKE)
    return [(other, round(likeness * 100)) for other, likeness in found]


def similar_published(words: str, *, county_code: str = "") -> list[Suggestion]:
    """Up to five published cases that speak of what somebody is typing, most alike first."""
    typed = grams(normalise(words))
    if len(typed) < 5:
        return []
    rows = published_suggestions().only(
        "number", "public_title", "public_grams", "published_at", "result_class", "supporter_count", "region__name",
        "region__parent__name", "category__name", "lead__short_name",
    )  # fmt: skip
    if county_code:
        rows = rows.filter(county_code=county_code)
    return [
        row for row, _likeness in alike(rows, typed, gram_field="public_grams", limit=_SIMILAR, share=_ALIKE)
    ]
