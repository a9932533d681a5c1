"""Use cases of files: taking in, publishing, upkeep."""

from congress.attachments.services.publishing import publish, quarantine, remove, unpublish
from congress.attachments.services.storing import Refusal, adopt, store, store_each
from congress.attachments.services.upkeep import scan_waiting, sweep

__all__ = [
    "Refusal",
    "adopt",
    "publish",
    "quarantine",
    "remove",
    "scan_waiting",
    "store",
    "store_each",
    "sweep",
    "unpublish",
]
