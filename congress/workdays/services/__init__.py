"""The verbs of the calendar and of the rules of deadlines."""

from congress.workdays.services.days import import_special_days, load_official_days, save_days
from congress.workdays.services.deadline_rules import (
    confirm_rule_change,
    propose_rule_change,
    reject_rule_change,
)

__all__ = [
    "confirm_rule_change",
    "import_special_days",
    "load_official_days",
    "propose_rule_change",
    "reject_rule_change",
    "save_days",
]
