"""672 projects of counties and townships of this year, with plans and monthly reports.

Written in bulk: through the services each would take six calls with their audit records and notices, four minutes in
all. The rows are those that the services leave; the years of the city and of one county go through them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from congress.models import Organisation, Region, User
from congress.regions.selectors import counties
from deputies.models import Term
from deputies.roster.states import Level
from outreach.demo.lines import LINES, MONTHS
from outreach.projects.building.models import Acceptance, HandOver, Milestone, Plan, ProgressReport
from outreach.projects.building.rules import Curve, last_day, month_of, next_month
from outreach.projects.building.states import PAPERS_NEEDED, AcceptanceState, PlanState, ReportState
from outreach.projects.models import Project, ProjectYear, YearPhase
from outreach.projects.rules import usual_dates
from outreach.projects.states import ProjectState, YearState

SHANGHAI = ZoneInfo("Asia/Shanghai")
TOTAL = 672
OF_COUNTY = 12
# How the projects go, with the share of each in seventeen, and points behind the plan.
COURSES = (("normal", 9, 0), ("done", 3, 0), ("warning", 2, 19), ("behind", 2, 31), ("stalled", 1, 47))
STORY = [(name, lag) for name, share, lag in COURSES for _n in range(share)]


@dataclass(frozen=True, slots=True)
class _Built:
    project: Project
    course: str
    lag: int


@transaction.atomic
def load_spread(*, on: date) -> None:
    """Once, beside the years that others made; nothing where the roster of the demo is missing."""
    year = (on - timedelta(days=100)).year
    author = User.objects.filter(username="li.min").first()
    if author is None or Project.objects.filter(year__year=year).count() >= TOTAL:
        return
    built: list[_Built] = []
    places = counties()
    for turn, county in enumerate(places):
        share = TOTAL // len(places) + (turn < TOTAL % len(places))
        built += _county(county, share, year=year, turn=turn, on=on)
    _begin(built, by=author, on=on)


def _county(county: Region, share: int, *, year: int, turn: int, on: date) -> list[_Built]:
    office = Organisation.objects.filter(code=f"{county.code}-RD-DGW").first()
    terms = Term.objects.filter(starts_on__year__lte=year, ends_on__gte=on)
    own = terms.filter(level=Level.COUNTY, region_code=county.code).first()
    if office is None or own is None:
        return []
    towns = list(
        terms.filter(level=Level.TOWNSHIP, region_code__startswith=county.code).order_by("region_code")
    )
    first = share if not towns else OF_COUNTY
    parts = [(own, first)]
    for place, term in enumerate(towns):
        left = share - first
        parts.append((term, left // len(towns) + (place < left % len(towns))))
    units = list(Organisation.objects.filter(region=county, kind="department").order_by("code")) or [office]
    built: list[_Built] = []
    for term, number in parts:
        made = _year(term, office, year=year)
        built += _projects(made, number, units, skip=turn * 29 + len(built), county=county)
    return built


def _year(term: Term, office: Organisation, *, year: int) -> ProjectYear:
    region = Region.objects.get(code=term.region_code)
    made, is_new = ProjectYear.objects.get_or_create(
        term=term,
        year=year,
        defaults={
            "office": office,
            "region": region,
            "title": f"{region.name}{year}年民生实事项目",
            "state": YearState.BUILDING,
            "updated_at": datetime.combine(date(year, 1, 18), time(15, 0), SHANGHAI),
        },
    )
    if is_new:
        YearPhase.objects.bulk_create(
            YearPhase(year=made, phase=phase, opens_on=opens, closes_on=closes)
            for phase, (opens, closes) in usual_dates(year).items()
        )
    return made


def _projects(
    year: ProjectYear, number: int, units: list[Organisation], *, skip: int, county: Region
) -> list[_Built]:
    sites = list(Region.objects.filter(parent=county, is_active=True).order_by("code")) or [county]
    taken = year.projects.count()
    made = []
    for n in range(number):
        title, field, problem, goal, cost, people = LINES[(skip + n * 5) % len(LINES)]
        course, lag = STORY[(skip + n * 7) % len(STORY)]
        is_county = year.region_id == county.code
        site = sites[(skip + n * 3) % len(sites)] if is_county else year.region
        # No two places ask for the same sum.
        money = (cost * (80 + (skip + n) % 45) // 100) * 1_000_000
        project = Project(
            year=year, region=site, number=taken + n + 1, title=f"{site.name}{title}", category=field, problem=problem,
            content=f"{goal}。", beneficiaries=people * (70 + (skip * 3 + n) % 60) // 100, unit=units[n % len(units)],
            head="分管副局长" if n % 3 else "局长", cost_fen=money, own_money_fen=money * (3 + n % 5) // 10,
            sources="上级补助和本级财政", year_goal=goal, state=ProjectState.BUILDING, updated_at=year.updated_at,
        )  # fmt: skip
        made.append(_Built(project, course, lag))
    Project.objects.bulk_create(one.project for one in made)
    return made


def _begin(built: list[_Built], *, by: User, on: date) -> None:
    """Hand-over, plan with three steps and the months of each."""
    if not built:
        return
    year = built[0].project.year.year
    starts, ends = date(year, 3, 1), max(on + timedelta(days=25), date(year, 12, 10))
    steps = (
        ("完成招标和征地", starts + (ends - starts) * 30 // 100, 20),
        ("主体完工", starts + (ends - starts) * 75 // 100, 80),
        ("竣工", ends, 100),
    )
    curve = Curve(starts, tuple((day, percent) for _title, day, percent in steps))
    HandOver.objects.bulk_create(
        HandOver(
            project=one.project, document_number=f"人大函〔{year}〕{one.project.number}号", announced_on=date(year, 1, 20),
            due_on=date(year, 2, 10), handed_on=date(year, 2, 2), plan_due_on=date(year, 3, 2), by=by,
        )
        for one in built
    )  # fmt: skip
    plans = Plan.objects.bulk_create(
        Plan(
            project=one.project, state=PlanState.PUBLISHED, starts_on=starts, ends_on=ends, builder="公开招标确定",
            money_plan="按工程进度分三次拨付。", guarantee="分管负责人每月到现场一次。", submitted_by=by,
            submitted_at=_at(date(year, 2, 20)), published_on=date(year, 2, 24),
        )
        for one in built
    )  # fmt: skip
    months = _months(starts, on)
    if not months:
        return
    Milestone.objects.bulk_create(
        Milestone(
            plan=plan, number=number, title=title, due_on=day, percent=percent,
            done_on=_day_of(one, curve, months, percent),
        )
        for plan, one in zip(plans, built, strict=True)
        for number, (title, day, percent) in enumerate(steps, 1)
    )  # fmt: skip
    ProgressReport.objects.bulk_create(
        (
            _report(one, curve, month, by, is_last=month == told[-1])
            for one in built
            for told in [_told(one, curve, months)]
            for month in told
        ),
        batch_size=1000,
    )
    _accept([one for one in built if _reached(one, curve, months[-1]) == 100], by=by, on=on)


def _accept(done: list[_Built], *, by: User, on: date) -> None:
    day = on - timedelta(days=12)
    for one in done:
        one.project.state = ProjectState.ACCEPTED
    Project.objects.bulk_update([one.project for one in done], ["state"])
    Acceptance.objects.bulk_create(
        Acceptance(
            project=one.project, state=AcceptanceState.PASSED, finished_on=day - timedelta(days=9), result=one.project.content,
            actual_cost_fen=one.project.cost_fen * 97 // 100, papers=sorted(PAPERS_NEEDED), papers_seen=sorted(PAPERS_NEEDED),
            asked_by=by, asked_at=_at(day - timedelta(days=6)), checked_on=day, place="项目现场", residents=6,
            opinion="完成年度目标，质量合格，同意验收。",
        )
        for one in done
    )  # fmt: skip


def _months(starts: date, on: date) -> list[date]:
    """Those whose reports have come in by the day."""
    months, month = [], month_of(starts)
    while last_day(month) + timedelta(days=3) < on:
        months.append(month)
        month = next_month(month)
    return months


def _told(one: _Built, curve: Curve, months: list[date]) -> list[date]:
    """A finished project reports no further."""
    full = [place for place, month in enumerate(months, 1) if _reached(one, curve, month) == 100]
    return months[: full[0]] if full else months


def _day_of(one: _Built, curve: Curve, months: list[date], percent: int) -> date | None:
    return next((last_day(month) for month in months if _reached(one, curve, month) >= percent), None)


def _reached(one: _Built, curve: Curve, month: date) -> int:
    planned = curve.at(last_day(month))
    if one.course == "done":
        return min(100, planned * 3 // 2)
    return max(planned - one.lag, 1 if planned else 0)


def _report(one: _Built, curve: Curve, month: date, by: User, *, is_last: bool) -> ProgressReport:
    percent = _reached(one, curve, month)
    told = _at(last_day(month) + timedelta(days=3))
    return ProgressReport(
        project=one.project, month=month, as_of=last_day(month), percent=percent,
        spent_fen=one.project.cost_fen * percent * 9 // 1000, done=MONTHS[one.course][is_last],
        obstacles="用地和资金还要协调。" if one.course == "stalled" else "", next_steps="按节点推进。",
        state=ReportState.PUBLISHED, submitted_by=by, submitted_at=told, published_at=told + timedelta(days=1),
    )  # fmt: skip


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 0), SHANGHAI)
