"""Years of the demo that are still before their building: opened by the services, with ten candidates and watchers."""

from datetime import datetime, timedelta

from congress.models import Grant, Organisation, Region, User
from congress.people.roles import Role
from deputies.models import Mandate, Term
from outreach.projects.models import Project, ProjectPlace, ProjectYear
from outreach.projects.services import enter_phase, open_year, set_dates
from outreach.projects.states import PHASES, Category
from outreach.projects.vote.models import VoteRound, VotingMethod
from outreach.projects.vote.rules import method_hash
from outreach.projects.vote.services import rounds
from outreach.projects.vote.states import ScrutineerRole

C = Category
# Title, field, problem, goal, unit, who answers for it, cost and own money in 万元, people, risk.
CANDIDATES = (
    ("市区五所医院就医停车场扩建", C.CITY, "早上七点以后到市中心医院，排队进停车场平均要四十分钟。", "新增车位一千一百个",
     "ZJ", "刘局长", 4200, 2600, 380000, "地下管线复杂，先探后挖。"),
    ("资江两岸滨水步道连通", C.CULTURE, "步道断了三处，散步的人要翻上大堤走车道。", "连通步道十一公里，设无障碍坡道九处",
     "ZJ", "刘局长", 2860, 1500, 260000, "汛期停工，土建安排在十月以后。"),
    ("中小学午休“躺睡”改造", C.EDUCATION, "孩子趴在课桌上睡，起来手麻脖子酸。", "为八十二所学校配可躺课桌椅三万套",
     "JY", "曾局长", 1640, 1640, 30000, "分两批采购，样品由家长代表挑选。"),
    ("偏远村卫生室药品配送", C.HEALTH, "降压药一断就是半个月，老人进城买药来回六十里。", "三百一十个村每周配送一次",
     "WJ", "杨主任", 380, 300, 126000, "山路结冰时改由乡镇卫生院代领。"),
    ("学生过渡渡口撤渡建桥", C.SAFETY, "老渡口木船载学生，没有救生衣。", "撤渡建桥两处，改造渡口五处",
     "JT", "李局长", 3150, 1100, 17200, "桥位已完成地勘。"),
    ("特困老人集中照护楼", C.SOCIAL, "失能特困老人散居在村里，邻居轮着送饭。", "建成护理床位二百四十张",
     "MZ", "陈局长", 2980, 1200, 240, "护理员缺口六十人，与职校定向培养。"),
    ("城乡公交一体化换乘", C.TRANSPORT, "从乡里到市医院要买三次票、换三趟车。", "开通直达线路七条，换乘一小时内免费",
     "JT", "李局长", 1220, 860, 410000, "与四家客运公司签补贴协议。"),
    ("油茶果初加工烘干点", C.RURAL, "摘下来的茶果晒在马路上，下雨就霉。", "建烘干点二十六个",
     "NS", "罗局长", 910, 340, 38000, "用电增容先行。"),
    ("城区雨污分流补短板", C.ENVIRONMENT, "一下大雨，井盖往上冒，污水进小区。", "改造管网二十三公里、易涝点十四处",
     "ZJ", "刘局长", 5600, 1900, 150000, "分段围挡，每段不超过二十天。"),
    ("新市民和青年人才公寓", C.HOUSING, "来邵阳上班的年轻人，一半工资交了房租。", "筹集保障性租赁住房六百套",
     "ZJ", "刘局长", 3900, 900, 1500, "收购存量房，逐套鉴定。"),
)  # fmt: skip
PLACES = 8


def clerk_of(code: str) -> User | None:
    """Who keeps the office of a division's congress in the demo."""
    grant = Grant.objects.filter(role=Role.CLERK, organisation__code=f"{code}-RD-DGW").order_by("pk").first()
    return grant.user if grant else None


def opened(
    level: str, code: str, year: int, state: str, *, at: datetime, clerk: User | None = None
) -> ProjectYear | None:
    """A year in this phase, which began three days before; None where the demo has no such congress or clerk."""
    term = Term.objects.filter(
        level=level, region_code=code, starts_on__year__lte=year, ends_on__year__gte=year
    ).first()
    office = Organisation.objects.filter(code=f"{code}-RD-DGW").first()
    clerk = clerk or clerk_of(code)
    if term is None or office is None or clerk is None:
        return None
    made = open_year(term, year, office=office, actor=clerk, at=at)
    dates = {row.phase: (row.opens_on, row.closes_on) for row in made.phases.all()}
    moved = at.date() - timedelta(days=3) - dates[state][0]
    made = set_dates(
        made, {phase: (a + moved, b + moved) for phase, (a, b) in dates.items()}, actor=clerk, at=at
    )
    for phase in PHASES[1 : PHASES.index(state) + 1]:
        made = enter_phase(made, phase, actor=clerk, at=at)
    return made


def candidates(year: ProjectYear, state: str, *, at: datetime, many: int = 10) -> list[Project]:
    """The first of the ten, with their sheets filled in; numbered from the formal list on."""
    places = list(Region.objects.filter(parent=year.region, is_active=True).order_by("code"))
    made = []
    for number, line in enumerate(CANDIDATES[:many], 1):
        title, field, problem, goal, unit, head, cost, own, people, risk = line
        project = Project.objects.create(
            year=year, region=year.region, number=None if state == "initial" else number, title=title, category=field,
            problem=problem, content=f"{goal}。", beneficiaries=people, head=head, cost_fen=cost * 1_000_000,
            own_money_fen=own * 1_000_000, year_goal=goal, risk=risk, sources="上级补助、本级财政和社会资金", state=state,
            unit=Organisation.objects.filter(code=f"{year.region_id}-{unit}").first() or year.office, updated_at=at,
        )  # fmt: skip
        ProjectPlace.objects.bulk_create(
            ProjectPlace(project=project, region=place) for place in places[number % 4 :: 4]
        )
        made.append(project)
    return made


def appointed(
    year: ProjectYear, clerk: User, *, prefix: str, at: datetime, places: int = PLACES
) -> list[User] | None:
    """Three deputies with accounts, and the adopted method; None where fewer sit."""
    seats = Mandate.objects.in_office(at.date()).filter(term=year.term, state="active", deputy__user=None)
    watchers = [
        account(seat, f"{prefix}.{number}") for number, seat in enumerate(seats.order_by("pk")[:3], 1)
    ]
    if len(watchers) < len(ScrutineerRole):
        return None
    method = VotingMethod(
        year=year, places=places, electronic=True, min_diff=2, drafted_by=clerk, updated_at=at, adopted_by=watchers[0],
        document_number=f"{year.region.name[:1]}人发〔{at.year}〕{places}号", adopted_on=at.date(),
    )  # fmt: skip
    method.sha256 = method_hash(method)
    method.save()
    return watchers


def watched(vote: VoteRound, watchers: list[User], *, actor: User, at: datetime) -> None:
    """The chief first."""
    roles = (ScrutineerRole.CHIEF, ScrutineerRole.SCRUTINEER, ScrutineerRole.SCRUTINEER)
    for user, role in zip(watchers, roles, strict=True):
        rounds.appoint(vote, user, role=role, actor=actor, at=at)


def account(seat: Mandate, username: str) -> User:
    """An account for a deputy who has none."""
    deputy = seat.deputy
    user = User(username=username, name=deputy.name)
    user.set_unusable_password()
    user.save()
    deputy.user = user
    deputy.save(update_fields=["user"])
    station = Organisation.objects.filter(kind="station").order_by("pk").first()
    if station is not None:
        Grant.objects.create(user=user, role=Role.DEPUTY, organisation=station)
    return user
