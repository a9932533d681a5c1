"""The pages for what went wrong. Each says what to do next, and carries the id under which the log has it."""

import logging
import sys
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.api.problems import problem_response
from congress.errors import DomainError, NotAllowed, NotFound, TooMany
from congress.people.middleware import wants_json

logger = logging.getLogger(__name__)

TITLES = {
    400: gettext_lazy("请求有误"),
    403: gettext_lazy("没有权限"),
    404: gettext_lazy("没有找到"),
    409: gettext_lazy("情况有了变化"),
    413: gettext_lazy("内容过大"),
    429: gettext_lazy("操作过于频繁"),
    500: gettext_lazy("系统出错了"),
    503: gettext_lazy("系统暂时不可用"),
}
SENTENCES = {
    400: gettext_lazy("收到的内容无法识别。请返回上一页检查后再试。"),
    403: gettext_lazy("您没有办理该事项的权限。如有需要，请联系本单位管理员。"),
    # The same for what does not exist and what may not be seen.
    404: gettext_lazy("没有找到，或您没有查看权限。"),
    409: gettext_lazy("该事项刚被他人处理，请刷新后再试。"),
    413: gettext_lazy("提交的内容或文件过大。请减少照片或文件后再提交，文字不会丢失。"),
    429: gettext_lazy("操作过于频繁，请稍后再试。"),
    500: gettext_lazy("刚才的操作没有完成。请稍后再试；如反复出现，请把下面的编号告诉我们。"),
    503: gettext_lazy("正在恢复，请过一会儿再试。已经提交的内容不会丢失。"),
}


def error_page(
    request: HttpRequest,
    status: int,
    message: str = "",
    *,
    code: str = "",
    retry_after: int | None = None,
) -> HttpResponse:
    """A whole page with the status and a sentence; a problem document for programs."""
    sentence = message or str(SENTENCES[status])
    if wants_json(request):
        response = problem_response(status, code or HTTPStatus(status).name.lower(), sentence)
    else:
        context = {"status": status, "title": TITLES[status], "sentence": sentence, **_id_of(request)}
        response = render(request, "errors/page.html", context, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def refusal_page(request: HttpRequest, refused: DomainError) -> HttpResponse:
    """The page for a refusal that no form can show."""
    if isinstance(refused, NotFound):
        # Not its sentence: what does not exist and what may not be seen must look alike.
        return error_page(request, 404)
    retry_after = refused.retry_after if isinstance(refused, TooMany) else None
    status = refused.status if refused.status in TITLES else 400
    return error_page(request, status, refused.message, code=refused.code, retry_after=retry_after)


def _id_of(request: HttpRequest) -> dict[str, str]:
    return {"error_id": getattr(request, "request_id", "")[:12]}


# ---- Django's handlers, named in congress.urls ----


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; what was too large or too much gets its own page."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return error_page(request, 413)
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the sentence of the refusal, if it has one."""
    message = str(exception) if isinstance(exception, PermissionDenied | NotAllowed) else ""
    return error_page(request, 403, message)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, always the same sentence."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away. Needs neither database nor session; at worst it is plain text."""
    cause = sys.exc_info()[1]
    status = 503 if isinstance(cause, OperationalError | InterfaceError) else 500
    if wants_json(request):
        response = problem_response(status, "unavailable" if status == 503 else "server_error")
    else:
        response = HttpResponse(_bare_page(status, _id_of(request)), status=status)
    if status == 503:
        response["Retry-After"] = "30"
    return response


def _bare_page(status: int, context: dict[str, Any]) -> str:
    context = {**context, "status": status, "title": TITLES[status], "sentence": SENTENCES[status]}
    try:
        return render_to_string("errors/bare.html", context)
    except Exception:
        # The page about the fault must not become the next fault.
        logger.exception("the error page itself failed")
        return f"{context['title']}。{context['sentence']} {context['error_id']}"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session or came from elsewhere. Going back keeps what was typed."""
    logger.warning("form refused: %s", reason)
    sentence = _("这个页面打开太久，已经失效，内容还没有提交。请按浏览器的返回键，刷新页面后再提交。")
    return error_page(request, 403, sentence, code="csrf")
