"""Table of contents of the core's models."""

from congress.attachments.models import Attachment
from congress.audit.models import AuditEvent, AuditHead
from congress.notices.models import FiredSlot, InboxMark, Notice, NoticeRead, OutboxText
from congress.people.models import Grant, PasswordRecord, RecoveryCode, SignIn, TotpDevice, User
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
    "PasswordRecord",
    "RecoveryCode",
    "Region",
    "RegionLevel",
    "SignIn",
    "TotpDevice",
    "User",
]
