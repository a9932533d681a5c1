"""How a form's files arrive: counted while they come in, dropped as soon as they are too large.

A dropped file leaves a `RefusedFile` with its sentence, so the form comes back with the typed text and the
sentence stands at the file. Neither memory nor disk ever holds more than the limit of one file.
"""

import tempfile
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from congress.attachments.checks import BY_SUFFIX, too_large
from congress.attachments.limits import FILE, IMPORT
from congress.errors import BadInput

_IN_MEMORY = 1024 * 1024
# A form may send more than a matter takes; what is beyond this is not even kept for a refusal by the service.
_FILES_IN_ONE_REQUEST = 20


class RefusedFile(UploadedFile):
    """A file that was dropped on arrival. `size` is what came in; there are no bytes."""

    def __init__(self, name: str, content_type: str, size: int, code: str, refusal: str) -> None:
        super().__init__(BytesIO(), name, content_type, size)
        self.code = code
        self.refusal = refusal

    def raise_refusal(self) -> None:
        raise BadInput(self.code, self.refusal)


class BoundedUploadHandler(FileUploadHandler):
    """The one upload handler here. Signed-in people may send spreadsheets of up to 100 MB for an import."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.arrived = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.arrived += 1
        self.size = 0
        self.code = self.refusal = ""
        self.file = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed with the request
            max_size=_IN_MEMORY, dir=settings.FILE_UPLOAD_TEMP_DIR
        )
        suffix = (self.file_name or "").rpartition(".")[2].lower()
        file_type = BY_SUFFIX.get(suffix)
        self.limit = file_type.limit if file_type else FILE
        self.too_large = too_large(file_type) if file_type else _("文件太大，不能上传。")
        if suffix in {"csv", "txt", "xlsx"} and self._signed_in():
            self.limit = IMPORT
            self.too_large = _("文件超过 100 MB，请拆分后再上传。")
        if self.arrived > _FILES_IN_ONE_REQUEST:
            self._drop("too_many_files", _("一次选择的文件太多，请分几次上传。"))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.refusal:
            return
        if self.size > self.limit:
            self._drop("file_too_large", self.too_large)
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self._drop(
                "storage_full", _("服务器存储空间不足，附件暂时无法保存。请先提交文字，稍后再补传附件。")
            )

    def file_complete(self, file_size: int) -> UploadedFile:
        content_type = self.content_type or ""
        if self.refusal:
            return RefusedFile(self.file_name or "", content_type, self.size, self.code, self.refusal)
        self.file.seek(0)
        return UploadedFile(
            self.file, self.file_name, content_type, file_size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        if getattr(self, "file", None):
            self.file.close()

    def _drop(self, code: str, refusal: str) -> None:
        self.code, self.refusal = code, refusal
        self.file.close()

    def _signed_in(self) -> bool:
        return bool(getattr(getattr(self.request, "user", None), "is_authenticated", False))
