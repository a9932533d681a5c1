"""Table of contents of the core's models."""

from congress.api.models import ApiClient, IdempotencyKey
from congress.attachments.models import Attachment
from congress.audit.models import AuditEvent, AuditHead
from congress.editions.models import Edition
from congress.limits.models import Counter
from congress.notices.models import FiredSlot, InboxMark, Notice, NoticeRead, OutboxText
from congress.people.models import Grant, PasswordRecord, RecoveryCode, SignIn, TotpDevice, User
from congress.privacy.models import ConsentNotice, PhoneCode, Retention, Reveal
from congress.regions.models import Organisation, OrganisationKind, Region, RegionLevel, RegionMap
from congress.workdays.models import CalendarYear, DeadlineRule, RuleChange, SpecialDay

__all__ = [
    "ApiClient",
    "Attachment",
    "AuditEvent",
    "AuditHead",
    "CalendarYear",
    "ConsentNotice",
    "Counter",
    "DeadlineRule",
    "Edition",
    "FiredSlot",
    "Grant",
    "IdempotencyKey",
    "InboxMark",
    "Notice",
    "NoticeRead",
    "Organisation",
    "OrganisationKind",
    "OutboxText",
    "PasswordRecord",
    "PhoneCode",
    "RecoveryCode",
    "Region",
    "RegionLevel",
    "RegionMap",
    "Retention",
    "Reveal",
    "RuleChange",
    "SignIn",
    "SpecialDay",
    "TotpDevice",
    "User",
]
