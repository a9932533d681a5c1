"""Use cases of the scores."""

from outreach.projects.scores.services.counting import Counted, Sheet, enter_count, recount
from outreach.projects.scores.services.hearing import (
    code_remark,
    copy_remarks,
    enter_survey,
    is_rateable,
    rate_project,
    withdraw_survey,
)
from outreach.projects.scores.services.planning import (
    Plan,
    cancel_assessment,
    change_assessment,
    hold_assessment,
    plan_assessment,
    set_completion,
    set_rule,
)
from outreach.projects.scores.services.publishing import publish_assessment
from outreach.projects.scores.services.putting_right import chase_tasks, report_task, return_task, urge_task

__all__ = [
    "Counted",
    "Plan",
    "Sheet",
    "cancel_assessment",
    "change_assessment",
    "chase_tasks",
    "code_remark",
    "copy_remarks",
    "enter_count",
    "enter_survey",
    "hold_assessment",
    "is_rateable",
    "plan_assessment",
    "publish_assessment",
    "rate_project",
    "recount",
    "report_task",
    "return_task",
    "set_completion",
    "set_rule",
    "urge_task",
    "withdraw_survey",
]
