"""The words of a suggestion's life and its flow, on one screen. Sources: domain paper A3–A5; rating law of the office.
"Overdue" is no state: it is a date on a clock. Joint handling, supervision and publication are facts beside the state.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from congress.people.roles import CITIZEN_ROLE, SYSTEM_ROLE, Role
from congress.workflow import BEFORE, SAME, Flow, Step


class State(TextChoices):
    RECEIVED = "received", _("已登记")
    ACCEPTED = "accepted", _("待分办")
    TRANSFERRED = "transferred", _("已转办")
    HANDLING = "handling", _("办理中")
    RETURNED = "returned", _("退回待重派")
    REPLIED = "replied", _("已答复")
    RATED = "rated", _("已评价")
    SUPERVISED = "supervised", _("督办会商")
    CONCLUDED = "concluded", _("已办结")
    ARCHIVED = "archived", _("已归档")
    DECLINED = "declined", _("不予受理")
    MERGED = "merged", _("已并案")
    SUSPENDED = "suspended", _("紧急处置中")


# Somebody still owes something: what worklists and sweeps look at.
OPEN = frozenset(
    {
        State.RECEIVED,
        State.ACCEPTED,
        State.TRANSFERRED,
        State.HANDLING,
        State.RETURNED,
        State.REPLIED,
        State.RATED,
        State.SUPERVISED,
        State.SUSPENDED,
    }
)
# The handler owes an answer.
IN_HAND = frozenset({State.TRANSFERRED, State.HANDLING, State.RETURNED})
ANSWERED = frozenset({State.REPLIED, State.RATED, State.CONCLUDED, State.ARCHIVED, State.SUPERVISED})


class Channel(TextChoices):
    PORTAL = "portal", _("网上")
    VISIT = "visit", _("来站当面")
    LETTER = "letter", _("来信")
    PHONE = "phone", _("来电")
    HOTLINE = "hotline", _("12345 转来")
    IMPORT = "import", _("历史导入")
    API = "api", _("系统对接")


class Kind(TextChoices):
    NAMED = "named", _("实名")
    ANONYMOUS = "anonymous", _("匿名")
    COLLECTIVE = "collective", _("联名")


class Confidentiality(TextChoices):
    WORK = "work", _("工作")
    SEALED = "sealed", _("保密")


class Route(TextChoices):
    """The five outcome routes (domain paper A3)."""

    ON_THE_SPOT = "on_the_spot", _("当场答复")
    LOCAL = "local", _("属地协调")
    TRANSFER = "transfer", _("意见转办")
    JOINT = "joint", _("联办")
    SUPERVISED = "supervised", _("建议督办")


class Difficulty(TextChoices):
    ORDINARY = "ordinary", _("一般事项")
    COMPLEX = "complex", _("复杂事项")
    URGENT = "urgent", _("紧急事项")


class HandlerRole(TextChoices):
    LEAD = "lead", _("主办")
    CO = "co", _("协办")


class ResultClass(TextChoices):
    SOLVED = "solved", _("已解决")
    PARTLY = "partly", _("部分解决")
    PLANNED = "planned", _("列入计划")
    EXPLAINED = "explained", _("解释说明")
    INFEASIBLE = "infeasible", _("暂不可行")


class SignatureLevel(TextChoices):
    LIAISON = "liaison", _("联络员")
    DEPUTY_HEAD = "deputy_head", _("分管领导")
    HEAD = "head", _("主要负责人")


class ReplyKind(TextChoices):
    FINAL = "final", _("正式答复")
    ON_THE_SPOT = "on_the_spot", _("当场答复")
    IMPORTED = "imported", _("历史答复")


class Solved(TextChoices):
    SOLVED = "solved", _("已解决")
    PARTLY = "partly", _("部分解决")
    UNSOLVED = "unsolved", _("未解决")
    NOT_NEEDED = "not_needed", _("无需解决")


class Satisfaction(TextChoices):
    SATISFIED = "satisfied", _("满意")
    BASICALLY = "basically", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")
    NONE = "none", _("不评价")


class DeclineReason(TextChoices):
    LEGAL_PATH = "legal_path", _("正在或应当通过诉讼、仲裁、行政复议解决")
    LEGAL_PATH_OTHER = "legal_path_other", _("应走其他法定途径")
    VISITS = "visits", _("正在信访程序中办理")
    SAME_MATTER = "same_matter", _("同一事项正在办理")
    NOT_PUBLIC = "not_public", _("不属于公共事务")
    NO_CONTENT = "no_content", _("没有具体内容")
    MALICIOUS = "malicious", _("恶意反映")


# Roles that only mean something beside one case: the handler's part in it.
LEAD_HANDLER = "lead_handler"
CO_HANDLER = "co_handler"

_CLERK = frozenset({Role.CLERK})
_DESK = frozenset({Role.CLERK, Role.STATION_OFFICER})
_SUPER = frozenset({Role.CLERK, Role.SUPERVISOR})
_LEAD = frozenset({LEAD_HANDLER})
_S = State

# Kept by hand: one step a line or two, so that the whole life stands on one screen.
# fmt: off
FLOW = Flow(
    Step("classify", _("登记要素"),
         frozenset({_S.RECEIVED, _S.ACCEPTED, _S.RETURNED, _S.TRANSFERRED, _S.HANDLING}), SAME, _DESK,
         needs=("category",)),
    Step("answer_on_spot", _("当场答复"), frozenset({_S.RECEIVED}), _S.REPLIED, _DESK, needs=("text",),
         starts=("follow_up", "rating"), stops=("triage",), public=True),
    Step("accept", _("受理"), frozenset({_S.RECEIVED}), _S.ACCEPTED, _CLERK, public=True),
    Step("decline", _("不予受理"), frozenset({_S.RECEIVED, _S.ACCEPTED}), _S.DECLINED, _CLERK,
         needs=("reason", "guidance"), starts=("archive",), stops=("triage",), public=True),
    Step("object", _("申请复核"), frozenset({_S.DECLINED}), _S.RECEIVED, frozenset({CITIZEN_ROLE}),
         needs=("text",), starts=("triage",), stops=("archive",), public=True),
    Step("transfer", _("转办"), frozenset({_S.ACCEPTED, _S.RETURNED}), _S.TRANSFERRED, _CLERK,
         needs=("lead", "route"), starts=("sign", "reply"), stops=("triage", "redispatch"), public=True),
    Step("designate", _("指定承办"), frozenset({_S.RETURNED}), _S.TRANSFERRED, frozenset({Role.SUPERVISOR}),
         needs=("lead", "text"), starts=("sign", "reply"), stops=("redispatch",), public=True),
    Step("sign", _("签收"), frozenset({_S.TRANSFERRED}), _S.HANDLING, _LEAD | {SYSTEM_ROLE},
         starts=("contact",), stops=("sign",), public=True),
    Step("return_to_sender", _("退回"), frozenset({_S.TRANSFERRED, _S.HANDLING}), _S.RETURNED, _LEAD,
         needs=("basis", "proposed"), starts=("redispatch",), stops=("sign", "contact", "reply", "co_reply")),
    Step("record_contact", _("联系群众"), frozenset({_S.HANDLING}), SAME, _LEAD, needs=("text",),
         stops=("contact",)),
    Step("report_progress", _("阶段答复"), frozenset({_S.HANDLING, _S.SUPERVISED}), SAME,
         _LEAD | {CO_HANDLER}, needs=("text",), public=True),
    Step("ask_extension", _("申请延期"), frozenset({_S.HANDLING}), SAME, _LEAD, needs=("reason", "days")),
    Step("grant_extension", _("批准延期"), frozenset({_S.HANDLING}), SAME, _SUPER, public=True),
    Step("refuse_extension", _("不同意延期"), frozenset({_S.HANDLING}), SAME, _SUPER, needs=("text",)),
    Step("start_joint", _("启动联办"), frozenset({_S.TRANSFERRED, _S.HANDLING}), SAME, _SUPER,
         needs=("co_handlers",), starts=("co_reply",), public=True),
    Step("give_opinion", _("会办意见"), frozenset({_S.TRANSFERRED, _S.HANDLING}), SAME,
         frozenset({CO_HANDLER}), needs=("text",), stops=("co_reply",)),
    Step("reply", _("答复"), frozenset({_S.HANDLING}), _S.REPLIED, _LEAD,
         needs=("text", "result_class", "signature_level"), starts=("follow_up", "rating"),
         stops=("reply", "contact", "co_reply"), public=True),
    Step("publish", _("公开"), frozenset(ANSWERED), SAME, _CLERK, needs=("public_text", "public_reply"),
         public=True),
    Step("unpublish", _("撤回公开"), frozenset(ANSWERED), SAME, _CLERK | {CITIZEN_ROLE}, public=True),
    Step("inquire", _("催问"), frozenset(IN_HAND | {_S.RECEIVED, _S.ACCEPTED}), SAME,
         frozenset({CITIZEN_ROLE}), public=True),
    Step("urge", _("催办"), frozenset(IN_HAND | {_S.SUPERVISED}), SAME, _SUPER | {SYSTEM_ROLE},
         needs=("text",), public=True),
    Step("supervise", _("督办"), frozenset(IN_HAND), SAME, _SUPER | {SYSTEM_ROLE}, needs=("text",),
         public=True),
    Step("follow_up", _("回访"), frozenset({_S.REPLIED, _S.RATED}), SAME, _DESK | {Role.SUPERVISOR},
         needs=("reached", "text"), stops=("follow_up",)),
    Step("rate", _("评价"), frozenset({_S.REPLIED, _S.RATED}), _S.RATED, _DESK | {CITIZEN_ROLE},
         needs=("solved", "satisfied"), stops=("follow_up",), public=True),
    Step("reopen", _("重新办理"), frozenset({_S.RATED}), _S.HANDLING, frozenset({SYSTEM_ROLE}),
         starts=("reply",), stops=("follow_up", "rating"), public=True),
    Step("escalate", _("转督办会商"), frozenset({_S.RATED}), _S.SUPERVISED, frozenset({SYSTEM_ROLE}),
         starts=("meeting",), stops=("follow_up", "rating"), public=True),
    Step("hold_meeting", _("会商结论"), frozenset({_S.SUPERVISED}), _S.CONCLUDED,
         frozenset({Role.SUPERVISOR}), needs=("text",), starts=("archive",), stops=("meeting",), public=True),
    Step("conclude", _("办结"), frozenset({_S.REPLIED, _S.RATED}), _S.CONCLUDED, _CLERK | {SYSTEM_ROLE},
         starts=("archive",), stops=("follow_up", "rating"), public=True),
    Step("archive", _("归档"), frozenset({_S.CONCLUDED, _S.DECLINED}), _S.ARCHIVED, _CLERK | {SYSTEM_ROLE},
         stops=("archive",)),
    Step("merge", _("并案"), frozenset(IN_HAND | {_S.RECEIVED, _S.ACCEPTED}), _S.MERGED, _CLERK,
         needs=("target",), public=True),
    Step("unmerge", _("撤销并案"), frozenset({_S.MERGED}), BEFORE, _CLERK, needs=("text",), public=True),
    Step("suspend", _("紧急处置"), frozenset(OPEN - {_S.SUSPENDED}), _S.SUSPENDED,
         _DESK | {Role.SUPERVISOR, SYSTEM_ROLE}, needs=("text",), starts=("crisis",)),
    Step("resume", _("恢复办理"), frozenset({_S.SUSPENDED}), BEFORE, _SUPER, needs=("text",),
         stops=("crisis",)),
    Step("correct", _("更正"), frozenset(State) - {_S.ARCHIVED}, SAME, _DESK | _LEAD, needs=("text",)),
    states=dict(State.choices),
)
# fmt: on

# What one citizen did or was asked: those whose cases were merged into that one do not read it on their pages.
ONE_CITIZENS = frozenset({
    "submit", "object", "record_contact", "publish", "unpublish", "inquire", "follow_up", "rate", "reopen", "escalate",
    "suspend", "resume", "merge", "unmerge",
})  # fmt: skip

# Lines of a case's history that are no step of its flow.
OTHER_ENTRIES = {"forget": _("已删除个人信息"), "inherit": _("转入承继站点")}


def entry_label(step: str) -> str:
    """The Chinese word for a line of the history; the first line of each is 登记."""
    if step in FLOW:
        return str(FLOW[step].label)
    return str(OTHER_ENTRIES.get(step, _("登记")))
