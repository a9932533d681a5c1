"""Paper of the scores: the ballot and the count sheet of an assessment, and the year's report as PDF and as a table."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.attachments.export import Column
from congress.models import User
from congress.printing import pdf, widths
from outreach.projects.building.selectors import Standing, standings
from outreach.projects.models import Project, ProjectYear
from outreach.projects.scores.built import Finish, built_of_year, finishes
from outreach.projects.scores.figures import Scope, lines, public_count
from outreach.projects.scores.models import Assessment, AssessmentItem
from outreach.projects.scores.rules import distribution, is_ceiling, mean_rate, votes_needed
from outreach.projects.scores.selectors import (
    Residents,
    counts_of,
    published_assessments,
    residents_of_many,
    topic_totals,
)
from outreach.projects.scores.states import Grade
from outreach.projects.states import CHOSEN_STATES, LISTED_STATES
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.states import RoundPhase

_WAN = Decimal(1_000_000)
# Three characters: a state, a share of a hundred per cent.
_NARROW = 7
HEADS = (
    (_lazy("序号"), 6), (_lazy("项目"), 36), (_lazy("责任单位"), 18), (_lazy("实施地"), 16), (_lazy("状态"), 10),
    (_lazy("总投资（万元）"), 12), (_lazy("实际投资（万元）"), 12), (_lazy("进度（%）"), 8), (_lazy("完工日期"), 12),
    (_lazy("按期"), 8), (_lazy("满意"), 8), (_lazy("基本满意"), 10), (_lazy("不满意"), 8), (_lazy("弃权"), 8),
    (_lazy("测评结果"), 10), (_lazy("群众评价（份）"), 10), (_lazy("群众满意率（%）"), 10), (_lazy("综合得分"), 10),
)  # fmt: skip


def _foot(user: User, at: datetime) -> str:
    return _("打印：%(name)s %(at)s") % {"name": user.name, "at": f"{localtime(at):%Y-%m-%d %H:%M}"}


def rule_words(assessment: Assessment) -> str:
    """The rule in one sentence, as ballot, table and report print it."""
    needed = votes_needed(assessment.members, half_inclusive=assessment.half_inclusive)
    half = _("恰好半数算达到") if assessment.half_inclusive else _("恰好半数不算达到")
    return _(
        "以全体组成人员 %(members)d 人为基数：满意达到 %(n)d 票的为满意；满意与基本满意合计达到 %(n)d 票的为基本满意；"
        "否则为不满意（%(half)s）。"
    ) % {"members": assessment.members, "n": needed, "half": half}


def ballot_pdf(
    assessment: Assessment, items: Sequence[AssessmentItem], *, what: str, user: User, at: datetime
) -> bytes:
    """满意度测评票 (`ballot`: no name, no number), or the sheet that a counter fills in (`count`)."""
    is_ballot = what == "ballot"
    heads = [_("序号"), _("项目"), _("责任单位"), *(str(grade.label) for grade in Grade)]
    rows = [
        [
            item.position,
            item.project.title,
            item.project.unit.short_name if item.project.unit else "",
            "",
            "",
            "",
        ]
        for item in items
    ]
    return pdf(
        "assessment",
        {
            "title": _("民生实事项目满意度测评票") if is_ballot else _("民生实事项目满意度测评计票单"),
            "under": f"{assessment.title}（{assessment.meets_on}）",
            "lead": _(
                "无记名。每个项目在一栏内划○；不划的按弃权计算，同一项目划两栏以上的，该项目按弃权计算。"
            )
            if is_ballot
            else _("两人分别点票、分别填写、分别录入，一致才有效。发出＿＿＿张　收回＿＿＿张　无效＿＿＿张"),
            "heads": heads,
            "rows": rows,
            "rule": rule_words(assessment),
            "better": _("还应改进什么：") if is_ballot else "",
            "signatures": [] if is_ballot else [_("计票人："), _("监票人："), _("时间：")],
            "foot": "" if is_ballot else _foot(user, at),
        },
    )


class YearReport:
    """What the year's report says; every table is read once."""

    def __init__(self, year: ProjectYear, *, on: date) -> None:
        self.year, self.on = year, on
        self.standings: list[Standing] = standings(
            Project.objects.filter(year=year, state__in=CHOSEN_STATES).order_by("number", "pk"), on=on
        )
        keys = [row.project.pk for row in self.standings]
        self.finishes: dict[int, Finish] = finishes(keys)
        self.residents: dict[int, Residents] = residents_of_many(keys)
        self.assessments = list(published_assessments(year).prefetch_related("items__project"))
        self.items: dict[int, AssessmentItem] = {}
        for assessment in reversed(self.assessments):
            self.items |= {item.project_id: item for item in assessment.items.all()}
        self.listed = Project.objects.filter(year=year, state__in=LISTED_STATES).count()
        self.rounds = list(
            VoteRound.objects.filter(year=year, phase=RoundPhase.PUBLISHED, is_test=False).order_by("pk")
        )
        self.built = built_of_year(year)
        self.tasks = [
            task
            for row in Project.objects.filter(pk__in=keys)
            .prefetch_related("rectifications__unit")
            .order_by("number", "pk")
            for task in row.rectifications.all()
        ]
        self.topics = topic_totals(keys)

    @property
    def title(self) -> str:
        """What the file is called."""
        return _("%(year)s总结") % {"year": self.year}

    def facts(self) -> list[tuple[str, str]]:
        """The figures that stand first."""
        cost = sum(row.project.cost_fen for row in self.standings)
        own = sum(row.project.own_money_fen for row in self.standings)
        people = sum(row.project.beneficiaries for row in self.standings)
        built = self.built
        return [
            (_("正式候选"), _("%(n)d 个") % {"n": self.listed}),
            (_("票决确定"), _("%(n)d 个") % {"n": len(self.standings)}),
            (_("总投资"), _("%(n)s 万元") % {"n": f"{cost / _WAN:,.2f}"}),
            (_("本级财政"), _("%(n)s 万元") % {"n": f"{own / _WAN:,.2f}"}),
            (_("受益人数"), _("%(n)d 人") % {"n": people}),
            (_("验收合格"), _("%(n)d 个") % {"n": built.accepted}),
            (_("按期完成率"), _percent(built.on_time_share)),
            (_("预算偏差"), _percent(built.deviation)),
            (_("批准变更、终止"), _("%(a)d 件、%(b)d 件") % {"a": built.changes, "b": built.stops}),
            (_("督查、督办意见"), _("%(a)d 次、%(b)d 件") % {"a": built.inspections, "b": built.urgings}),
        ]

    def votes(self) -> list[list[Any]]:
        """A line for each published round."""
        return [
            [
                round_.session,
                str(round_.get_kind_display()),
                round_.deputies_total,
                round_.present,
                round_.places,
            ]
            for round_ in self.rounds
        ]

    def rows(self) -> Iterator[list[Any]]:
        """A line for each chosen project, for the workbook."""
        for row in self.standings:
            project, item = row.project, self.items.get(row.project.pk)
            finish, residents = self.finishes.get(project.pk), self.residents[project.pk]
            yield [
                project.number, project.title, project.unit.short_name if project.unit else "", project.region.name,
                str(project.get_state_display()), project.cost_fen / _WAN, finish.actual_fen / _WAN if finish else None,
                row.percent, finish.finished_on if finish else None,
                (_("是") if finish.is_on_time else _("否")) if finish else "",
                *((item.good, item.fair, item.poor, item.abstained, str(item.get_grade_display())) if item
                  else (None, None, None, None, "")),
                residents.answers, _rate(residents), item.total if item else None,
            ]  # fmt: skip

    def pdf(self, *, user: User, at: datetime) -> bytes:
        """The report on A4, with the open points said as they are."""
        return pdf(
            "project_year",
            {
                "title": self.title,
                "under": _("%(region)s　数据截至 %(on)s") % {"region": self.year.region.name, "on": self.on},
                "facts": [list(pair) for pair in self.facts()],
                "parts": [part for part in self._parts() if part["rows"]],
                "notes": self._notes(),
                "foot": _foot(user, at),
            },
        )

    def _parts(self) -> Iterator[dict[str, Any]]:
        yield _part(_("票决"), [_("会议"), _("轮次"), _("应到"), _("到会"), _("应选")], self.votes())
        yield _part(
            _("项目完成情况"),
            [
                _("序号"),
                _("项目"),
                _("责任单位"),
                _("总投资（万元）"),
                _("进度"),
                _("状态"),
                _("完工"),
                _("测评"),
                _("得分"),
            ],
            [
                [row[0], row[1], row[2], f"{row[5]:,.2f}", f"{row[7]}%", row[4], row[8], row[14], row[17]]
                for row in self.rows()
            ],
        )
        for assessment in self.assessments:
            items = list(assessment.items.all())
            yield _part(
                _("满意度测评：%(title)s（%(day)s）") % {"title": assessment, "day": assessment.meets_on},
                [_("项目"), *(str(grade.label) for grade in Grade), _("弃权"), _("结果"), _("综合得分")],
                [
                    [
                        item.project.title,
                        *(f"{number}（{share}%）" for _grade, number, share in distribution(counts_of(item))),
                        item.abstained,
                        str(item.get_grade_display()),
                        item.total,
                    ]
                    for item in items
                ],
                note=rule_words(assessment),
            )
        yield _part(
            _("群众评价"),
            [_("项目"), _("来源"), _("份数"), _("满意"), _("基本满意"), _("不满意"), _("误差")],
            [
                [
                    row.project.title, found.label, found.answers, found.counts.good, found.counts.fair,
                    found.counts.poor, f"±{found.margin}" if found.margin is not None else "—",
                ]
                for row in self.standings
                if (found := self.residents[row.project.pk]).answers
            ],
            note=_("误差为 95% 把握下的百分点；自愿来评的不是随机抽样，不计算。"),
        )  # fmt: skip
        yield _part(_("还应改进什么"), [_("归类"), _("条数")], [list(pair) for pair in self.topics])
        yield _part(
            _("整改"),
            [_("项目"), _("责任单位"), _("整改要求"), _("复评期限"), _("状态")],
            [
                [
                    task.project.title,
                    task.unit.short_name,
                    task.demand,
                    task.due_on,
                    str(task.get_state_display()),
                ]
                for task in self.tasks
            ],
        )
        scope = Scope(self.year.year - 4, self.year.year)
        yield _part(
            _("五年对比"),
            [_("年度"), _("候选"), _("确定"), _("总投资（万元）"), _("已验收"), _("满意"), _("基本满意"), _("不满意")],
            [
                [line.label, line.n("listed"), line.n("chosen"), f"{line.n('cost') / _WAN:,.2f}", line.n("finished"),
                 line.n("good"), line.n("fair"), line.n("poor")]
                for line in lines(public_count(self.year.region_id), "year", scope)
                if scope.since <= line.key <= scope.until
            ],
        )  # fmt: skip

    def _notes(self) -> list[str]:
        notes = []
        newest = [counts_of(item) for item in self.items.values()]
        if is_ceiling(newest):
            notes.append(_("各项满意率都在 99% 以上，分不出好坏，请结合改进意见看。"))
        elif newest and (mean := mean_rate(newest)) is not None:
            notes.append(_("总体满意率（满意加基本满意）%(n)s%%。") % {"n": mean})
        open_tasks = [task for task in self.tasks if task.closed_on is None]
        late = [task for task in open_tasks if task.due_on < self.on]
        if open_tasks:
            notes.append(
                _("还有 %(n)d 项整改没有复评，其中逾期 %(late)d 项。")
                % {"n": len(open_tasks), "late": len(late)}
            )
        unfinished = [row for row in self.standings if row.project.pk not in self.finishes]
        if unfinished:
            notes.append(_("还有 %(n)d 个项目没有在系统内验收。") % {"n": len(unfinished)})
        return notes


def _percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{value}%"


def _rate(residents: Residents) -> Decimal | None:
    counts = residents.counts
    return (
        (Decimal(counts.good + counts.fair) * 100 / counts.said).quantize(Decimal("0.01"))
        if counts.said
        else None
    )


def _part(title: str, heads: list[str], rows: Iterable[list[Any]], *, note: str = "") -> dict[str, Any]:
    found = [["" if cell is None else cell for cell in row] for row in rows]
    return {
        "title": title,
        "heads": heads,
        "rows": found,
        "widths": [max(width, _NARROW) for width in widths(heads, found)],
        "note": note,
    }


def columns() -> list[Column]:
    """The columns of the workbook."""
    return [Column(str(head), width) for head, width in HEADS]
