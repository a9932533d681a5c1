"""The building of the demo's chosen projects, by the services, on the days on which it happened: one story for each light."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw

from congress import clock
from congress.errors import DomainError
from congress.models import Grant, User
from congress.people.roles import Role
from outreach.projects.building import services
from outreach.projects.building.models import HandOver, Inspection, Plan
from outreach.projects.building.rules import Curve, last_day, month_of, next_month
from outreach.projects.building.selectors import announced_on, sitting_deputies
from outreach.projects.models import Project, ProjectYear
from outreach.projects.states import ProjectState

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Points behind the plan at the end, reports that are missing at the end, and how it goes on.
STORIES = (
    ("done", 0, 0), ("normal", 0, 0), ("behind", 30, 0), ("normal", 0, 2), ("done", 0, 0), ("warning", 19, 0),
    ("changed", 5, 0), ("stalled", 46, 1),
)  # fmt: skip
DONE = (
    "完成招标和施工图设计，施工队进场。",
    "主体工程按计划推进，质量抽检合格。",
    "主体基本完工，正在安装附属设施。",
    "收尾和清场，整理资料。",
)
PHONE = "ouyang.chun"


@transaction.atomic
def load_buildings(*, on: date) -> None:
    """Once: every year whose chosen projects nobody has handed over, as far as there was time for it."""
    if HandOver.objects.exists():
        return
    for year in ProjectYear.objects.filter(projects__state=ProjectState.CHOSEN).distinct().order_by("pk"):
        clerk = _holder(Role.CLERK, year.office_id)
        if clerk is None:
            continue
        for index, project in enumerate(
            year.projects.filter(state=ProjectState.CHOSEN).order_by("number", "pk")
        ):
            _Site(project, index, clerk, on).tell()


def _holder(role: str, organisation: int | None) -> User | None:
    grant = (
        Grant.objects.filter(role=role, organisation=organisation)
        .select_related("user")
        .order_by("pk")
        .first()
    )
    return grant.user if grant else None


def _picture(index: int, share: int) -> SimpleUploadedFile:
    """A drawn site: the road grows from the left."""
    image = Image.new("RGB", (480, 320), (196, 214, 226))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 190, 480, 320), fill=(122 + index * 7 % 50, 134, 92))
    draw.rectangle((0, 230, 480 * share // 100, 280), fill=(92, 92, 96))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return SimpleUploadedFile("现场.jpg", out.getvalue(), "image/jpeg")


@dataclass
class _Site:
    project: Project
    index: int
    clerk: User
    on: date

    def tell(self) -> None:
        """As much of the story as fits between the announcement and today."""
        self.kind, self.lag, self.missing = STORIES[self.index % len(STORIES)]
        self.unit = _holder(Role.HANDLER, self.project.unit_id) or self.clerk
        self.ends_on = min(self.on + timedelta(days=40), date(self.project.year.year, 12, 10))
        announced = announced_on(self.project) or self.ends_on - timedelta(days=300)
        handed = announced + timedelta(days=9)
        self.starts_on = handed + timedelta(days=25)
        if self.starts_on > self.on or (self.ends_on - self.starts_on).days < 60:
            return
        number = f"人大函〔{handed.year}〕{self.project.number or self.index + 1}号"
        self._at(
            handed,
            lambda at: services.hand_over(
                self.project.year, [self.project], document_number=number, demands="请倒排工期，按月报送进度。",
                announced=announced, actor=self.clerk, at=at,
            ),
        )  # fmt: skip
        self.plan = self._plan(handed)
        self._supervise(self.starts_on + timedelta(days=5))
        self._report()
        if self.kind == "changed":
            self._change()
        if self.kind == "done":
            self._accept()

    def _at(self, day: date, act: Callable) -> object:
        moment = datetime.combine(min(day, self.on), time(10, 0), SHANGHAI)
        with clock.at(moment):
            return act(moment)

    def _plan(self, handed: date) -> Plan:
        length = (self.ends_on - self.starts_on).days
        middle = [self.starts_on + timedelta(days=length * share // 100) for share in (30, 75)]
        self.curve = Curve(self.starts_on, ((middle[0], 20), (middle[1], 80), (self.ends_on, 100)))
        draft = services.PlanDraft(
            starts_on=self.starts_on, ends_on=self.ends_on, builder="市政建设有限公司",
            money_plan="上级补助第一季度到位，本级资金按进度拨付。", guarantee="成立工作专班，主要负责人每月调度一次。",
            milestones=(("完成招标", middle[0], 20), ("主体完工", middle[1], 80), ("竣工", self.ends_on, 100)),
        )  # fmt: skip
        plan = self._at(
            handed + timedelta(days=12),
            lambda at: services.submit_plan(self.project, draft, actor=self.unit, at=at),
        )
        self._at(handed + timedelta(days=14), lambda at: services.publish_plan(plan, actor=self.clerk, at=at))
        return plan

    def _percent(self, day: date, share: float) -> int:
        planned = self.curve.at(day)
        if self.kind == "done":
            return min(100, planned * 3 // 2)
        return max(planned - int(self.lag * share), 1 if planned else 0)

    def _report(self) -> None:
        months, month = [], month_of(self.starts_on)
        while last_day(month) + timedelta(days=4) <= self.on:
            months.append(month)
            month = next_month(month)
        told = months[: len(months) - self.missing] if self.missing else months
        reached = -1
        for turn, month in enumerate(told):
            percent = max(self._percent(last_day(month), (turn + 1) / len(told)), reached)
            if reached == 100:
                break
            files = [_picture(self.index, percent)] if percent > max(reached, 0) else []
            before = [_picture(self.index, 0)] if turn == 0 else []
            taken = last_day(month) - timedelta(days=3)
            draft = services.ReportDraft(
                month=month, percent=percent, spent_fen=self.project.cost_fen * percent * 9 // 1000,
                done=DONE[min(percent // 30, 3)],
                obstacles="征地协议有两户没有签，影响一段施工。" if self.lag > 15 and turn else "",
                next_steps="抢抓晴好天气，加快施工。",
                milestones=[step.pk for step in self.plan.milestones.all() if step.percent <= percent],
                before=services.Photos(before, "施工现场", taken), after=services.Photos(files, "施工现场", taken),
            )  # fmt: skip
            self._tell_month(draft, last_day(month) + timedelta(days=3), is_last=turn == len(told) - 1)
            reached = percent

    def _tell_month(self, draft: services.ReportDraft, day: date, *, is_last: bool) -> None:
        report = self._at(day, lambda at: services.submit_report(self.project, draft, actor=self.unit, at=at))
        # The newest one of a few waits for the office, so that there is something to do.
        if not (is_last and self.index % 4 == 1):
            self._at(
                day + timedelta(days=1), lambda at: services.publish_report(report, actor=self.clerk, at=at)
            )

    def _supervise(self, day: date) -> None:
        people = list(sitting_deputies(self.project, on=self.on)[:60])
        phone = next((one for one in people if one.user is not None and one.user.username == PHONE), None)
        # The deputy with the phone is in every third group.
        leader = phone if phone and self.index % 3 == 0 else None
        others = [one for one in people if one != phone][self.index * 3 :][:3]
        if leader is None and not others:
            return
        leader = leader or others.pop()
        self._at(
            day,
            lambda at: services.set_group(
                self.project, leader=leader, members=others, actor=self.clerk, at=at
            ),
        )
        seen = services.InspectionDraft(
            "routine", min(day + timedelta(days=50), self.on), "施工现场", "serious" if self.lag > 25 else "good",
            "工期落后，现场只有一个班组施工。" if self.lag > 25 else "现场施工有序，材料堆放规范，安全标志齐全。",
            "请增加人手，倒排工期。" if self.lag > 25 else "", [leader, *others],
        )  # fmt: skip
        uid = uuid5(NAMESPACE_URL, f"demo-inspection:{self.project.uid}")
        inspection = self._at(
            seen.inspected_on,
            lambda at: services.record_inspection(
                self.project, seen, files=[_picture(self.index, 40)], uid=uid, actor=self.clerk, at=at
            ),
        )
        if self.lag > 25 and isinstance(inspection, Inspection):
            self._urge(inspection)

    def _urge(self, inspection: Inspection) -> None:
        day = inspection.inspected_on
        urging = self._at(
            day,
            lambda at: services.issue_urging(
                self.project, content="请于十日内增加施工班组，书面报告追赶工期的措施。", due_on=day + timedelta(days=10),
                inspection=inspection, actor=self.clerk, at=at,
            ),
        )  # fmt: skip
        if self.kind == "behind":
            self._at(
                day + timedelta(days=6),
                lambda at: services.answer_urging(
                    urging,
                    answer="已增加两个班组，每周报送进度，预计两个月内追上计划。",
                    actor=self.unit,
                    at=at,
                ),
            )

    def _change(self) -> None:
        day = max(self.starts_on + timedelta(days=60), self.starts_on)
        if day + timedelta(days=12) > self.on:
            return
        request = self._at(
            day,
            lambda at: services.ask_change(
                self.project, "change", values={"cost_fen": self.project.cost_fen * 11 // 10},
                reason="材料价格上涨，新增无障碍设施，原定投资不足。", effect="增加的资金由上级补助解决，受益人数不变。",
                agreed_by="市财政局、市发展改革委", actor=self.unit, at=at,
            ),
        )  # fmt: skip
        self._at(
            day + timedelta(days=10),
            lambda at: services.decide_change(
                request, approved=True, meeting="人大常委会会议", document_number=f"人大常发〔{day.year}〕12号",
                decided_on=(day + timedelta(days=10)), opinion="同意调整，项目内容和完工日期不变。", actor=self.clerk, at=at,
            ),
        )  # fmt: skip

    def _accept(self) -> None:
        newest = self.project.reports.filter(state="published").order_by("-month").first()
        there = list(sitting_deputies(self.project, on=self.on)[:3])
        if newest is None or newest.percent < 100 or not there:
            return
        day = newest.as_of + timedelta(days=10)
        if day + timedelta(days=7) > self.on:
            return
        papers = ["contract", "quality", "money", "settlement", "photos"]
        try:
            asked = self._at(
                day,
                lambda at: services.ask_acceptance(
                    self.project, finished_on=newest.as_of, actual_cost_fen=self.project.cost_fen * 97 // 100,
                    result=f"{self.project.year_goal}，全部完成。", papers=papers, actor=self.unit, at=at,
                ),
            )  # fmt: skip
        except DomainError:
            # An opinion is still open: it waits, as in life.
            return
        self._at(
            day + timedelta(days=6),
            lambda at: services.check_acceptance(
                asked, passed=True, checked_on=day + timedelta(days=6), place="项目现场", deputies=there, residents=8,
                papers_seen=papers, opinion="完成年度目标，质量合格，同意验收。", actor=self.clerk, at=at,
            ),
        )  # fmt: skip
