"""What the desk's pages of every concept of deputies share: a form on its own page, a workbook to take away."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from congress.attachments.export import Column, watermark, write_xlsx
from congress.models import User
from congress.people.roles import Role
from congress.web import DeskMixin, StepView


def person(request: HttpRequest) -> User:
    """The signed-in account: DeskMixin has seen to it."""
    return cast("User", request.user)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    user: User, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, at: datetime
) -> FileResponse:
    """A table as a download, marked with who took it out. Recording the export is the caller's."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(out, columns, rows, mark=watermark(user.name, at), title=title)
    out.seek(0)
    name = f"{title}-{timezone.localtime(at):%Y%m%d-%H%M}.xlsx"
    return FileResponse(out, as_attachment=True, filename=name, content_type=XLSX)


def sheet(title: str, content: bytes, *, at: datetime) -> HttpResponse:
    """A PDF as a download. Recording the export is the caller's."""
    name = f"{title}-{timezone.localtime(at):%Y%m%d-%H%M}.pdf"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def uuids_in(texts: Iterable[str]) -> list[UUID]:
    """The keys among what a form sent; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


class FormPage(DeskMixin, StepView):
    """`heading` and `send` are its words; `root` the list it belongs to; `get_back()` where 返回 leads."""

    roles = (Role.CLERK,)
    template_name = "deputies/desk/form.html"
    heading: Any = ""
    send: Any = ""
    root: tuple[Any, str] = ("", "")
    has_files = False

    def get_root(self) -> tuple[str, str]:
        """The list above."""
        return str(self.root[0]), reverse(self.root[1])

    def get_back(self) -> tuple[str, str]:
        """Label and address of the page that the form hangs on; the list itself where there is none yet."""
        return self.get_root()

    def get_success_url(self) -> str:
        return self.get_back()[1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        root, back = self.get_root(), self.get_back()
        crumbs = [root, *([back] if back != root else []), (str(self.heading), "")]
        return super().get_context_data(
            heading=self.heading,
            send=self.send,
            has_files=self.has_files,
            back=back[1],
            crumbs=crumbs,
            **kwargs,
        )
