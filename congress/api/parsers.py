"""JSON bodies within bounds: the framework's own parser reads whatever comes."""

import re
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

_UNUSABLE = re.compile("[\0\ud800-\udfff]")


class BoundedJSONParser(JSONParser):
    """At most DATA_UPLOAD_MAX_MEMORY_SIZE bytes, and no deeper than Python's own stack."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request = (parser_context or {}).get("request")
        length = request.META.get("CONTENT_LENGTH") if request is not None else ""
        if str(length or 0).isdigit() and int(length or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        try:
            data = super().parse(stream, media_type, parser_context)
            is_unusable = _has_unusable(data)
        except (ParseError, RecursionError) as error:
            # The framework's own sentence quotes Python's, in English.
            raise ParseError(_("请求内容不是有效的 JSON。")) from error
        if is_unusable:
            raise ParseError(_("内容里有无法识别的字符（空字符或残缺字符），请删去后再提交。"))
        return data


def _has_unusable(data: Any) -> bool:
    """Whether any text in it has a NUL or half a character: JSON can spell both, the database and UTF-8 cannot."""
    if isinstance(data, str):
        return _UNUSABLE.search(data) is not None
    if isinstance(data, dict):
        return any(_has_unusable(name) or _has_unusable(value) for name, value in data.items())
    return isinstance(data, list) and any(_has_unusable(item) for item in data)
