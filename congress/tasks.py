"""Table of contents of the core's tasks."""

from congress.api.tasks import tidy_api
from congress.attachments.tasks import scan_files, sweep_files
from congress.notices.tasks import deliver_notices, tidy_notices
from congress.oversight.tasks import verify_audit
from congress.people.tasks import tidy_accounts
from congress.privacy.tasks import erase_expired_data

__all__ = [
    "deliver_notices",
    "erase_expired_data",
    "scan_files",
    "sweep_files",
    "tidy_accounts",
    "tidy_api",
    "tidy_notices",
    "verify_audit",
]
