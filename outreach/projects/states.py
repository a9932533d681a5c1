"""The year of a congress's livelihood projects, and the life of one project."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.workflow import Flow, Step


class YearState(models.TextChoices):
    """Where the year stands. It goes forward one by one; a step back is a decision that the log keeps."""

    PREPARING = "preparing", _("筹备")
    COLLECTING = "collecting", _("征集")
    SCREENING = "screening", _("归并初筛")
    CONSULTING = "consulting", _("征求代表意见")
    NOTICING = "noticing", _("公示")
    VOTING = "voting", _("审议票决")
    BUILDING = "building", _("组织实施")
    EVALUATING = "evaluating", _("满意度测评")
    CLOSED = "closed", _("归档")


PHASES: tuple[str, ...] = tuple(YearState)

# The months of the plan when a year is opened: (month, day) to (month, day), with 0 for the year before the year of
# building and 1 for the January after it. Domain paper B2; the office moves them.
USUAL_DATES: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    YearState.PREPARING: ((-1, 8, 1), (-1, 8, 31)),
    YearState.COLLECTING: ((-1, 9, 1), (-1, 10, 10)),
    YearState.SCREENING: ((-1, 10, 11), (-1, 11, 10)),
    YearState.CONSULTING: ((-1, 11, 11), (-1, 12, 10)),
    YearState.NOTICING: ((-1, 12, 11), (-1, 12, 25)),
    YearState.VOTING: ((-1, 12, 26), (0, 1, 31)),
    YearState.BUILDING: ((0, 2, 1), (0, 12, 15)),
    YearState.EVALUATING: ((0, 12, 16), (1, 1, 31)),
    YearState.CLOSED: ((1, 2, 1), (1, 2, 28)),
}


class Category(models.TextChoices):
    """The fields of the catalogue (domain paper B4)."""

    RURAL = "rural", _("乡村振兴")
    SOCIAL = "social", _("社会保障")
    JOBS = "jobs", _("就业创业")
    EDUCATION = "education", _("教育")
    CULTURE = "culture", _("文化体育")
    HEALTH = "health", _("医疗卫生")
    CITY = "city", _("市政建设")
    ENVIRONMENT = "environment", _("生态环境")
    HOUSING = "housing", _("住房保障")
    TRANSPORT = "transport", _("交通出行")
    SAFETY = "safety", _("公共安全")


class ProjectState(models.TextChoices):
    INITIAL = "initial", _("初步候选")
    DROPPED = "dropped", _("未列入")
    CANDIDATE = "candidate", _("正式候选")
    NOT_CHOSEN = "not_chosen", _("未当选")
    CHOSEN = "chosen", _("票决确定")
    HANDED_OVER = "handed_over", _("已交办")
    BUILDING = "building", _("实施中")
    STOPPED = "stopped", _("终止")
    ACCEPTED = "accepted", _("已验收")
    EVALUATED = "evaluated", _("已测评")
    RECTIFYING = "rectifying", _("整改中")


_S = ProjectState
_OFFICE = frozenset({"clerk"})
# Projects that the deputies chose: what the public watches.
CHOSEN_STATES = frozenset(
    {_S.CHOSEN, _S.HANDED_OVER, _S.BUILDING, _S.STOPPED, _S.ACCEPTED, _S.EVALUATED, _S.RECTIFYING}
)
# From the formal list on a project is public with its cost, unit and goal.
LISTED_STATES = CHOSEN_STATES | {_S.CANDIDATE, _S.NOT_CHOSEN}

PROJECT_FLOW = Flow(
    Step(
        "drop",
        _("不列入"),
        frozenset({_S.INITIAL, _S.CANDIDATE}),
        _S.DROPPED,
        roles=_OFFICE,
        needs=("reason",),
    ),
    Step("take_up", _("重新列入"), frozenset({_S.DROPPED}), _S.INITIAL, roles=_OFFICE, needs=("reason",)),
    Step("list", _("列为正式候选"), frozenset({_S.INITIAL}), _S.CANDIDATE, roles=_OFFICE, public=True),
    Step("choose", _("票决确定"), frozenset({_S.CANDIDATE}), _S.CHOSEN, roles=_OFFICE, public=True),
    Step("pass_over", _("未当选"), frozenset({_S.CANDIDATE}), _S.NOT_CHOSEN, roles=_OFFICE, public=True),
    Step("hand_over", _("交办"), frozenset({_S.CHOSEN}), _S.HANDED_OVER, roles=_OFFICE, public=True),
    Step("begin", _("公布实施方案"), frozenset({_S.HANDED_OVER}), _S.BUILDING, roles=_OFFICE, public=True),
    # By the standing committee, in a township by the presidium: a decision with its number, never an edit.
    Step("stop", _("终止"), frozenset({_S.HANDED_OVER, _S.BUILDING}), _S.STOPPED, roles=_OFFICE, public=True),
    Step("accept", _("验收"), frozenset({_S.BUILDING}), _S.ACCEPTED, roles=_OFFICE, public=True),
    Step(
        "evaluate",
        _("公布测评结果"),
        frozenset({_S.ACCEPTED, _S.RECTIFYING}),
        _S.EVALUATED,
        roles=_OFFICE,
        public=True,
    ),
    Step("rectify", _("责成整改"), frozenset({_S.EVALUATED}), _S.RECTIFYING, roles=_OFFICE, public=True),
    states=dict(_S.choices),
)
