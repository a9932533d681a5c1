"""The scores at the desk: what there is of each year, one assessment, one project, one task."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import TemplateView, View

from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import roles_of
from congress.web import DeskMixin
from deputies.desk import person
from outreach.projects.rules import is_office_of
from outreach.projects.scores import services
from outreach.projects.scores.forms import TopicForm
from outreach.projects.scores.models import AssessmentItem
from outreach.projects.scores.rules import (
    distribution,
    is_ceiling,
    margin_of_error,
    mean_rate,
    rate_of,
    votes_needed,
)
from outreach.projects.scores.selectors import (
    assessments_for,
    counts_of,
    finished_projects_for,
    get_assessment_for,
    get_remark_for,
    get_task_for,
    residents_of_many,
    rule_of,
    tasks_for,
    turn_of,
    web_ratings,
)
from outreach.projects.scores.services.putting_right import roles_on
from outreach.projects.scores.states import (
    ASSESSMENT_FLOW,
    DRAWN,
    TASK_FLOW,
    AssessmentState,
    TaskState,
    Topic,
)
from outreach.projects.selectors import get_project_for, get_year_for, years_for

OFFICE = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)
ALL = (*OFFICE, Role.HANDLER)
ROOT = (_lazy("测评和评价"), "outreach:scores")
FORWARD = {"hold", "count", "publish"}
PAGES = {
    name: f"outreach:score-{name}" for name in ("change", "cancel", "hold", "count", "recount", "publish")
}
OPEN = (TaskState.OPEN, TaskState.REPORTED)
MOST_YEARS, MOST_TASKS = 12, 100


def crumb() -> tuple[str, str]:
    """The way back to the first page."""
    return str(ROOT[0]), reverse(ROOT[1])


class ScoresView(DeskMixin, TemplateView):
    """Tasks that wait, years, assessments. A department sees its tasks alone."""

    roles = ALL
    template_name = "outreach/desk/scores.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        office = bool(roles_of(user, on=on) & {str(role) for role in OFFICE})
        tasks = tasks_for(user, on=on)
        page = None
        if office:
            cursor = self.request.GET.get("cursor", "")
            page = keyset_page(
                assessments_for(user, on=on), ("-meets_on", "-pk"), cursor, cap=1000, name="assessments"
            )
        return super().get_context_data(
            tasks=tasks.filter(state__in=OPEN).order_by("due_on", "pk")[:MOST_TASKS],
            done=tasks.exclude(state__in=OPEN).order_by("-closed_on", "-pk")[:20],
            years=years_for(user, on=on)[:MOST_YEARS] if office else [],
            page=page,
            is_office=office,
            today=on,
            **kwargs,
        )


class YearView(DeskMixin, TemplateView):
    """One year: its method, its finished projects with what is known of each, its assessments."""

    roles = OFFICE
    template_name = "outreach/desk/scores_year.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        year = get_year_for(user, self.kwargs["uid"], on=on)
        projects = list(finished_projects_for(user, on=on).filter(year=year).order_by("number", "pk"))
        assessments = list(year.assessments.order_by("-meets_on", "-pk"))
        newest: dict[int, Any] = {}
        for item in (
            year_items(year)
            .filter(assessment__state=AssessmentState.PUBLISHED)
            .order_by("assessment__published_at", "pk")
        ):
            newest[item.project_id] = item
        residents = residents_of_many([project.pk for project in projects])
        rows = [(project, newest.get(project.pk), residents[project.pk]) for project in projects]
        return super().get_context_data(
            year=year,
            rule=rule_of(year),
            rows=rows,
            assessments=assessments,
            writes=is_office_of(user, year, on=on),
            is_fixed=any(row.state == AssessmentState.PUBLISHED for row in assessments),
            ceiling=is_ceiling([counts_of(item) for item in newest.values()]),
            crumbs=[crumb(), (str(year), "")],
            **kwargs,
        )


def year_items(year: Any) -> Any:
    """The lines of all assessments of a year."""
    return AssessmentItem.objects.filter(assessment__year=year).select_related("assessment")


class AssessmentView(DeskMixin, View):
    """One assessment and what can be done with it now."""

    roles = OFFICE

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, on = person(request), localdate()
        row = get_assessment_for(user, uid, on=on)
        items = list(row.items.select_related("project__unit").order_by("position"))
        turn = turn_of(row)
        mine = turn.waiting is not None and turn.waiting.by_id == user.pk
        writes = is_office_of(user, row.year, on=on)
        steps = ASSESSMENT_FLOW.available(row.state, {"clerk"} if writes else ())
        graded = row.state in {AssessmentState.GRADED, AssessmentState.PUBLISHED}
        counts = [counts_of(item) for item in items]
        return render(
            request,
            "outreach/desk/assessment.html",
            {
                "assessment": row,
                "lines": [
                    {"item": item, "rate": rate_of(count), "parts": distribution(count)}
                    for item, count in zip(items, counts, strict=True)
                ],
                "is_graded": graded,
                "ceiling": graded and is_ceiling(counts),
                "mean": mean_rate(counts) if graded else None,
                "needed": votes_needed(row.members, half_inclusive=row.half_inclusive),
                "turn": turn,
                "differing": differing_lines(turn, items),
                "counted_by_me": mine,
                "writes": writes,
                "remarks": row.remarks.count(),
                "steps": [
                    (
                        step.label,
                        reverse(PAGES[step.name], args=[uid]),
                        "btn-main" if step.name in FORWARD else "",
                    )
                    for step in steps
                    if not (step.name == "count" and mine)
                ],
                "crumbs": [
                    crumb(),
                    (str(row.year), reverse("outreach:score-year", args=[row.year.uid])),
                    (str(row), ""),
                ],
            },
        )


def differing_lines(turn: Any, items: list[Any]) -> list[tuple[str, list[str]]]:
    """Where two counts differ: the line and what each had."""
    if not turn.differing:
        return []
    found = []
    for name, label in (("issued", _("发出票")), ("returned", _("收回票")), ("invalid", _("无效票"))):
        texts = [str(getattr(count, name)) for count in turn.differing]
        if len(set(texts)) > 1:
            found.append((label, texts))
    for item in items:
        texts = [" / ".join(map(str, count.lines.get(str(item.pk), []))) for count in turn.differing]
        if len(set(texts)) > 1:
            found.append((item.project.title, texts))
    return found


class ProjectScoreView(DeskMixin, View):
    """One project: citizens, samples, remarks and their coding, assessments, tasks."""

    roles = ALL

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, on = person(request), localdate()
        project = get_project_for(user, uid, on=on)
        web = web_ratings([project.pk]).get(project.pk)
        page = keyset_page(
            project.remarks.all(), ("-pk",), request.GET.get("cursor", ""), cap=1000, name="remarks"
        )
        surveys = [
            (survey, margin_of_error(survey.good + survey.fair + survey.poor, survey.population)
             if survey.kind in DRAWN else None)
            for survey in project.surveys.select_related("entered_by")
        ]  # fmt: skip
        return render(
            request,
            "outreach/desk/project_score.html",
            {
                "project": project,
                "web": web,
                "web_parts": distribution(web) if web else [],
                "surveys": surveys,
                "page": page,
                "remarks": page.rows,
                "topics": Topic.choices,
                "items": project.assessment_items.select_related("assessment").order_by(
                    "-assessment__meets_on"
                ),
                "tasks": project.rectifications.order_by("-pk"),
                "writes": is_office_of(user, project.year, on=on),
                "is_rateable": services.is_rateable(project),
                "is_office": bool(roles_of(user, on=on) & {str(role) for role in OFFICE}),
                "crumbs": [crumb(), (str(project), "")],
            },
        )


class RemarkTopicView(DeskMixin, View):
    """归类: sent from the project's page."""

    roles = (Role.CLERK,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person(request)
        remark = get_remark_for(user, pk, on=localdate())
        form = TopicForm(request.POST)
        if form.is_valid():
            services.code_remark(remark, topic=form.cleaned_data["topic"], actor=user, at=now())
        return redirect(reverse("outreach:score-project", args=[remark.project.uid]) + "#remarks")


class TaskView(DeskMixin, View):
    """One task of putting right, for the office and the unit."""

    roles = ALL

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, on = person(request), localdate()
        task = get_task_for(user, uid, on=on)
        steps = TASK_FLOW.available(task.state, roles_on(user, task, on=on))
        pages = {"report": "btn-main", "return": "", "urge": ""}
        return render(
            request,
            "outreach/desk/task.html",
            {
                "task": task,
                "is_open": task.state in OPEN,
                "today": on,
                "steps": [
                    (step.label, reverse(f"outreach:score-task-{step.name}", args=[uid]), pages[step.name])
                    for step in steps
                    if step.name in pages
                ],
                "crumbs": [crumb(), (str(task.project), "")],
            },
        )
