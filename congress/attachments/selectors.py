"""The doors to files: one for people with a right to the matter, one for everybody."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from congress.attachments.models import Attachment
from congress.attachments.rules import may_read
from congress.attachments.states import State
from congress.errors import NotFound


def get_attachment_for(user: Any, pk: UUID, *, on: date) -> Attachment:
    """A file of a matter whose policy lets the user read it; NotFound otherwise, and for files in quarantine."""
    attachment = Attachment.objects.handed_out().select_related("owner_type").filter(pk=pk).first()
    if attachment is None or not may_read(user, attachment.owner, on=on):
        raise _unknown()
    # With a scanner in the house, what it has not seen yet is for staff only.
    if settings.CLAMD and attachment.state == State.UNSCANNED and not user.is_authenticated:
        raise _unknown()
    return attachment


def get_public_attachment(pk: UUID) -> Attachment:
    """A file that was made public; NotFound for all others."""
    attachment = Attachment.objects.handed_out().filter(pk=pk, is_public=True).first()
    if attachment is None or (settings.CLAMD and attachment.state == State.UNSCANNED):
        raise _unknown()
    return attachment


def _unknown() -> NotFound:
    return NotFound("attachment_not_found", _("没有这个附件。"))
