"""What is done to files at night, and when the virus scanner is back."""

from datetime import datetime, timedelta

from django.conf import settings

from congress.attachments import scanner, storage
from congress.attachments.models import Attachment
from congress.attachments.services.publishing import quarantine, remove
from congress.attachments.states import State
from congress.errors import BadInput
from congress.people.actors import SYSTEM

_BATCH = 200


def sweep(*, at: datetime) -> int:
    """Remove rows that nobody adopted and files that no row names, when a day old; how many orphans went.

    Younger ones are left alone: their transaction or their form may still be open.
    """
    limit = at - timedelta(days=1)
    for attachment in Attachment.objects.filter(owner_type=None, uploaded_at__lt=limit):
        remove(attachment, actor=SYSTEM)
    old = [path for path in storage.all_files() if path.stat().st_mtime < limit.timestamp()]
    gone = 0
    for start in range(0, len(old), 1000):
        batch = old[start : start + 1000]
        ids = {path: storage.id_of(path) for path in batch}
        known = set(Attachment.objects.filter(pk__in=filter(None, ids.values())).values_list("pk", flat=True))
        for path, pk in ids.items():
            if pk not in known:
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def scan_waiting() -> int:
    """Ask the scanner about what it has not seen; how many were scanned. What it finds goes into quarantine."""
    if not settings.CLAMD:
        return 0
    count = 0
    for attachment in Attachment.objects.filter(state=State.UNSCANNED).order_by("uploaded_at")[:_BATCH]:
        try:
            state = scanner.verdict(storage.path_of(attachment.pk).read_bytes())
        except BadInput as found:
            quarantine(attachment, actor=SYSTEM, found=found.code)
        else:
            if state != State.CLEAN:
                # Still away: the others would only wait for it one after the other.
                break
            attachment.state = state
            attachment.save(update_fields=["state"])
        count += 1
    return count
