"""An assessment as far as a test wants it."""

from datetime import UTC, date, datetime
from typing import Any

from congress.models import User
from congress.people.roles import Role
from outreach.models import Assessment, Project, ProjectYear
from outreach.projects.scores import services
from outreach.projects.scores.services import Plan, Sheet
from outreach.projects.states import ProjectState, YearState
from tests.factories import make_user
from tests.outreach.makers import make_project, make_year

AT = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)
DAY = date(2027, 1, 20)


def make_plan(**fields: Any) -> Plan:
    """镇海's standing committee of 29."""
    return Plan(
        title=fields.pop("title", "市人大常委会第三十次会议"),
        assessors=fields.pop("assessors", "committee"),
        means=fields.pop("means", "paper"),
        meets_on=fields.pop("meets_on", DAY),
        members=fields.pop("members", 29),
    )


def make_finished(office: Any, *, year: ProjectYear | None = None, **fields: Any) -> Project:
    """An accepted project of a year that is being evaluated."""
    year = year or make_year(2026, office=office, state=YearState.EVALUATING)
    return make_project(year, state=fields.pop("state", ProjectState.ACCEPTED), **fields)


def second_clerk(office: Any) -> User:
    """The other one who counts."""
    return make_user(role=Role.CLERK, organisation=office, name="张兰", username="zhang.lan")


def make_counting(clerk: User, *projects: Project, present: int = 29, **plan: Any) -> Assessment:
    """Planned and held: it waits for two counts."""
    made = services.plan_assessment(projects[0].year, make_plan(**plan), projects, actor=clerk, at=AT)
    return services.hold_assessment(made, present=present, actor=clerk, at=AT, version=made.version)


def make_sheet(
    assessment: Assessment, *lines: tuple[int, int, int], ballots: int = 29, invalid: int = 0
) -> Sheet:
    """So many ballots and a line for each project in order."""
    keys = assessment.items.order_by("position").values_list("pk", flat=True)
    return Sheet(ballots, ballots, invalid, dict(zip(keys, lines, strict=True)))


def make_graded(
    clerk: User, other: User, project: Project, line: tuple[int, int, int], **plan: Any
) -> Assessment:
    """Counted twice alike."""
    made = make_counting(clerk, project, **plan)
    sheet = make_sheet(made, line)
    for person in (clerk, other):
        services.enter_count(made, sheet, turn=1, actor=person, at=AT)
    made.refresh_from_db()
    return made


def publish(assessment: Assessment, clerk: User, demand: str = "半年内把管护责任落实到村组。") -> Assessment:
    """Published, with this demand for every project that was found 不满意."""
    demands = {item.project.uid: demand for item in assessment.items.select_related("project")}
    return services.publish_assessment(assessment, demands, actor=clerk, at=AT, version=assessment.version)
