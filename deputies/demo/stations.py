"""Sixty invented stations, five in each county, with their deputies and their villages."""

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from django.conf import settings
from django.db import transaction

from congress.models import Organisation, Region, User
from congress.people.actors import SYSTEM
from congress.people.demo import STATION
from congress.people.roles import Role
from congress.regions.selectors import counties
from deputies.demo.names import SURNAMES, WOMEN
from deputies.demo.roster import PHONE_USER, demo_townships
from deputies.models import Criterion, Deputy, GridCell, Mandate, Station
from deputies.roster.states import Level
from deputies.stations.services import StationDraft, assign_deputy, close_station, open_station
from deputies.stations.services.checks import Answer, record_check, standard_on
from deputies.stations.services.ratings import (
    TENTH,
    announce_rating,
    apply_for_stars,
    criteria_on,
    grant_rating,
    visit_rating,
)
from deputies.stations.states import AssignmentRole, CheckKind, StationLevel, StationType

SEED = 430501
# About where each county lies; the stations stand scattered around.
CENTRES = {
    "430502": ("27.245", "111.490"), "430503": ("27.215", "111.450"), "430511": ("27.255", "111.440"),
    "430522": ("27.360", "111.430"), "430523": ("26.990", "111.270"), "430524": ("27.115", "111.035"),
    "430525": ("27.060", "110.575"), "430527": ("26.580", "110.155"), "430528": ("26.430", "110.860"),
    "430529": ("26.390", "110.320"), "430581": ("26.730", "110.635"), "430582": ("27.260", "111.745"),
}  # fmt: skip
KINDS = (
    ("代表联系群众工作室", StationLevel.STUDIO, StationType.GENERAL),
    ("代表联络站", StationLevel.POST, StationType.GENERAL),
    ("人大代表之家", StationLevel.HOUSE, StationType.GENERAL),
    ("代表联系群众工作室", StationLevel.STUDIO, StationType.GENERAL),
    ("产业代表联络站", StationLevel.POST, StationType.TRADE),
)
PLACES = (
    "便民服务中心一楼",
    "老年活动中心旁",
    "集贸市场东门",
    "文化站二楼",
    "司法所隔壁",
    "农商银行对面",
    "客运站旁",
)
SERVICES = (
    "接待群众、收集意见、帮助填写表格、查询办理进度。",
    "接待群众、收集意见；每月请司法所同志一起解答法律问题。",
    "接待群众、收集意见；帮助老年人使用手机办事。",
    "接待群众、收集意见；为外出务工人员提供电话和网络联系。",
)
VILLAGES = (
    "大塘 石桥 新田 枫木 青山 古楼 双江 白竹 水口 高桥 花园 松坡 油溪 金石 龙潭 月塘 杉木 茶山 梅子 河边 田心 桐木 "
    "竹山 岩口 长铺 柳山 横板 栗坪 黄泥 乌石 清水 云山 井边 大坪 铁炉 罗家 沙洲 板桥 狮子 凤凰"
)
# What is written beside a have that is missing.
_NOTES = {
    "固定场所": "和便民服务中心合用一间，没有单独的接待室。",
    "统一挂牌": "名称改过，新牌子还没有做好。",
    "工作制度": "回访制度还没有上墙。",
    "负责人员": "联络员上月调走，暂时由文书代管。",
    "工作档案": "学习培训记录簿只有上半年的。",
    "网络平台": "网上没有公布接待安排。",
    "经费保障": "今年经费还没有列入预算。",
}
WORKDAY = (time(9, 0), time(17, 0))


@transaction.atomic
def load_stations(*, on: date) -> None:
    """Open them once, by the services that the office uses."""
    if Station.objects.exists():
        return
    _Stations(on).fill()


