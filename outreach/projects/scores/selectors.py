"""What pages read about scores. One person's count leaves this file only when two agreed, or when both differed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import READERS
from outreach.projects.scores.models import (
    Assessment,
    AssessmentCount,
    AssessmentItem,
    CitizenRating,
    Rectification,
    Remark,
    ResidentSurvey,
    ScoreRule,
)
from outreach.projects.scores.rules import LEAST_SAMPLE, Counts, Points, margin_of_error, points_of
from outreach.projects.scores.states import DRAWN, AssessmentState, Grade, Part, SampleKind, Topic
from outreach.projects.selectors import listed_projects, projects_for
from outreach.projects.states import ProjectState

_Row = TypeVar("_Row")
FINISHED = (ProjectState.ACCEPTED, ProjectState.EVALUATED, ProjectState.RECTIFYING)


@dataclass(frozen=True, slots=True)
class Residents:
    """What stands for the residents: the newest sample, else the portal. `source`: a SampleKind, `web` or "" for too few."""

    source: str
    counts: Counts
    population: int | None = None
    done_on: date | None = None

    @property
    def answers(self) -> int:
        return self.counts.said

    @property
    def is_enough(self) -> bool:
        """Do they enter the total?"""
        return self.answers >= LEAST_SAMPLE

    @property
    def margin(self) -> Decimal | None:
        """± percentage points; None for answers that nobody drew by chance."""
        return margin_of_error(self.answers, self.population) if self.source in DRAWN else None

    @property
    def label(self) -> str:
        return str(SampleKind(self.source).label) if self.source in SampleKind.values else _("门户评价")


def rule_of(year: ProjectYear) -> ScoreRule:
    """The year's method; the usual one, unsaved, where none was set."""
    found = ScoreRule.objects.filter(year=year).first()
    return found if found is not None else ScoreRule(year=year, version=0)


def weights_of(rule: ScoreRule) -> dict[str, Decimal]:
    """The weights by part."""
    return {
        Part.DEPUTIES: Decimal(rule.deputies_weight),
        Part.RESIDENTS: Decimal(rule.residents_weight),
        Part.COMPLETION: Decimal(rule.completion_weight),
    }


def values_of(
    counts: Counts, residents: Residents, completion: Decimal | None, rule: ScoreRule
) -> dict[str, Decimal | None]:
    """Each part on the scale to 100."""
    points = Points(Decimal(rule.good_points), Decimal(rule.fair_points), Decimal(rule.poor_points))
    return {
        Part.DEPUTIES: points_of(counts, points),
        Part.RESIDENTS: points_of(residents.counts, points) if residents.is_enough else None,
        Part.COMPLETION: completion,
    }


def counts_of(item: AssessmentItem) -> Counts:
    """The agreed numbers; zeros before there are any."""
    return Counts(item.good or 0, item.fair or 0, item.poor or 0, item.abstained or 0)


def web_ratings(projects: Iterable[int]) -> dict[int, Counts]:
    """Citizens' answers on the portal, one query for all."""
    rows = (
        CitizenRating.objects.filter(project__in=list(projects))
        .values_list("project_id")
        .annotate(
            good=Count("pk", filter=Q(grade=Grade.GOOD)),
            fair=Count("pk", filter=Q(grade=Grade.FAIR)),
            poor=Count("pk", filter=Q(grade=Grade.POOR)),
        )
    )
    return {project: Counts(good, fair, poor) for project, good, fair, poor in rows}


def newest_surveys(projects: Iterable[int]) -> dict[int, ResidentSurvey]:
    """The sample of each project that counts, one query for all."""
    rows = (
        ResidentSurvey.objects.filter(project__in=list(projects), withdrawn_at__isnull=True)
        .order_by("project_id", "-done_on", "-pk")
        .distinct("project_id")
    )
    return {row.project_id: row for row in rows}


def residents_of_many(projects: Iterable[int]) -> dict[int, Residents]:
    """Two queries for all: a sample of enough people goes before what came to the portal by itself."""
    keys = list(projects)
    web, surveys = web_ratings(keys), newest_surveys(keys)
    found = {}
    for key in keys:
        survey = surveys.get(key)
        if survey is not None:
            sample = Residents(
                survey.kind, Counts(survey.good, survey.fair, survey.poor), survey.population, survey.done_on
            )
            if sample.is_enough or not web.get(key):
                found[key] = sample
                continue
        found[key] = Residents("web", web.get(key, Counts(0, 0, 0)))
    return found


def residents_of(project: int) -> Residents:
    """The same for one project."""
    return residents_of_many([project])[project]


