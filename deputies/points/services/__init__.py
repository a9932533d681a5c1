"""The use cases of points."""

from deputies.points.services.awards import award_points, claim_points, decide_claim
from deputies.points.services.recount import recount_year
from deputies.points.services.rulesets import adopt_ruleset, draft_ruleset

__all__ = ["adopt_ruleset", "award_points", "claim_points", "decide_claim", "draft_ruleset", "recount_year"]
