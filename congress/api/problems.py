"""Errors of the API as problem documents (RFC 9457). A `type` never changes its meaning."""

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from congress.audit.context import current_origin
from congress.errors import DomainError, TooMany

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:lianxin:problem:"

TITLES = {
    400: gettext_lazy("请求有误"),
    401: gettext_lazy("身份未经确认"),
    403: gettext_lazy("没有权限"),
    404: gettext_lazy("没有找到"),
    405: gettext_lazy("不支持这种方法"),
    406: gettext_lazy("无法按要求的格式答复"),
    409: gettext_lazy("当前不能这样办理"),
    413: gettext_lazy("内容过大"),
    415: gettext_lazy("不支持这种内容格式"),
    422: gettext_lazy("填写的内容有误"),
    429: gettext_lazy("调用过于频繁"),
    500: gettext_lazy("系统出错"),
    503: gettext_lazy("系统暂时不可用"),
}


class BadCursor(exceptions.APIException):
    """The cursor is not one of ours, or belongs to another list."""

    status_code = 400
    default_code = "bad_cursor"
    default_detail = gettext_lazy("游标无效，请从第一页重新读取。")


class BadKey(exceptions.APIException):
    """The idempotency key is missing, malformed (400), or was used for another call (422)."""

    status_code = 400
    default_code = "bad_idempotency_key"
    default_detail = gettext_lazy("Idempotency-Key 须为 1 至 200 个可见的英文字符。")


def problem(
    status: int, code: str, detail: str = "", *, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The document. `code` becomes the stable end of `type`."""
    document: dict[str, Any] = {
        "type": TYPE + code.replace("_", "-"),
        "title": str(TITLES.get(status, TITLES[400 if status < 500 else 500])),
        "status": status,
    }
    if detail:
        document["detail"] = detail
    if errors:
        document["errors"] = errors
    if request_id := current_origin().request_id:
        document["instance"] = f"urn:lianxin:request:{request_id}"
    return document


def problem_response(status: int, code: str, detail: str = "") -> HttpResponse:
    """For what fails before a view of the framework is reached."""
    body = json.dumps(problem(status, code, detail), ensure_ascii=False).encode()
    return HttpResponse(body, status=status, content_type=MEDIA_TYPE)


def unknown_address(request: HttpRequest) -> HttpResponse:
    """The answer to any path under /api/ that is no endpoint."""
    return problem_response(404, "not_found", _("没有这个接口地址。"))


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response:
    """The framework's exception handler: everything becomes a problem, the unforeseen without details."""
    set_rollback()
    exc = _translated(exc)
    headers: dict[str, str] = {}
    if isinstance(exc, DomainError):
        if isinstance(exc, TooMany):
            headers["Retry-After"] = str(exc.retry_after)
        errors = (
            [{"pointer": f"#/{exc.field}", "code": exc.code, "detail": exc.message}] if exc.field else None
        )
        return _response(problem(exc.status, exc.code, exc.message, errors=errors), headers)
    if isinstance(exc, exceptions.ValidationError):
        return _response(
            problem(422, "invalid", _("请按 errors 逐项改正。"), errors=list(_errors(exc.detail))), headers
        )
    if isinstance(exc, exceptions.APIException):
        if getattr(exc, "auth_header", None):
            headers["WWW-Authenticate"] = exc.auth_header
        if getattr(exc, "wait", None):
            headers["Retry-After"] = str(int(exc.wait))
        detail = exc.detail if isinstance(exc.detail, str) else ""
        codes = exc.get_codes()
        return _response(
            problem(exc.status_code, codes if isinstance(codes, str) else "invalid", detail), headers
        )
    if isinstance(exc, OperationalError | InterfaceError):
        logger.warning("the database refused an API call", exc_info=exc)
        headers["Retry-After"] = "5"
        return _response(problem(503, "unavailable", _("请稍后再试。")), headers)
    logger.error("an API call failed", exc_info=exc)
    return _response(
        problem(500, "server_error", _("请稍后再试；如反复出现，请把 instance 告诉管理员。")), headers
    )


def _translated(exc: Exception) -> Exception:
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        too_large = exceptions.APIException(_("请求内容过大。"), code="too_large")
        too_large.status_code = 413
        return too_large
    if isinstance(exc, BadRequest | SuspiciousOperation):
        return exceptions.ParseError()
    return exc


def _response(document: dict[str, Any], headers: Mapping[str, str]) -> Response:
    return Response(document, status=document["status"], headers=dict(headers), content_type=MEDIA_TYPE)


def _errors(detail: Any, pointer: str = "#") -> Iterator[dict[str, str]]:
    """Flatten the framework's nested messages into a list with JSON pointers."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            # Messages about the whole document stand under this name.
            yield from _errors(
                inner, pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}"
            )
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _errors(inner, f"{pointer}/{index}" if nested else pointer)
    else:
        yield {
            "pointer": pointer,
            "code": getattr(detail, "code", "invalid") or "invalid",
            "detail": str(detail),
        }


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