class _Stations:
    def __init__(self, on: date) -> None:
        self.on = on
        self.chance = Random(SEED)  # noqa: S311 - the same stations on every machine
        self.opened_on = date(on.year - 2, 3, 1)

    def fill(self) -> None:
        """County by county: stations, then who belongs to them."""
        for county in counties():
            stations = [self._station(place, n) for n, place in enumerate(demo_townships(county))]
            for station in stations:
                self._cells(station)
            self._assign(county, stations)
        self._standing()

    def _standing(self) -> None:
        """Checks of most stations, stars of some, one that was merged."""
        keeper = User.objects.filter(
            grants__role=Role.CLERK, grants__organisation__region=settings.HOME_REGION
        ).first()
        if keeper is None:
            return
        items = list(standard_on(self.on).items.all())
        criteria = criteria_on(self.on)
        rated = date(self.on.year, self.on.month, 1) - timedelta(days=60)
        for number, station in enumerate(Station.objects.order_by("pk")):
            if number % 10 == 9:
                # Nobody has looked after these yet.
                continue
            missing = {items[number % len(items)].pk} if number % 4 == 3 else set()
            kind = CheckKind.INSPECTION if number % 4 == 0 else CheckKind.SELF
            record_check(
                station,
                kind=kind,
                answers={
                    item.pk: Answer(
                        item.pk not in missing, _NOTES.get(item.name, "") if item.pk in missing else ""
                    )
                    for item in items
                },
                actor=keeper,
                on=self.on - timedelta(days=20 + number * 3),
            )
            if number % 3 == 0:
                self._stars(station, criteria, keeper, rated, number)
        first, second = Station.objects.filter(region_code__startswith="430581").order_by("pk")[3:5]
        close_station(
            second,
            successor=first,
            reason="两站相距不足三公里，合并后集中力量接待。",
            actor=SYSTEM,
            on=self.on - timedelta(days=40),
        )

    def _stars(
        self, station: Station, criteria: list[Criterion], keeper: User, day: date, number: int
    ) -> None:
        """One round from the application on; a few are still on their way."""
        own = {row.pk: Decimal(row.weight) for row in criteria}
        found = {
            row.pk: (row.weight * Decimal(self.chance.randint(60, 100)) / 100).quantize(TENTH)
            for row in criteria
        }
        rating = apply_for_stars(station, points=own, actor=keeper, on=day)
        if number % 12 == 6:
            return
        rating = visit_rating(rating, points=found, version=1, actor=keeper, on=day + timedelta(days=9))
        rating = announce_rating(rating, version=2, actor=keeper, on=day + timedelta(days=12))
        if number % 12 != 9:
            grant_rating(rating, version=3, actor=keeper, on=day + timedelta(days=20))

    def _station(self, place: Region, number: int) -> Station:
        words, level, kind = KINDS[number]
        name = f"{place.name}{words}"
        code = ""
        known = Organisation.objects.filter(code=f"{place.code}-ZD").first()
        if known is not None:
            code, name = known.code, STATION[2]
        latitude, longitude = (Decimal(part) for part in CENTRES[place.code[:6]])
        small = place.code[:6] in {"430502", "430503", "430511"}
        spread = 25 if small else 150
        days = (1, 2, 3, 4, 5) if number < 3 else (1, 3, 5)
        return open_station(
            StationDraft(
                name=name,
                address=f"{place.name}{self.chance.choice(PLACES)}",
                level=level,
                type=kind,
                is_legislative_point=number == 2,
                directions="乘公交或农村客运到终点站，下车步行约五分钟。" if number % 2 else "",
                latitude=latitude + Decimal(self.chance.randint(-spread, spread)) / 1000,
                longitude=longitude + Decimal(self.chance.randint(-spread, spread)) / 1000,
                phone=f"0739-500{self.chance.randint(1000, 9999)}",
                liaison=self.chance.choice(SURNAMES) + self.chance.choice(WOMEN),
                services=SERVICES[number % len(SERVICES)],
                area=self.chance.randint(40, 180),
                is_accessible=self.chance.random() < 0.6,
                group_name=f"{place.name}微邻里",
                group_size=self.chance.randint(80, 480),
                hours=tuple((day, *WORKDAY) for day in days),
            ),
            region=place,
            code=code,
            actor=SYSTEM,
            on=self.on,
            opened_on=self.opened_on,
        )

    def _cells(self, station: Station) -> None:
        region = station.organisation.region
        kind = "社区" if region.name.endswith("街道") else "村"
        names = self.chance.sample(VILLAGES.split(), 6)
        GridCell.objects.bulk_create(
            GridCell(
                station=station,
                region=region,
                name=f"{name}{kind}",
                households=(households := self.chance.randint(180, 760)),
                voters=households * self.chance.randint(23, 31) // 10,
            )
            for name in names
        )

    def _assign(self, county: Region, stations: list[Station]) -> None:
        """Everybody to the station of the township where he or she lives; the first of each becomes its head."""
        by_region = {station.region_code: station for station in stations}
        people = list(
            Deputy.objects.filter(home_region__in=by_region, mandates__in=Mandate.objects.in_office(self.on))
            .distinct()
            .order_by("user_id", "pk")
        )
        heads: set[int] = set()
        for deputy in people:
            station = by_region[str(deputy.home_region_id)]
            may_lead = deputy.mandates.filter(level__in=[Level.CITY, Level.COUNTY]).exists()
            leads = may_lead and station.pk not in heads and deputy.user_id is None
            if leads:
                heads.add(station.pk)
                station.responsible = deputy.name
                station.save(update_fields=["responsible"])
            assign_deputy(
                deputy,
                station,
                role=AssignmentRole.HEAD if leads else AssignmentRole.RESIDENT,
                starts_on=self.opened_on,
                actor=SYSTEM,
                on=self.on,
            )
        for station in stations:
            resident = [row.deputy_id for row in station.assignments.order_by("pk")]
            for number, cell in enumerate(station.cells.order_by("pk")):
                # The last village of each is still without anybody: the office has something to do.
                if number < 5 and resident:
                    cell.deputy_id = resident[number % len(resident)]
                    cell.save(update_fields=["deputy"])
        phone = Deputy.objects.filter(user__username=PHONE_USER, home_region__parent=county).first()
        if phone is not None and len(stations) > 1:
            guest_of = next(s for s in stations if s.region_code != phone.home_region_id)
            assign_deputy(
                phone,
                guest_of,
                role=AssignmentRole.GUEST,
                is_main=False,
                starts_on=self.opened_on,
                actor=SYSTEM,
                on=self.on,
            )
