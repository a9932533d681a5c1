"""Grades and parts of a score, the life of a satisfaction assessment, and of putting right what was found wanting."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.workflow import SAME, Flow, Step


class Grade(models.TextChoices):
    GOOD = "good", _("满意")
    FAIR = "fair", _("基本满意")
    POOR = "poor", _("不满意")


class Part(models.TextChoices):
    """The parts of the weighted total."""

    DEPUTIES = "deputies", _("代表测评")
    RESIDENTS = "residents", _("群众评价")
    COMPLETION = "completion", _("目标完成")


class Assessors(models.TextChoices):
    """Who assesses; all of them are the base."""

    CONGRESS = "congress", _("人民代表大会")
    COMMITTEE = "committee", _("常务委员会")


class Means(models.TextChoices):
    PAPER = "paper", _("纸质测评票")
    ELECTRONIC = "electronic", _("电子无记名测评")


class SampleKind(models.TextChoices):
    """How residents were asked. Only a drawn sample has a margin of error; who comes to the portal chose it."""

    HOUSEHOLD = "household", _("入户抽样")
    TELEPHONE = "telephone", _("电话抽样")
    STREET = "street", _("现场走访")


# Samples that were drawn by chance.
DRAWN = frozenset({SampleKind.HOUSEHOLD, SampleKind.TELEPHONE})


class Topic(models.TextChoices):
    """What a remark is about: the coding of 还应改进什么."""

    QUALITY = "quality", _("工程质量")
    PACE = "pace", _("进度工期")
    UPKEEP = "upkeep", _("后续管护")
    REACH = "reach", _("覆盖范围")
    SERVICE = "service", _("便民服务")
    OPENNESS = "openness", _("信息公开")
    NUISANCE = "nuisance", _("施工扰民")
    OTHER = "other", _("其他")


class AssessmentState(models.TextChoices):
    DRAFT = "draft", _("准备")
    COUNTING = "counting", _("待计票")
    GRADED = "graded", _("待公布")
    PUBLISHED = "published", _("已公布")
    CANCELLED = "cancelled", _("已取消")


_A = AssessmentState
_OFFICE = frozenset({"clerk"})
ASSESSMENT_FLOW = Flow(
    Step("change", _("修改"), frozenset({_A.DRAFT}), SAME, roles=_OFFICE),
    Step("cancel", _("取消"), frozenset({_A.DRAFT}), _A.CANCELLED, roles=_OFFICE, needs=("reason",)),
    Step("hold", _("登记到会，开始计票"), frozenset({_A.DRAFT}), _A.COUNTING, roles=_OFFICE),
    Step("count", _("录入票数"), frozenset({_A.COUNTING}), _A.GRADED, roles=_OFFICE),
    Step("publish", _("公布结果"), frozenset({_A.GRADED}), _A.PUBLISHED, roles=_OFFICE, public=True),
    # Only before the publication: afterwards projects have moved on, and a new assessment is the way.
    Step("recount", _("重新计票"), frozenset({_A.GRADED}), _A.COUNTING, roles=_OFFICE, needs=("reason",)),
    states=dict(_A.choices),
)


class TaskState(models.TextChoices):
    """Putting right after 不满意."""

    OPEN = "open", _("整改中")
    REPORTED = "reported", _("待复评")
    CLOSED = "closed", _("复评通过")
    FAILED = "failed", _("复评仍不满意")


_T = TaskState
TASK_FLOW = Flow(
    Step(
        "report", _("报告整改情况"), frozenset({_T.OPEN}), _T.REPORTED, roles=frozenset({"handler", "clerk"})
    ),
    Step("return", _("退回整改"), frozenset({_T.REPORTED}), _T.OPEN, roles=_OFFICE, needs=("reason",)),
    Step("urge", _("催办"), frozenset({_T.OPEN, _T.REPORTED}), SAME, roles=_OFFICE, needs=("reason",)),
    # By the publication of the new assessment; nobody closes a task by hand.
    Step("pass", _("复评通过"), frozenset({_T.OPEN, _T.REPORTED}), _T.CLOSED, roles=_OFFICE, public=True),
    Step("fail", _("复评仍不满意"), frozenset({_T.OPEN, _T.REPORTED}), _T.FAILED, roles=_OFFICE, public=True),
    states=dict(_T.choices),
)
