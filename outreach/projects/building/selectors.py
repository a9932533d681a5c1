"""How projects stand: whole sets in a fixed number of queries, for the office's board and the portal's wall."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from congress.workdays.calendar import WorkingCalendar
from congress.workdays.selectors import working_calendar
from deputies.roster.models import Deputy
from outreach.projects.building.models import (
    Acceptance,
    ChangeRequest,
    Chase,
    GroupMember,
    Inspection,
    Milestone,
    Plan,
    ProgressPhoto,
    ProgressReport,
    Urging,
)
from outreach.projects.building.rules import (
    Curve,
    light_of,
    month_of,
    months_owed,
    next_month,
    report_due,
)
from outreach.projects.building.states import Light, PlanState, ReportState, UrgingState
from outreach.projects.models import Project, ProjectPlace
from outreach.projects.selectors import chosen_projects, get_project_for, projects_for
from outreach.projects.states import CHOSEN_STATES, ProjectState
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.states import RoundPhase

_Part = TypeVar("_Part", Plan, ProgressReport, ChangeRequest, Inspection, Urging, Acceptance)


@dataclass(slots=True)
class Standing:
    """One project on one day. `percent` and `spent_fen` are those of the newest report that the reader may know."""

    project: Project
    plan: Plan | None
    light: Light
    # What the plan promises for the day of the report, and for the day itself.
    planned: int
    percent: int
    spent_fen: int
    # The month and the day that the figures speak of; None before the first report.
    month: date | None
    as_of: date | None
    report: ProgressReport | None
    # Months whose reports are late, oldest first; and the next one that is owed.
    overdue: list[date]
    next_month: date | None
    calendar: WorkingCalendar
    milestones: list[Milestone] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    photo: ProgressPhoto | None = None
    chases: int = 0
    urgings_open: int = 0
    inspections: int = 0
    # Reports that wait for the office's look.
    waiting: int = 0

    @property
    def lag(self) -> int:
        """Points behind the plan on the day of the report; never below zero, nothing for what is over or not begun."""
        over = self.light in {Light.DONE, Light.STOPPED, Light.NONE}
        return 0 if over else max(self.planned - self.percent, 0)

    @property
    def money_share(self) -> int:
        """Per cent of the cost that is spent."""
        return self.spent_fen * 100 // self.project.cost_fen if self.project.cost_fen else 0


def announced_days(projects: Iterable[Project]) -> dict[int, date]:
    """When the vote that chose each project was announced. One query."""
    rounds = (
        VoteRound.objects.filter(
            phase=RoundPhase.PUBLISHED, is_test=False, published_at__isnull=False, candidates__project__in=list(projects)
        )
        .values_list("candidates__project")
        .annotate(at=Max("published_at"))
    )  # fmt: skip
    return {project: localdate(at) for project, at in rounds}


def announced_on(project: Project) -> date | None:
    """When the vote that chose it was announced; None where it was held outside of the product."""
    return announced_days([project]).get(project.pk)


def plan_in_force(project: Project, *, on: date) -> Plan | None:
    """The newest revision that was public that day."""
    return (
        project.plans.filter(state=PlanState.PUBLISHED, published_on__lte=on)
        .order_by("revision")
        .select_related("change")
        .last()
    )


def curve_of(plan: Plan, milestones: Iterable[Milestone]) -> Curve:
    """The plan as points."""
    return Curve(plan.starts_on, tuple((row.due_on, row.percent) for row in milestones))


def months_missing(project: Project, *, on: date) -> list[date]:
    """Months of the project whose reports are late."""
    return standings(Project.objects.filter(pk=project.pk), on=on)[0].overdue


def standings(
    projects: QuerySet[Project],
    *,
    on: date,
    public: bool = False,
    photos: bool = False,
    month: date | None = None,
) -> list[Standing]:
    """How each project stands, in the order of the query: nine queries at most, however many there are.

    `public`: figures of published reports only. A report that waits for the office is not late, and not yet told.
    `month`: with the reports up to that month, however late they came; without it, with those that were there that day.
    """
    rows = list(projects.select_related("year__region", "year__term", "year__office", "region", "unit"))
    keys = [row.pk for row in rows]
    plans = {
        plan.project_id: plan
        for plan in Plan.objects.filter(project__in=keys, state=PlanState.PUBLISHED, published_on__lte=on)
        .order_by("project_id", "revision")
        .prefetch_related(Prefetch("milestones", to_attr="steps"))
    }
    given = ProgressReport.objects.filter(project__in=keys)
    given = given.filter(month__lte=month) if month else given.filter(submitted_at__date__lte=on)
    known = given.filter(state=ReportState.PUBLISHED) if public else given.exclude(state=ReportState.RETURNED)
    newest = {row.project_id: row for row in known.order_by("project_id", "-month").distinct("project_id")}
    sent = dict(
        given.exclude(state=ReportState.RETURNED)
        .order_by()
        .values_list("project_id")
        .annotate(months=ArrayAgg("month"))
    )
    places: dict[int, list[str]] = defaultdict(list)
    for place in ProjectPlace.objects.filter(project__in=keys).select_related("region").order_by("pk"):
        places[place.project_id].append(place.region.name)
    pictures = _last_photos(keys, public=public) if photos else {}
    counts = {} if public else _counts(keys)
    calendars = {code: working_calendar(code) for code in {row.year.region_id for row in rows}}
    return [
        _standing(
            row,
            plans.get(row.pk),
            newest.get(row.pk),
            set(sent.get(row.pk, ())),
            places=places.get(row.pk, []),
            photo=pictures.get(row.pk),
            counts=counts,
            calendar=calendars[row.year.region_id],
            on=on,
        )
        for row in rows
    ]


def _standing(
    project: Project,
    plan: Plan | None,
    report: ProgressReport | None,
    sent: set[date],
    *,
    places: list[str],
    photo: ProgressPhoto | None,
    counts: dict[str, dict[int, int]],
    calendar: WorkingCalendar,
    on: date,
) -> Standing:
    milestones: list[Milestone] = getattr(plan, "steps", []) if plan else []
    curve = curve_of(plan, milestones) if plan else None
    is_building = project.state == ProjectState.BUILDING
    owed = months_owed(plan.starts_on, calendar, on=on) if plan and is_building else []
    overdue = [month for month in owed if month not in sent]
    following = None
    if plan and is_building:
        following = next_month(owed[-1]) if owed else month_of(plan.starts_on)
        while following in sent:
            following = next_month(following)
    percent, as_of = (report.percent, report.as_of) if report else (0, None)
    light = light_of(project.state, curve, percent=percent, as_of=as_of, is_overdue=bool(overdue), on=on)
    measured = on if overdue or as_of is None else as_of
    return Standing(
        project=project,
        plan=plan,
        light=light,
        planned=curve.at(measured) if curve else 0,
        percent=percent,
        spent_fen=report.spent_fen if report else 0,
        month=report.month if report else None,
        as_of=as_of,
        report=report,
        overdue=overdue,
        next_month=following,
        calendar=calendar,
        milestones=milestones,
        places=places,
        photo=photo,
        **{name: values.get(project.pk, 0) for name, values in counts.items()},
    )


def _last_photos(keys: list[int], *, public: bool) -> dict[int, ProgressPhoto]:
    """The newest picture of each project, one of the state after before one of the state before."""
    rows = ProgressPhoto.objects.filter(report__project__in=keys).select_related("attachment", "report")
    if public:
        rows = rows.filter(report__state=ReportState.PUBLISHED, attachment__is_public=True)
    # "after" stands before "before" in the alphabet.
    newest = rows.order_by("report__project_id", "moment", "-report__month", "-pk").distinct(
        "report__project_id"
    )
    return {row.report.project_id: row for row in newest}


def _counts(keys: list[int]) -> dict[str, dict[int, int]]:
    def count(rows: QuerySet) -> dict[int, int]:
        found = rows.filter(project__in=keys).order_by().values_list("project_id").annotate(n=Count("pk"))
        return dict(found)

    return {
        "chases": count(Chase.objects.all()),
        "urgings_open": count(Urging.objects.exclude(state=UrgingState.CLOSED)),
        "inspections": count(Inspection.objects.all()),
        "waiting": count(ProgressReport.objects.filter(state=ReportState.SUBMITTED)),
    }


def wall_rows(
    *, on: date, year: int | None = None, prefix: str = "", year_uid: UUID | None = None
) -> list[Standing]:
    """The portal's wall: every chosen project of a division (code prefix) and year, public figures only.

    Six queries for 672 projects as for one.
    """
    projects = chosen_projects().filter(year__region__code__startswith=prefix)
    if year is not None:
        projects = projects.filter(year__year=year)
    if year_uid is not None:
        projects = projects.filter(year__uid=year_uid)
    return standings(projects.order_by("year__region_id", "number", "pk"), on=on, public=True, photos=True)


def lights_of(rows: Iterable[Standing]) -> dict[str, int]:
    """How many projects show each light, in the order of the lights."""
    found = dict.fromkeys(Light.values, 0)
    for row in rows:
        found[row.light] += 1
    return found


def public_reports(project: Project) -> QuerySet[ProgressReport]:
    """The published months of a project with their public photos, newest first. Two queries."""
    photos = ProgressPhoto.objects.filter(attachment__is_public=True).select_related("attachment")
    return (
        ProgressReport.objects.filter(project=project, state=ReportState.PUBLISHED)
        .order_by("-month")
        .prefetch_related(Prefetch("photos", queryset=photos, to_attr="pictures"))
    )


# ---- supervision ----


def group_of(project: Project) -> list[GroupMember]:
    """The group now, the leader first."""
    return list(
        project.group_members.filter(left_on=None).select_related("deputy__user").order_by("-is_leader", "pk")
    )


def sitting_deputies(project: Project, *, on: date) -> QuerySet[Deputy]:
    """Those who sit in the congress that chose the project."""
    return (
        Deputy.objects.filter(
            Q(mandates__ends_on__isnull=True) | Q(mandates__ends_on__gte=on),
            mandates__term=project.year.term,
            mandates__state="active",
            mandates__starts_on__lte=on,
        )
        .distinct()
        .order_by("name", "pk")
    )


def supervised_by(user: User) -> QuerySet[Project]:
    """The projects whose supervision group the signed-in deputy is in."""
    mine = GroupMember.objects.filter(deputy__user=user, left_on=None).values("project")
    return Project.objects.filter(pk__in=mine).select_related(
        "year__region", "year__term", "year__office", "region", "unit"
    )


def get_supervised_project(user: User, uid: UUID) -> Project:
    """The one door on the phone. Raises NotFound."""
    project = supervised_by(user).filter(uid=uid).first()
    if project is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return project


def next_due(row: Standing) -> date | None:
    """The day by which the next report is owed."""
    if row.next_month is None:
        return None
    return report_due(row.next_month, row.calendar)


def get_part_for(user: User, model: type[_Part], uid: UUID, *, on: date) -> _Part:
    """The door to what hangs on a project: open to whoever has the project at the desk. Raises NotFound."""
    part = model._default_manager.filter(uid=uid).select_related("project").first()
    if part is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    part.project = get_project_for(user, part.project.uid, on=on)
    return part


def may_read_file(user: User, owner: ProgressReport | Inspection | Urging | Acceptance, *, on: date) -> bool:
    """Files of reports, inspections, answers and acceptances: the desk that has the project, and the group."""
    if not user.is_authenticated:
        return False
    if projects_for(user, on=on).filter(pk=owner.project_id).exists():
        return True
    return GroupMember.objects.filter(project=owner.project_id, deputy__user=user, left_on=None).exists()


def board_projects(user: User, *, on: date) -> QuerySet[Project]:
    """What the account watches being built: the office those of its division, a unit its own."""
    return projects_for(user, on=on).filter(state__in=CHOSEN_STATES)


def last_inspections(projects: Iterable[Project]) -> dict[int, date]:
    """The day of the newest inspection of each project. One query."""
    rows = Inspection.objects.filter(project__in=list(projects)).order_by().values_list("project")
    return dict(rows.annotate(day=Max("inspected_on")))
