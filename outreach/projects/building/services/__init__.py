"""What is done with a chosen project: one module for each stage of the building."""

from outreach.projects.building.services.acceptance import ask_acceptance, check_acceptance
from outreach.projects.building.services.changes import ask_change, decide_change, withdraw_change
from outreach.projects.building.services.plans import (
    PlanDraft,
    hand_over,
    publish_plan,
    return_plan,
    submit_plan,
)
from outreach.projects.building.services.reports import (
    Photos,
    ReportDraft,
    chase_report,
    publish_report,
    return_report,
    submit_report,
)
from outreach.projects.building.services.supervision import (
    InspectionDraft,
    answer_urging,
    close_urging,
    issue_urging,
    record_inspection,
    return_urging,
    set_group,
)

__all__ = [
    "InspectionDraft",
    "Photos",
    "PlanDraft",
    "ReportDraft",
    "answer_urging",
    "ask_acceptance",
    "ask_change",
    "chase_report",
    "check_acceptance",
    "close_urging",
    "decide_change",
    "hand_over",
    "issue_urging",
    "publish_plan",
    "publish_report",
    "record_inspection",
    "return_plan",
    "return_report",
    "return_urging",
    "set_group",
    "submit_plan",
    "submit_report",
    "withdraw_change",
]
