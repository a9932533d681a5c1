"""Merge and screen: every proposal gets a decision, and who proposed it hears it with the reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record_many
from congress.errors import BadInput, Stale, WrongState
from congress.models import User
from congress.notices.services import Posting, Recipient, post_notices
from congress.texts import require_text
from outreach.projects.gathering.models import Proposal
from outreach.projects.gathering.states import PROPOSAL_FLOW, Criterion, ProposalState
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import require_office
from outreach.projects.services import locked_year
from outreach.projects.states import ProjectState, YearState

_OPEN = (YearState.COLLECTING, YearState.SCREENING, YearState.CONSULTING, YearState.NOTICING)
MOST_AT_ONCE = 200


def screen(
    year: ProjectYear,
    proposals: Sequence[int],
    *,
    step: str,
    actor: User,
    at: datetime,
    project: Project | None = None,
    reason: str = "",
    unmet: Sequence[str] = (),
) -> list[Proposal]:
    """Take one step of PROPOSAL_FLOW with some proposals of a year, all or none.

    `merge` needs a project of the year, `leave_out` and `reserve` a reason, which is published; `unmet` are criteria that
    they do not meet. Raises NotAllowed, WrongState, Stale when one of them is gone or decided, BadInput.
    """
    if not proposals or len(proposals) > MOST_AT_ONCE:
        raise BadInput("how_many", _("请选择 1 至 200 件提案。"))
    if set(unmet) - set(Criterion.values):
        raise BadInput("bad_criteria", _("没有这项条件。"), field="unmet")
    if step == "merge":
        if (
            project is None
            or project.year_id != year.pk
            or project.state not in {ProjectState.INITIAL, ProjectState.CANDIDATE}
        ):
            raise BadInput("no_project", _("请选择要并入的候选项目。"), field="project")
        reason = reason.strip()[:200]
    else:
        reason = require_text(reason, field="reason", least=4, most=200)
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        if row.state not in _OPEN:
            raise WrongState("too_late", _("筛选已经结束。"))
        found = list(
            Proposal.objects.select_for_update(of=("self",)).filter(year=row, pk__in=proposals).order_by("pk")
        )
        if len(found) != len(set(proposals)):
            raise Stale("gone", _("有提案已不在列表里，请刷新后再试。"))
        for proposal in found:
            proposal.state = PROPOSAL_FLOW.advance(step, proposal.state)
            proposal.project = project if step == "merge" else None
            proposal.reason, proposal.unmet = reason, sorted(set(unmet))
            proposal.decided_at, proposal.version = at, proposal.version + 1
        Proposal.objects.bulk_update(found, ["state", "project", "reason", "unmet", "decided_at", "version"])
        _tell(row, found, step)
        facts = {"step": step, "reason": reason, "project": project.pk if project else None}
        record_many("outreach.proposal.screened", ((each, facts) for each in found), actor=actor)
    return found


def _tell(year: ProjectYear, proposals: Sequence[Proposal], step: str) -> None:
    """A message to those who left a mobile number; it names the year and the outcome, never what they wrote."""
    if step == "reconsider":
        return
    postings = []
    for each in proposals:
        phone = each.phone.reveal() if each.phone else ""
        if phone.startswith("1"):
            words = {"year": year.title, "outcome": str(ProposalState(each.state).label)}
            key = f"project_proposal_decided:{each.pk}:{each.version}"
            postings.append(Posting("project_proposal_decided", Recipient(phone=phone), key, context=words))
    post_notices(postings)
