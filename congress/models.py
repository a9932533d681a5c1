"""Table of contents of the core's models."""

from congress.attachments.models import Attachment
from congress.audit.models import AuditEvent, AuditHead
from congress.notices.models import FiredSlot, InboxMark, Notice, NoticeRead, OutboxText
from congress.people.models import Grant, User
from congress.regions.models import Organisation, OrganisationKind, Region, RegionLevel

__all__ = [
    "Attachment",
    "AuditEvent",
    "AuditHead",
    "FiredSlot",
    "Grant",
    "InboxMark",
    "Notice",
    "NoticeRead",
    "Organisation",
    "OrganisationKind",
    "OutboxText",
    "Region",
    "RegionLevel",
    "User",
]
