"""Limits on how often: `hit`, `require_within`, `once`."""

from congress.limits.services import Verdict, hit, once, require_within

__all__ = ["Verdict", "hit", "once", "require_within"]
