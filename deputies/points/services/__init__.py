"""The use cases of points."""

from deputies.points.services.awards import award_points, claim_points, decide_claim
from deputies.points.services.periods import appeal, freeze_period, rule_appeal
from deputies.points.services.recount import recount_year
from deputies.points.services.rulesets import (
    RuleDraft,
    adopt_ruleset,
    draft_ruleset,
    drop_rule,
    put_rule,
    show_ranking_to,
)
from deputies.points.services.simulation import simulate

__all__ = [
    "RuleDraft",
    "adopt_ruleset",
    "appeal",
    "award_points",
    "claim_points",
    "decide_claim",
    "draft_ruleset",
    "drop_rule",
    "freeze_period",
    "put_rule",
    "recount_year",
    "rule_appeal",
    "show_ranking_to",
    "simulate",
]
