"""Making files public, taking them back, taking them away. Each is an event of the work log."""

from django.db import transaction
from django.utils.translation import gettext as _

from congress.attachments import storage
from congress.attachments.models import Attachment
from congress.attachments.states import Kind, State
from congress.audit.services import record
from congress.errors import WrongState
from congress.people.actors import Actor


@transaction.atomic
def publish(attachment: Attachment, *, actor: Actor) -> None:
    """Put a copy into the public tree. A file in quarantine is refused."""
    if attachment.state == State.QUARANTINE:
        raise WrongState("file_in_quarantine", _("该附件已被隔离，不能公开。"))
    storage.copy_to_public(attachment.pk)
    if attachment.kind == Kind.IMAGE:
        storage.copy_to_public(attachment.pk, thumbnail=True)
    attachment.is_public = True
    attachment.save(update_fields=["is_public"])
    record("congress.attachment.published", attachment, actor=actor, sha256=attachment.sha256)


@transaction.atomic
def unpublish(attachment: Attachment, *, actor: Actor) -> None:
    """Take the public copy away; at once in the database, on disk when the transaction is through."""
    attachment.is_public = False
    attachment.save(update_fields=["is_public"])
    record("congress.attachment.unpublished", attachment, actor=actor)
    pk = attachment.pk
    transaction.on_commit(lambda: storage.remove(pk, trees=(storage.PUBLIC,)))


@transaction.atomic
def remove(attachment: Attachment, *, actor: Actor) -> None:
    """Delete the row, and the bytes when the transaction is through."""
    pk = attachment.pk
    record("congress.attachment.removed", attachment, actor=actor, sha256=attachment.sha256)
    attachment.delete()
    transaction.on_commit(lambda: storage.remove(pk))


@transaction.atomic
def quarantine(attachment: Attachment, *, actor: Actor, found: str) -> None:
    """Lock the file away: the virus scanner found something after it had been taken in."""
    attachment.state, attachment.is_public = State.QUARANTINE, False
    attachment.save(update_fields=["state", "is_public"])
    record("congress.attachment.quarantined", attachment, actor=actor, found=found)
    pk = attachment.pk
    transaction.on_commit(lambda: storage.remove(pk, trees=(storage.PUBLIC,)))
