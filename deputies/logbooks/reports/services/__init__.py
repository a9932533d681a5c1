"""What is done with duty reports: writing.py until the meeting is called, meeting.py from then on."""

from deputies.logbooks.reports.services.meeting import (
    Counted,
    correct_rating,
    enter_count,
    hold_meeting,
    plan_meeting,
    postpone_meeting,
    publish_report,
)
from deputies.logbooks.reports.services.writing import (
    ReportText,
    return_report,
    save_report,
    submit_report,
    take_back_report,
    write_report,
)

__all__ = [
    "Counted",
    "ReportText",
    "correct_rating",
    "enter_count",
    "hold_meeting",
    "plan_meeting",
    "postpone_meeting",
    "publish_report",
    "return_report",
    "save_report",
    "submit_report",
    "take_back_report",
    "write_report",
]
