"""Every night: the years that are still open."""

from datetime import datetime

from django.utils.timezone import localdate

from congress.people.actors import SYSTEM
from deputies.points.models import RuleSet
from deputies.points.services.recount import closed_quarters, recount_year
from deputies.points.states import RuleSetState

# Entries of December are verified in January: the year before stays open until it is closed.
YEARS_BACK = 1


def recount_open_years(*, at: datetime) -> int:
    """Recount this year and the one before wherever a table holds, each in a transaction of its own."""
    year, done = localdate(at).year, 0
    places = (
        RuleSet.objects.filter(state=RuleSetState.ADOPTED)
        .order_by()
        .values_list("region_code", "level")
        .distinct()
    )
    for region_code, level in places:
        for each in range(year - YEARS_BACK, year + 1):
            if closed_quarters(region_code, level, each) != [1, 2, 3, 4]:
                recount_year(region_code, level, each, actor=SYSTEM, at=at)
                done += 1
    return done
