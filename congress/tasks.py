"""Table of contents of the core's tasks."""

from congress.api.tasks import tidy_api
from congress.attachments.tasks import scan_files, sweep_files
from congress.notices.tasks import deliver_notices, tidy_notices
from congress.people.tasks import tidy_accounts

__all__ = ["deliver_notices", "scan_files", "sweep_files", "tidy_accounts", "tidy_api", "tidy_notices"]
