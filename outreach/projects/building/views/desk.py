"""One project at the desk: where it stands, its plan, reports, changes, supervision, acceptance, and what can be done."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.models import Attachment, User
from congress.web import DeskMixin
from deputies.desk import person
from outreach.projects.building.models import ProgressPhoto
from outreach.projects.building.public import lines_of
from outreach.projects.building.rules import is_overseer_of
from outreach.projects.building.selectors import Standing, group_of, next_due, standings
from outreach.projects.building.states import (
    TONES,
    AcceptanceState,
    ChangeState,
    Light,
    Paper,
    PlanState,
    ReportState,
    UrgingState,
)
from outreach.projects.building.views.board import ALL
from outreach.projects.models import Project
from outreach.projects.rules import is_office_of, is_unit_of
from outreach.projects.selectors import get_project_for
from outreach.projects.states import ProjectState

_UNDER_WAY = {ProjectState.HANDED_OVER, ProjectState.BUILDING}
_WATCHED = _UNDER_WAY | {ProjectState.ACCEPTED, ProjectState.RECTIFYING}
MOST_REPORTS = 24


class ProjectView(DeskMixin, View):
    """办理页: everything of one project."""

    roles = ALL

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, on = person(request), localdate()
        project = get_project_for(user, uid, on=on)
        row = standings(Project.objects.filter(pk=project.pk), on=on)[0]
        reports = list(
            project.reports.order_by("-month")
            .select_related("submitted_by")
            .prefetch_related(Prefetch("photos", ProgressPhoto.objects.select_related("attachment")))[
                :MOST_REPORTS
            ]
        )
        plans = list(project.plans.order_by("-revision").prefetch_related("milestones"))
        changes = list(project.changes.prefetch_related("lines"))
        inspections = list(project.inspections.prefetch_related("deputies"))
        urgings = list(project.urgings.order_by("-number"))
        acceptances = list(project.acceptances.prefetch_related("deputies"))
        may = self.rights(user, project, on=on)
        return render(
            request,
            "outreach/desk/project.html",
            {
                "project": project,
                "hand_over": getattr(project, "hand_over", None),
                "row": row,
                "light": (TONES[row.light], Light(row.light).label),
                "due": next_due(row),
                "plans": plans,
                "reports": reports,
                "changes": [(change, lines_of(change.lines.all())) for change in changes],
                "group": group_of(project),
                "inspections": with_files(inspections),
                "urgings": with_files(urgings),
                "acceptances": [
                    (item, files, papers_of(item.papers), papers_of(item.papers_seen))
                    for item, files in with_files(acceptances)
                ],
                "actions": self.actions(project, row, may, plans, urgings, changes, acceptances),
                "may": may,
                "on": on,
                "crumbs": [(_("实施进度"), reverse("outreach:project-board")), (project.title, "")],
            },
        )

    @staticmethod
    def rights(user: User, project: Project, *, on: date) -> dict[str, bool]:
        office = is_office_of(user, project.year, on=on)
        return {
            "office": office,
            "oversee": is_overseer_of(user, project.year, on=on),
            "write": office or is_unit_of(user, project, on=on),
            # Who types for a unit without an account is not told to.
            "unit": is_unit_of(user, project, on=on),
        }

    @staticmethod
    def actions(  # noqa: PLR0917 - the lists of the page, each used once
        project: Project, row: Standing, may: dict[str, bool], plans: list, urgings: list, changes: list,
        acceptances: list,
    ) -> list[tuple[str, str, str]]:  # fmt: skip
        """The buttons: label, address, look; the one that is next stands out."""
        state, found = project.state, []

        def add(name: str, label: str, look: str = "") -> None:
            found.append(
                (label, reverse(f"outreach:{name}", args=[project.uid]), look if may["unit"] else "")
            )

        last = plans[0] if plans else None
        open_change = any(change.state == ChangeState.ASKED for change in changes)
        free_change = any(
            change.state == ChangeState.APPROVED and change.kind == "change" and not hasattr(change, "plan")
            for change in changes
        )
        if may["write"] and state in _UNDER_WAY:
            if last is None or last.state != PlanState.PUBLISHED:
                add(
                    "project-plan",
                    _("报送实施方案"),
                    "" if last and last.state == PlanState.SUBMITTED else "btn-main",
                )
            elif free_change:
                add("project-plan", _("按决定修订实施方案"), "btn-main")
            if state == ProjectState.BUILDING:
                add("project-report", _("报送月报"), "btn-main" if row.percent < 100 or row.overdue else "")
                asked = any(item.state == AcceptanceState.ASKED for item in acceptances)
                idle = all(urging.state == UrgingState.CLOSED for urging in urgings)
                if (
                    row.percent == 100
                    and not asked
                    and idle
                    and row.report
                    and row.report.state == ReportState.PUBLISHED
                ):
                    add("project-acceptance", _("申请验收"), "btn-main")
            if not open_change:
                add("project-change", _("申请调整或终止"))
        if may["oversee"] and state in _WATCHED | {ProjectState.CHOSEN}:
            add("project-group", _("确定督办组"))
        if may["oversee"] and state in _WATCHED:
            add("project-inspection", _("登记督查"))
            add("project-urging", _("发出督办意见"))
        return found


def papers_of(codes: list[str]) -> list[str]:
    """Names of the documents."""
    return [str(Paper(code).label) for code in codes]


def with_files(rows: list[Any]) -> list[tuple[Any, list[Attachment]]]:
    """Each row with its files: one query for all rows of a kind."""
    if not rows:
        return []
    kind = ContentType.objects.get_for_model(type(rows[0]))
    files: dict[str, list[Attachment]] = defaultdict(list)
    keys = [str(row.pk) for row in rows]
    for file in (
        Attachment.objects.handed_out().filter(owner_type=kind, owner_id__in=keys).order_by("uploaded_at")
    ):
        files[file.owner_id].append(file)
    return [(row, files[str(row.pk)]) for row in rows]
