"""What no form may contain: NUL characters, which PostgreSQL refuses with an error that nobody at a screen understands."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from congress.web.errors import error_page

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class RefuseNul:
    """400 with a sentence for a NUL in path, query or form. Stands last: the form is read with the user known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """After the CSRF check, which has read the form already."""
        if "\0" in request.path or _has_nul(request.GET):
            return self._refuse(request)
        if request.method == "POST" and request.content_type in _FORMS:
            names = [*request.FILES, *(file.name or "" for file in request.FILES.values())]
            if _has_nul(request.POST) or any("\0" in name for name in names):
                return self._refuse(request)
        return None

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        return error_page(
            request,
            400,
            _("内容里有无法识别的字符（空字符）。请返回上一页，删去从别处粘贴的特殊字符后再提交。"),
            code="nul_character",
        )


def _has_nul(data: QueryDict) -> bool:
    return any("\0" in name or any("\0" in value for value in values) for name, values in data.lists())
