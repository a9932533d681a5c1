"""A deputy's photo: public only as long as the deputy agrees."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from congress.attachments.services import publish, store, unpublish
from congress.attachments.services import remove as remove_file
from congress.attachments.states import Kind
from congress.audit.services import record
from congress.errors import BadInput
from congress.people.actors import Actor
from deputies.roster.models import Deputy
from deputies.roster.services.persons import require_visible


@transaction.atomic
def set_photo(
    deputy: Deputy, *, upload: UploadedFile | None, is_published: bool, actor: Actor, on: date
) -> Deputy:
    """Keep a new photo (the old one goes), or only change whether the public sees it."""
    deputy = (
        Deputy.objects.select_for_update(no_key=True, of=("self",)).select_related("photo").get(pk=deputy.pk)
    )
    require_visible(deputy, actor=actor, on=on)
    old = deputy.photo
    if upload is not None:
        photo = store(upload, owner=deputy, actor=actor, on=on, caption=deputy.name)
        if photo.kind != Kind.IMAGE:
            raise BadInput("no_picture", _("请选择一张照片（jpg、png 或 webp）。"), field="photo")
        deputy.photo = photo
    deputy.publish_photo = is_published
    deputy.version += 1
    deputy.save(update_fields=["photo", "publish_photo", "version", "updated_at"])
    if upload is not None and old is not None:
        remove_file(old, actor=actor)
    show_photo(deputy, actor=actor)
    record(
        "deputies.deputy.photo_set", deputy, actor=actor, is_new=upload is not None, is_public=is_published
    )
    return deputy


def show_photo(deputy: Deputy, *, actor: Actor) -> None:
    """Bring the public copy in line with the consent."""
    photo = deputy.photo
    if photo is None or photo.is_public == deputy.publish_photo:
        return
    (publish if deputy.publish_photo else unpublish)(photo, actor=actor)
