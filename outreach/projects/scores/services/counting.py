"""Two people count the ballots; equal counts give the grades."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import User
from congress.texts import require_text
from outreach.projects.rules import require_office
from outreach.projects.scores.models import Assessment, AssessmentCount, AssessmentItem
from outreach.projects.scores.rules import Counts, grade_of
from outreach.projects.scores.services.planning import locked_assessment, step
from outreach.projects.scores.states import ASSESSMENT_FLOW


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's count: the ballots, and for each item the three numbers."""

    issued: int
    returned: int
    invalid: int
    lines: Mapping[int, tuple[int, int, int]]

    @property
    def valid(self) -> int:
        """Ballots that are counted; what says nothing on a project is an abstention there."""
        return self.returned - self.invalid


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a count: `waiting` for the second person, `agreed`, or `differed` (both enter again)."""

    assessment: Assessment
    outcome: str


def require_sheet(sheet: Sheet, items: Mapping[int, AssessmentItem], *, present: int) -> None:
    """The sums of one count, each refusal at its field (`good_<item>` for a line)."""
    if min(sheet.issued, sheet.returned, sheet.invalid) < 0:
        raise BadInput("negative", _("票数不能小于 0。"))
    if sheet.issued > present:
        raise BadInput("issued", _("发出票数不能多于到会人数（%(n)d 人）。") % {"n": present}, field="issued")
    if sheet.returned > sheet.issued:
        raise BadInput("returned", _("收回票数多于发出票数，本次测评无效，请重新测评。"), field="returned")
    if sheet.invalid > sheet.returned:
        raise BadInput("invalid", _("无效票不能多于收回票。"), field="invalid")
    if not sheet.valid:
        raise BadInput("no_valid", _("没有有效票，不能得出测评结果。"), field="invalid")
    if set(sheet.lines) != set(items):
        raise BadInput("lines", _("请填写每个项目的票数。"))
    for key, line in sheet.lines.items():
        if min(line) < 0:
            raise BadInput("negative", _("票数不能小于 0。"), field=f"good_{key}")
        if sum(line) > sheet.valid:
            raise BadInput(
                "line",
                _("“%(title)s”三项合计 %(n)d 票，多于有效票 %(valid)d 张。")
                % {"title": items[key].project.title, "n": sum(line), "valid": sheet.valid},
                field=f"good_{key}",
            )


def enter_count(assessment: Assessment, sheet: Sheet, *, turn: int, actor: User, at: datetime) -> Counted:
    """One person's count. Two people who agree give the grades; two who differ begin a new turn.

    `turn` is that of the page. The numbers go into the audit log only when both are there: the second must not read the
    first anywhere.
    """
    with transaction.atomic():
        row = locked_assessment(assessment, None)
        require_office(actor, row.year, on=localdate(at))
        target = ASSESSMENT_FLOW.advance("count", row.state)
        if row.present is None:
            raise WrongState("not_held", _("还没有登记到会人数。"))
        if row.round != turn:
            raise Stale("other_round", _("两次录入不一致，已进入新一轮，请刷新后重新录入。"))
        earlier = list(row.counts.filter(round=turn).select_related("by"))
        if any(count.by_id == actor.pk for count in earlier):
            raise WrongState("counted_by_you", _("这一轮您已经录入，请由另一个人录入。"))
        items = {item.pk: item for item in row.items.select_related("project")}
        require_sheet(sheet, items, present=row.present)
        mine = AssessmentCount.objects.create(
            assessment=row, round=turn, by=actor, at=at, issued=sheet.issued, returned=sheet.returned,
            invalid=sheet.invalid, lines={str(key): list(line) for key, line in sheet.lines.items()},
        )  # fmt: skip
        record("outreach.assessment.counted", row, actor=actor, round=turn)
        if not earlier:
            return Counted(row, "waiting")
        first = earlier[0]
        row.version += 1
        row.updated_at = at
        if _numbers(first) != _numbers(mine):
            row.round += 1
            row.save(update_fields=["round", "version", "updated_at"])
            record(
                "outreach.assessment.differed", row, actor=actor, round=turn,
                counts=[{"by": count.by.name, **_numbers(count)} for count in (first, mine)],
            )  # fmt: skip
            return Counted(row, "differed")
        row.state = target
        row.issued, row.returned, row.invalid = sheet.issued, sheet.returned, sheet.invalid
        row.save()
        _grade(row, sheet, items)
        record(
            "outreach.assessment.graded", row, actor=actor, round=turn, counted_by=[first.by.name, actor.name],
            members=row.members, half_inclusive=row.half_inclusive,
            grades={str(item.project.uid): item.grade for item in items.values()}, **_numbers(mine),
        )  # fmt: skip
    return Counted(row, "agreed")


def _grade(row: Assessment, sheet: Sheet, items: Mapping[int, AssessmentItem]) -> None:
    for key, item in items.items():
        good, fair, poor = sheet.lines[key]
        counts = Counts(good, fair, poor, sheet.valid - good - fair - poor)
        item.good, item.fair, item.poor, item.abstained = good, fair, poor, counts.abstained
        item.grade = grade_of(counts, members=row.members, half_inclusive=row.half_inclusive)
    AssessmentItem.objects.bulk_update(items.values(), ["good", "fair", "poor", "abstained", "grade"])


def _numbers(count: AssessmentCount) -> dict[str, Any]:
    return {
        "issued": count.issued,
        "returned": count.returned,
        "invalid": count.invalid,
        "lines": {str(key): list(line) for key, line in sorted(count.lines.items())},
    }


def recount(
    assessment: Assessment, *, reason: str, actor: User, at: datetime, version: int | None
) -> Assessment:
    """Count again before the publication, with the reason. The old counts stay; neither of the two may open it."""
    with transaction.atomic():
        row = locked_assessment(assessment, version)
        if row.counts.filter(round=row.round, by=actor).exists():
            raise NotAllowed("own_count", _("您参加了这次计票，请由其他人提出重新计票。"))
        step(row, "recount", actor=actor, at=at)
        row.remark = require_text(reason, field="reason", least=4, most=200)
        row.round += 1
        row.issued = row.returned = row.invalid = None
        row.save()
        row.items.update(good=None, fair=None, poor=None, abstained=None, grade="")
        record("outreach.assessment.recounted", row, actor=actor, reason=row.remark, round=row.round)
    return row
