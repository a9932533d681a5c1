"""A field for several files that keeps the rest of the form alive when one of them is bad."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from congress.attachments.checks import ACCEPT, check_size, clean_name, file_type_of
from congress.attachments.uploads import RefusedFile
from congress.errors import BadInput


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to a list of uploads (empty when none were chosen).

    What can be said before a file is read through (its kind, its size) is said here, for each bad file by name;
    the service looks into the bytes.
    """

    widget = FilesInput

    def __init__(self, *, accept: str = ACCEPT, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})
        self.widget.attrs.setdefault("accept", accept)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = [upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload]
        if not uploads and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        complaints = []
        for upload in uploads:
            try:
                if isinstance(upload, RefusedFile):
                    upload.raise_refusal()
                check_size(file_type_of(clean_name(upload.name or "")), upload.size or 0)
            except BadInput as error:
                complaints.append(f"{clean_name(upload.name or '')}：{error.message}")
        if complaints:
            raise forms.ValidationError([forms.ValidationError(words) for words in complaints])
        return uploads
