"""A city's and a county's year of chosen projects, for a demo that brings none of its own."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from congress.models import Organisation, Region, User
from deputies.models import Term
from deputies.roster.states import Level
from outreach.projects.models import Project, ProjectPlace, ProjectYear, YearPhase
from outreach.projects.rules import usual_dates
from outreach.projects.states import Category, ProjectState, YearState

SHANGHAI = ZoneInfo("Asia/Shanghai")
C = Category
# Title, field, unit, who answers for it, cost in 万元, of it own money, people, goal, problem.
CITY = (
    ("城区十二所小学门口人行过街设施改造", C.TRANSPORT, "JT", "李局长", 680, 480, 21000, "完成十二处过街设施和护学岗",
     "上学放学时段车多人多，过街没有信号灯和护栏。"),
    ("老旧小区加装和改造二次供水设施", C.HOUSING, "ZJ", "刘局长", 1850, 900, 16400, "改造三十一个小区二次供水设施",
     "高层住户夏天用水高峰没有水，水箱多年没有清洗。"),
    ("城区新建和改造公厕二十座", C.CITY, "CG", "何局长", 520, 520, 90000, "新建八座、改造十二座，全部无障碍",
     "老街和公园公厕少，老人孩子找不到。"),
    ("资江沿岸三处防洪排涝泵站更新", C.SAFETY, "SL", "王局长", 2300, 700, 48000, "更新三座泵站机组和自动化设备",
     "每年汛期低洼路段内涝，机组老化开不起来。"),
    ("乡镇中心小学教室照明改造", C.EDUCATION, "JY", "曾局长", 430, 430, 12800, "改造四百间教室照明",
     "教室灯光暗，晚自习学生看黑板吃力。"),
    ("社区老年助餐点建设", C.SOCIAL, "MZ", "陈局长", 260, 200, 5200, "建成三十个助餐点",
     "独居老人做饭难，附近没有便宜的食堂。"),
    ("乡镇卫生院中医馆建设", C.HEALTH, "WJ", "杨主任", 390, 240, 60000, "建成二十个中医馆",
     "看中医要跑到县城，慢性病老人往返一天。"),
    ("农村公路危桥改造", C.TRANSPORT, "JT", "李局长", 1260, 560, 30500, "改造危桥九座",
     "几座桥限载多年，校车和农资车绕行。"),
)  # fmt: skip
COUNTY = (
    ("桃花坪街道六个村通组公路硬化", C.RURAL, "ZJ", "谢局长", 360, 160, 4200, "硬化通组公路六公里",
     "下雨天校车进不了村，孩子走两里泥路。"),
    ("县城停车位增补", C.CITY, "ZJ", "谢局长", 180, 180, 15000, "新增停车位四百个",
     "医院和农贸市场周边停车难，占道停车多。"),
)  # fmt: skip


@transaction.atomic
def load_projects(*, on: date) -> None:
    """Two years with their chosen projects; nothing where a year is there already or nobody is."""
    # The year that has just been built, or is nearly: the demo has something to show on any day.
    year = (on - timedelta(days=100)).year
    if ProjectYear.objects.exists() or not User.objects.filter(username="li.min").exists():
        return
    home = settings.HOME_REGION
    _year(Level.CITY, home, f"{home}-RD-DGW", CITY, year=year, on=on)
    county = Organisation.objects.filter(code="430524-RD-DGW").first()
    if county is not None:
        _year(Level.COUNTY, "430524", county.code, COUNTY, year=year, on=on)


def _year(level: str, region_code: str, office: str, lines: tuple, *, year: int, on: date) -> None:
    term = Term.objects.filter(
        level=level, region_code=region_code, starts_on__year__lte=year, ends_on__gte=on
    ).last()
    organ = Organisation.objects.filter(code=office).first()
    region = Region.objects.filter(code=region_code).first()
    if term is None or organ is None or region is None:
        return
    at = datetime.combine(date(year, 1, 20), time(10, 0), SHANGHAI)
    made = ProjectYear.objects.create(
        term=term, office=organ, region=region, year=year, title=f"{region.name}{year}年民生实事项目",
        state=YearState.BUILDING, updated_at=at,
    )  # fmt: skip
    YearPhase.objects.bulk_create(
        YearPhase(year=made, phase=phase, opens_on=opens, closes_on=closes)
        for phase, (opens, closes) in usual_dates(year).items()
    )
    places = list(Region.objects.filter(parent=region, is_active=True).order_by("code"))
    for number, (title, field, unit, head, cost, own, people, goal, problem) in enumerate(lines, 1):
        project = Project.objects.create(
            year=made, region=region, number=number, title=title, category=field, problem=problem, content=f"{goal}。",
            beneficiaries=people, unit=Organisation.objects.filter(code=f"{region_code}-{unit}").first() or organ,
            head=head, cost_fen=cost * 1_000_000, own_money_fen=own * 1_000_000, sources="上级补助和本级财政",
            year_goal=goal, state=ProjectState.CHOSEN, updated_at=at,
        )  # fmt: skip
        served = places[number % max(len(places), 1) :][:2]
        ProjectPlace.objects.bulk_create(ProjectPlace(project=project, region=place) for place in served)
