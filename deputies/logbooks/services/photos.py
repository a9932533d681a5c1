"""Photos come one by one after their entry: a weak signal carries the words first."""

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.attachments.services import store
from congress.audit.services import record
from congress.errors import BadInput, NotAllowed
from congress.models import User
from deputies.logbooks.models import EntryPhoto, LogEntry
from deputies.logbooks.rules import require_unlocked, roles_on


def add_photo(
    entry: LogEntry, upload: UploadedFile, *, uid: UUID, actor: User, at: datetime
) -> tuple[EntryPhoto, bool]:
    """Keep a photo of an entry; the same `uid` again gives the first one. Whether it is new comes back, too.

    Raises BadInput for what is no picture or too much, NotAllowed for somebody else's entry.
    """
    on = localdate(at)
    known = EntryPhoto.objects.filter(uid=uid, entry=entry).first()
    if known is not None:
        return known, False
    if entry.recorded_by_id != actor.pk and not roles_on(actor, entry, on=on) & {"clerk", "station_officer"}:
        raise NotAllowed("not_allowed", _("只能给自己登记的记录加照片。"))
    require_unlocked(entry.station, entry.happened_on.year)
    try:
        with transaction.atomic():
            attachment = store(upload, owner=entry, actor=actor, on=on)
            photo = EntryPhoto.objects.create(uid=uid, entry=entry, attachment=attachment)
            record("deputies.entry.photo_added", entry, actor=actor, photo=str(uid))
            return photo, True
    except IntegrityError:
        # The same photo on two connections: the first one's stays, the second's bytes are swept away.
        known = EntryPhoto.objects.filter(uid=uid, entry=entry).first()
        if known is None:
            raise BadInput(
                "key_taken", _("这张照片的编号已被使用，请重新选择照片。"), field="photo"
            ) from None
        return known, False
