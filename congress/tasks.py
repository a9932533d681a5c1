"""Table of contents of the core's tasks."""

from congress.attachments.tasks import scan_files, sweep_files
from congress.notices.tasks import deliver_notices, tidy_notices

__all__ = ["deliver_notices", "scan_files", "sweep_files", "tidy_notices"]