def finished_projects_for(user: User, *, on: date) -> QuerySet[Project]:
    """Projects that can be scored or were."""
    return projects_for(user, on=on).filter(state__in=FINISHED)


def assessments_for(user: User, *, on: date) -> QuerySet[Assessment]:
    """The assessments of the divisions that the account works in."""
    seen = Q(pk__in=[])
    for prefix in region_prefixes(user, READERS, on=on):
        seen |= Q(year__region__code__startswith=prefix)
    return Assessment.objects.filter(seen).select_related("year__region", "year__office", "year__term")


def get_assessment_for(user: User, uid: UUID, *, on: date) -> Assessment:
    """The one door. Raises NotFound."""
    return _found(assessments_for(user, on=on).filter(uid=uid).first())


def tasks_for(user: User, *, on: date) -> QuerySet[Rectification]:
    """The office those of its division, a department its own."""
    seen = Q(pk__in=[])
    for prefix in region_prefixes(user, READERS, on=on):
        seen |= Q(project__year__region__code__startswith=prefix)
    units = organisations_of(user, Role.HANDLER, on=on)
    if units:
        seen |= Q(unit__in=units)
    return Rectification.objects.filter(seen).select_related(
        "project__year__region", "project__year__office", "unit", "item__assessment", "closed_by__assessment"
    )


def get_task_for(user: User, uid: UUID, *, on: date) -> Rectification:
    """The one door. Raises NotFound."""
    return _found(tasks_for(user, on=on).filter(uid=uid).first())


def get_survey_for(user: User, pk: int, *, on: date) -> ResidentSurvey:
    """The one door, by the project it belongs to. Raises NotFound."""
    row = ResidentSurvey.objects.select_related("project__year").filter(
        pk=pk, project__in=projects_for(user, on=on)
    )
    return _found(row.first())


def get_remark_for(user: User, pk: int, *, on: date) -> Remark:
    """The one door, by the project it belongs to. Raises NotFound."""
    row = Remark.objects.select_related("project__year").filter(pk=pk, project__in=projects_for(user, on=on))
    return _found(row.first())


def get_item_for(user: User, uid: UUID, position: int, *, on: date) -> AssessmentItem:
    """One line of an assessment. Raises NotFound."""
    row = get_assessment_for(user, uid, on=on).items.select_related(
        "project", "assessment__year__region", "assessment__year__office"
    )
    return _found(row.filter(position=position).first())


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the counting stands: who waits for a second person, and the two counts that differed before."""

    waiting: AssessmentCount | None
    differing: list[AssessmentCount]


def turn_of(assessment: Assessment) -> Turn:
    """The present turn. The numbers of a lone count are in nobody's page."""
    if assessment.state != AssessmentState.COUNTING:
        return Turn(None, [])
    rows = list(assessment.counts.filter(round__gte=assessment.round - 1).select_related("by"))
    waiting = next((row for row in rows if row.round == assessment.round), None)
    before = [row for row in rows if row.round == assessment.round - 1]
    # After a recount the two of the turn before agreed: nothing to show.
    differed = len(before) == 2 and before[0].lines != before[1].lines
    differed = differed or (
        len(before) == 2
        and any(
            getattr(before[0], name) != getattr(before[1], name) for name in ("issued", "returned", "invalid")
        )
    )
    return Turn(waiting, before if differed else [])


def topic_counts(project: Project) -> list[tuple[str, int]]:
    """How many remarks are about what, the most first; those that nobody coded yet are not counted."""
    return topic_totals([project.pk])


def topic_totals(projects: Iterable[int]) -> list[tuple[str, int]]:
    """The same for several projects together."""
    rows = (
        Remark.objects.filter(project__in=list(projects))
        .exclude(topic="")
        .order_by()
        .values_list("topic")
        .annotate(n=Count("pk"))
        .order_by("-n", "topic")
    )
    return [(str(Topic(topic).label), n) for topic, n in rows]


def published_items() -> QuerySet[AssessmentItem]:
    """What the public may see of assessments, newest first."""
    return (
        AssessmentItem.objects.filter(assessment__state=AssessmentState.PUBLISHED)
        .select_related("assessment", "project__unit", "project__region", "project__year")
        .order_by("-assessment__published_at", "-assessment_id", "position")
    )


def published_assessments(year: ProjectYear) -> QuerySet[Assessment]:
    """Of one year, the newest first."""
    return year.assessments.filter(state=AssessmentState.PUBLISHED).order_by("-published_at", "-pk")


def get_public_project(uid: UUID) -> Project:
    """A finished project, or one with a published score. Raises NotFound."""
    return _found(listed_projects().filter(state__in=FINISHED, uid=uid).first())


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return row
