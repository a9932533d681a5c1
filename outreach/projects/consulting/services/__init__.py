"""What can be done in consultation and notice."""

from outreach.projects.consulting.services.advising import AdviceLine, advise, answer_advice, ask_deputies
from outreach.projects.consulting.services.noticing import (
    CommentDraft,
    answer_comment,
    comment,
    erase_commenters,
    publish_notice,
    withhold_comment,
)

__all__ = [
    "AdviceLine",
    "CommentDraft",
    "advise",
    "answer_advice",
    "answer_comment",
    "ask_deputies",
    "comment",
    "erase_commenters",
    "publish_notice",
    "withhold_comment",
]
