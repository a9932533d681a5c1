"""Table of contents of the core's tasks."""

from congress.notices.tasks import deliver_notices, tidy_notices

__all__ = ["deliver_notices", "tidy_notices"]
