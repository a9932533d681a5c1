"""Use cases of notices: posting, reading, trying again."""

from congress.notices.recipients import Recipient
from congress.notices.services.inbox import mark_all_read, mark_read
from congress.notices.services.posting import Posting, post_notice, post_notices
from congress.notices.services.upkeep import erase_addresses, forget_old, retry

__all__ = [
    "Posting",
    "Recipient",
    "erase_addresses",
    "forget_old",
    "mark_all_read",
    "mark_read",
    "post_notice",
    "post_notices",
    "retry",
]
