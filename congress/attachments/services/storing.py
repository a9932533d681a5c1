"""Taking files in."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, cast
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Count, Model, Q, Sum
from django.utils.translation import gettext as _

from congress.attachments import scanner, storage
from congress.attachments.checks import FileType, check_content, check_size, clean_name, file_type_of
from congress.attachments.images import reencode
from congress.attachments.limits import FILES_EACH, IMAGES_EACH, MB, TOTAL_EACH
from congress.attachments.models import Attachment
from congress.attachments.services.publishing import publish
from congress.attachments.states import Kind, State
from congress.attachments.uploads import RefusedFile
from congress.errors import BadInput, WrongState
from congress.people.actors import Actor
from congress.people.models import User


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken, and why, for the person at the form."""

    name: str
    code: str
    message: str


def store(
    upload: UploadedFile,
    *,
    owner: Model | None,
    actor: Actor,
    on: date,
    public: bool = False,
    caption: str = "",
) -> Attachment:
    """Check a file, keep it, and name it in the database. BadInput with a sentence for every refusal.

    `owner` None keeps it as nobody's until `adopt`; such a file is swept away after a day. If the transaction
    fails later, the bytes are orphans and the same sweep removes them.
    """
    name = clean_name(upload.name or "")
    if isinstance(upload, RefusedFile):
        upload.raise_refusal()
    file_type = file_type_of(name)
    check_size(file_type, upload.size or 0)
    if file_type.kind == Kind.VIDEO and not isinstance(actor, User):
        raise BadInput("file_type", _("视频请交工作人员代为上传，或改传图片。"))
    file = cast("BinaryIO", upload.file)
    check_content(file, file_type)
    attachment = Attachment(
        id=uuid4(),
        kind=file_type.kind,
        original_name=name,
        caption=caption.replace("\0", "").strip()[:200],
        content_type=file_type.content_type,
        uploaded_by=actor if isinstance(actor, User) else None,
        uploaded_on=on,
    )
    with transaction.atomic():
        if owner is not None:
            _require_room(owner, file_type, upload.size or 0)
            _give_to(attachment, owner)
        _keep(attachment, file)
        attachment.save(force_insert=True)
        if public:
            publish(attachment, actor=actor)
    return attachment


def store_each(
    uploads: Iterable[UploadedFile], *, owner: Model | None, actor: Actor, on: date
) -> tuple[list[Attachment], list[Refusal]]:
    """Keep those that can be kept and say why the others cannot; one bad file never costs the form."""
    kept: list[Attachment] = []
    refused: list[Refusal] = []
    for upload in uploads:
        try:
            kept.append(store(upload, owner=owner, actor=actor, on=on))
        except BadInput as error:
            refused.append(Refusal(clean_name(upload.name or ""), error.code, error.message))
    return kept, refused


@transaction.atomic
def adopt(attachments: Iterable[Attachment], *, owner: Model) -> None:
    """Give files that were stored without an owner (while a form was being filled in) to their matter."""
    for attachment in attachments:
        locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if locked.owner_type_id is not None:
            raise WrongState("file_has_owner", _("该附件已属于其他事项。"))
        _require_room(owner, file_type_of(locked.original_name), locked.size)
        _give_to(locked, owner)
        locked.save(update_fields=["owner_type", "owner_id"])
        _give_to(attachment, owner)


def _keep(attachment: Attachment, file: BinaryIO) -> None:
    """Write the bytes (a picture's new ones) and fill in what describes them."""
    if attachment.kind == Kind.IMAGE:
        picture = reencode(file, attachment.content_type)
        content = picture.content
        attachment.width, attachment.height = picture.width, picture.height
        # Nothing of the uploaded bytes is left in a re-encoded picture.
        attachment.state = State.CLEAN
        storage.write(attachment.pk, picture.thumbnail, thumbnail=True)
    else:
        content = file.read()
        attachment.state = scanner.verdict(content)
    attachment.size = len(content)
    attachment.sha256 = hashlib.sha256(content).hexdigest()
    storage.write(attachment.pk, content)


def _give_to(attachment: Attachment, owner: Model) -> None:
    attachment.owner_type = ContentType.objects.get_for_model(owner)
    attachment.owner_id = str(owner.pk)


def _require_room(owner: Model, file_type: FileType, size: int) -> None:
    """At most 9 pictures, 10 files and 60 MB for one matter; two uploads at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"{owner._meta.label}:{owner.pk}"]
        )
    have = Attachment.objects.of(owner).aggregate(
        files=Count("pk"), pictures=Count("pk", filter=Q(kind=Kind.IMAGE)), total=Sum("size", default=0)
    )
    if have["files"] >= FILES_EACH:
        raise BadInput("too_many_files", _("每件事项最多 %(limit)d 个附件。") % {"limit": FILES_EACH})
    if file_type.kind == Kind.IMAGE and have["pictures"] >= IMAGES_EACH:
        raise BadInput("too_many_images", _("每件事项最多 %(limit)d 张图片。") % {"limit": IMAGES_EACH})
    if have["total"] + size > TOTAL_EACH:
        raise BadInput(
            "files_too_large", _("每件事项的附件合计不能超过 %(limit)d MB。") % {"limit": TOTAL_EACH // MB}
        )
