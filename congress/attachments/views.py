"""Handing files out. Bytes that strangers sent must never run in our pages: see `_answer`."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views import View

from congress.attachments import storage
from congress.attachments.models import Attachment
from congress.attachments.selectors import get_attachment_for, get_public_attachment
from congress.errors import NotFound

# A public file that was taken back is gone everywhere after a minute.
_PUBLIC_CACHE = "public, max-age=60"
_PRIVATE_CACHE = "private, no-store"


class AttachmentView(View):
    """A file, or its thumbnail, for somebody whom the owner's policy lets read it. Everybody else gets 404."""

    thumbnail = False
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: UUID, **_kwargs: Any) -> HttpResponse:
        try:
            attachment = get_attachment_for(request.user, pk, on=localdate())
        except NotFound as error:
            raise Http404(error.message) from error
        return file_answer(attachment, thumbnail=self.thumbnail)


class PublicFileView(View):
    """The public copy of a file, for everybody."""

    thumbnail = False
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            attachment = get_public_attachment(pk)
        except NotFound as error:
            raise Http404(error.message) from error
        return file_answer(attachment, thumbnail=self.thumbnail, public=True)


def file_answer(attachment: Attachment, *, thumbnail: bool = False, public: bool = False) -> HttpResponse:
    """The answer with the bytes. The caller has asked whether this person may have them.

    Only pictures, which were encoded anew here, open in the browser; everything else is saved. A sandbox without any
    right and a fixed type keep a browser from running what it is given.
    """
    if thumbnail and not attachment.is_image:
        raise Http404
    path = storage.path_of(
        attachment.pk, tree=storage.PUBLIC if public else storage.PRIVATE, thumbnail=thumbnail
    )
    answer = _bytes_of(path)
    answer["Content-Type"] = "image/webp" if thumbnail else attachment.content_type
    if attachment.content_type.startswith("text/"):
        # The browser must not guess: a guess may be UTF-7.
        answer["Content-Type"] = "application/octet-stream"
    disposition = content_disposition_header(not attachment.is_image, attachment.original_name)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = _PUBLIC_CACHE if public else _PRIVATE_CACHE
    return answer


def _bytes_of(path: Path) -> HttpResponse | FileResponse:
    """The file itself, or the header that makes nginx send it."""
    if settings.MEDIA_ACCEL_PREFIX:
        if not path.is_file():
            raise Http404
        inside = path.relative_to(settings.MEDIA_ROOT)
        return HttpResponse(
            headers={"X-Accel-Redirect": f"{settings.MEDIA_ACCEL_PREFIX.rstrip('/')}/{inside}"}
        )
    try:
        return FileResponse(path.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
