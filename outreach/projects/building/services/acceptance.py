"""The unit asks for the acceptance; the office checks site and papers with deputies and residents."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.attachments.services import store
from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.models import User
from congress.texts import require_text
from deputies.roster.models import Deputy, Mandate
from outreach.projects.building.models import Acceptance
from outreach.projects.building.rules import require_known
from outreach.projects.building.services.common import (
    require_state,
    require_version,
    require_writer,
    tell_office,
    tell_unit,
)
from outreach.projects.building.services.supervision import require_urged_done
from outreach.projects.building.states import PAPERS_NEEDED, AcceptanceState, Paper, ReportState
from outreach.projects.models import Project
from outreach.projects.rules import require_office
from outreach.projects.services import advance, locked_project
from outreach.projects.states import ProjectState


@transaction.atomic
def ask_acceptance(
    project: Project,
    *,
    finished_on: date,
    actual_cost_fen: int,
    result: str,
    papers: Sequence[str],
    files: Sequence[UploadedFile] = (),
    actor: User,
    at: datetime,
) -> Acceptance:
    """All is built and reported, all opinions are closed: the unit names its papers and what it cost."""
    on = localdate(at)
    project = locked_project(project, None)
    require_writer(actor, project, on=on)
    require_state(project, ProjectState.BUILDING)
    if project.acceptances.filter(state=AcceptanceState.ASKED).exists():
        raise WrongState("one_open", _("已经申请验收。"))
    newest = project.reports.filter(state=ReportState.PUBLISHED).order_by("-month").first()
    if newest is None or newest.percent != 100:
        raise WrongState("not_built", _("最新公布的月报进度达到 100% 以后才能申请验收。"))
    require_urged_done(project)
    if finished_on > on:
        raise BadInput("future", _("完工日期不能晚于今天。"), field="finished_on")
    if actual_cost_fen < 0:
        raise BadInput("bad_money", _("实际投资不能小于 0。"), field="actual_cost")
    row = Acceptance.objects.create(
        project=project, finished_on=finished_on, actual_cost_fen=actual_cost_fen,
        result=require_text(result, field="result", least=6, most=1000),
        papers=require_known(papers, Paper.values, field="papers"), asked_by=actor, asked_at=at,
    )  # fmt: skip
    for upload in files:
        try:
            store(upload, owner=row, actor=actor, on=on)
        except BadInput as refused:
            raise BadInput(refused.code, refused.message, field="files") from None
    record(
        "outreach.project_acceptance.asked", project, actor=actor, finished_on=finished_on.isoformat(),
        actual_cost_fen=actual_cost_fen, papers=row.papers,
    )  # fmt: skip
    tell_office(project, "project_acceptance_asked", str(row.pk))
    return row


@transaction.atomic
def check_acceptance(
    acceptance: Acceptance,
    *,
    passed: bool,
    checked_on: date,
    place: str,
    deputies: Sequence[Deputy],
    residents: int,
    papers_seen: Sequence[str],
    opinion: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Acceptance:
    """The site check. Passed: with a deputy and a resident there and the papers that must be; else it is asked again."""
    on = localdate(at)
    project = locked_project(acceptance.project, None)
    require_office(actor, project.year, on=on)
    row = Acceptance.objects.select_for_update().get(pk=acceptance.pk)
    row.project = project
    require_version(row, version)
    if row.state != AcceptanceState.ASKED:
        raise WrongState("wrong_state", _("这次验收已经登记。"))
    if not localdate(row.asked_at) <= checked_on <= on:
        raise BadInput("bad_day", _("验收日期须在申请之后，且不能晚于今天。"), field="checked_on")
    there = {deputy.pk for deputy in deputies}
    sitting = Mandate.objects.in_office(checked_on).filter(
        term=project.year.term, state="active", deputy__in=there
    )
    if set(sitting.values_list("deputy_id", flat=True)) != there:
        raise BadInput("not_sitting", _("只能选本届在任代表。"), field="deputies")
    seen = require_known(papers_seen, Paper.values, field="papers_seen")
    if passed:
        if not there:
            raise BadInput("no_deputy", _("验收须有代表到场。"), field="deputies")
        if residents < 1:
            raise BadInput("no_resident", _("验收须有受益群众到场。"), field="residents")
        missing = [str(paper.label) for paper in Paper if paper in PAPERS_NEEDED and paper not in seen]
        if missing:
            raise BadInput(
                "papers_missing",
                _("缺少必备资料：%(papers)s。") % {"papers": "、".join(missing)},
                field="papers_seen",
            )
    row.state = AcceptanceState.PASSED if passed else AcceptanceState.FAILED
    row.checked_on, row.residents, row.papers_seen = checked_on, max(residents, 0), seen
    row.place = require_text(place, field="place", least=2, most=80)
    row.opinion = require_text(opinion, field="opinion", least=4, most=1000)
    row.version += 1
    row.save()
    row.deputies.set(there)
    if passed:
        advance(project, "accept", actor=actor, at=at, checked_on=checked_on.isoformat())
    record(
        "outreach.project_acceptance.checked", project, actor=actor, passed=passed, deputies=sorted(there),
        residents=residents, papers=seen,
    )  # fmt: skip
    tell_unit(project, "project_acceptance_checked", str(row.pk), result=str(row.get_state_display()))
    return row
