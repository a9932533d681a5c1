"""Candidates with what deputies and the public said of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from deputies.roster.models import Mandate
from outreach.projects.consulting.models import Advice, AdviceAnswer, PublicComment, PublicNotice
from outreach.projects.consulting.states import CommentState
from outreach.projects.models import Project, ProjectYear
from outreach.projects.selectors import public_years, years_for, years_of_deputy
from outreach.projects.states import ProjectState


@dataclass(slots=True)
class Standing:
    """One candidate in the advice. `points`: of n candidates, a first place gives n, a second n − 1 …; none gives 0."""

    project: Project
    ranked: int = 0
    first: int = 0
    points: int = 0
    average: float | None = None
    place: int | None = None
    comments: list[tuple[str, str]] = field(default_factory=list)
    answer: str = ""


def candidates_of(year: ProjectYear) -> QuerySet[Project]:
    """The initial candidates, in the order in which they were written down."""
    return (
        Project.objects.filter(year=year, state=ProjectState.INITIAL)
        .select_related("unit", "region")
        .order_by("number", "pk")
    )


def advice_board(year: ProjectYear) -> tuple[list[Standing], int]:
    """All candidates by their points, ties at one place; and how many deputies advised. Three queries."""
    projects = list(
        Project.objects.filter(year=year)
        .exclude(state=ProjectState.DROPPED)
        .select_related("unit", "region")
        .order_by("number", "pk")
    )
    rows = {project.pk: Standing(project) for project in projects}
    sums: dict[int, int] = defaultdict(int)
    deputies = set()
    said = Advice.objects.filter(year=year).select_related("mandate__deputy").order_by("given_at", "pk")
    for advice in said:
        deputies.add(advice.mandate_id)
        row = rows.get(advice.project_id)
        if row is None:
            continue
        if advice.rank is not None:
            row.ranked += 1
            row.first += advice.rank == 1
            sums[advice.project_id] += advice.rank
            row.points += max(len(projects) + 1 - advice.rank, 0)
        if advice.comment:
            row.comments.append((advice.mandate.deputy.name, advice.comment))
    for answer in AdviceAnswer.objects.filter(project__year=year):
        if answer.project_id in rows:
            rows[answer.project_id].answer = answer.text
    board = sorted(rows.values(), key=lambda row: -row.points)
    for number, row in enumerate(board, start=1):
        if row.ranked:
            row.average = sums[row.project.pk] / row.ranked
            before = board[number - 2] if number > 1 else None
            row.place = before.place if before and before.points == row.points else number
    return board, len(deputies)


def get_deputy_year(user: User, uid: UUID, *, on: date) -> ProjectYear:
    """The one door on the phone. Raises NotFound for a year of a congress in which the deputy does not sit."""
    found = years_of_deputy(user, on=on).exclude(state="preparing").filter(uid=uid).first()
    if found is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return found


def advice_of(user: User, year: ProjectYear, *, on: date) -> dict[UUID, Advice]:
    """What this deputy said, by the project's uid."""
    mine = Mandate.objects.in_office(on).filter(term=year.term_id, deputy__user=user)
    rows = Advice.objects.filter(year=year, mandate__in=mine).select_related("project")
    return {row.project.uid: row for row in rows}


def answers_of(projects: Sequence[Project]) -> dict[int, str]:
    """What the office made of the advice, by project."""
    return dict(AdviceAnswer.objects.filter(project__in=projects).values_list("project_id", "text"))


def get_public_notice(uid: UUID, *, on: date) -> PublicNotice:
    """From its first day on. Raises NotFound."""
    found = (
        PublicNotice.objects.filter(year__uid=uid, year__in=public_years(), opens_on__lte=on)
        .select_related("year__region", "year__office")
        .first()
    )
    if found is None:
        raise NotFound("not_found", _("没有找到这份公示。"))
    return found


def answered_comments(notice: PublicNotice) -> QuerySet[PublicComment]:
    """What the public sees: comment and answer together."""
    return notice.comments.filter(state=CommentState.ANSWERED).select_related("project")


def comments_for(user: User, year: ProjectYear, *, on: date) -> QuerySet[PublicComment]:
    """All of a notice, for the office that runs the year."""
    return PublicComment.objects.filter(
        notice__year=year, notice__year__in=years_for(user, on=on)
    ).select_related("project", "notice", "answered_by")


def comment_counts(year: ProjectYear) -> dict[str, int]:
    """By state."""
    found = dict(
        PublicComment.objects.filter(notice__year=year)
        .values_list("state")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {state: found.get(state, 0) for state in CommentState.values}
