"""What is read of proposals: all of them at the desk, their titles and fate in public, one by its code."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from outreach.projects.gathering.models import Proposal
from outreach.projects.gathering.states import ProposalState
from outreach.projects.models import ProjectYear
from outreach.projects.selectors import years_for
from petitions.suggestions.codes import code_hash, read_code

DECIDED = (ProposalState.MERGED, ProposalState.LEFT_OUT, ProposalState.RESERVED)


def proposals_for(user: User, year: ProjectYear, *, on: date) -> QuerySet[Proposal]:
    """At the desk, newest first."""
    return Proposal.objects.filter(year=year, year__in=years_for(user, on=on)).select_related(
        "region", "project", "station", "suggestion"
    )


def published_proposals(year: ProjectYear) -> QuerySet[Proposal]:
    """In public: those that were decided on, by title, with the reason. What somebody wrote and who it was stays inside."""
    return Proposal.objects.filter(year=year, state__in=DECIDED).select_related("region", "project")


def proposal_counts(year: ProjectYear) -> dict[str, int]:
    """How many in each state, in one query."""
    rows: Any = Proposal.objects.filter(year=year).values("state").annotate(many=Count("pk")).order_by()
    found = {row["state"]: row["many"] for row in rows}
    return {state: found.get(state, 0) for state in ProposalState.values}


def proposal_of_code(typed: str) -> Proposal:
    """By the code of its receipt, as typed. Raises NotFound."""
    found = (
        Proposal.objects.filter(code_hash=code_hash(read_code(typed)))
        .select_related("year", "region", "project")
        .first()
    )
    if found is None:
        raise NotFound("not_found", _("没有这个收条码，请核对 12 个字符。"))
    return found
