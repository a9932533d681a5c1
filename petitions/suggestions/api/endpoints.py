"""The addresses under /api/v1/ that concern suggestions."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localdate
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from congress.api.cursor import KeyCursor
from congress.api.idempotency import HEADER, IdempotencyMixin
from congress.api.scopes import Scope
from petitions.suggestions.api.documents import (
    CategoryOut,
    EntryOut,
    PublishedOut,
    ReceiptOut,
    SuggestionIn,
    SuggestionOut,
    published_row,
    step_documents,
)
from petitions.suggestions.api.listing import as_documents, page_as_json
from petitions.suggestions.entrances import ENTRANCES, take_step
from petitions.suggestions.models import Category, Entry, Suggestion
from petitions.suggestions.selectors import get_suggestion_for, published_suggestions, suggestions_for
from petitions.suggestions.services.submit import submit_suggestion
from petitions.suggestions.states import Channel, State

_FILTERS = [
    OpenApiParameter("state", str, description="状态代码", enum=State.values),
    OpenApiParameter("county", str, description="县级区划代码，六位"),
    OpenApiParameter("category", str, description="类别代码，两位或四位"),
    OpenApiParameter("lead", str, description="主办单位代码"),
    OpenApiParameter("channel", str, description="来源", enum=Channel.values),
    OpenApiParameter("updated_since", str, description="只要此刻之后有变化的，ISO 8601，须带时区"),
]
_IDEMPOTENT = OpenApiParameter(
    HEADER, str, OpenApiParameter.HEADER, required=True, description="同一次调用重发时用同一个值"
)


def _moment(text: str) -> Any:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or not is_aware(moment):
        raise ValidationError({"updated_since": [_("请写成带时区的时间，例如 2026-11-23T08:00:00+08:00。")]})
    return moment


def _conditions(query: Any) -> Q:
    """The list's filters. A value that names nothing finds nothing; one of the wrong kind is refused."""
    condition = Q()
    if state := query.get("state"):
        if state not in State.values:
            raise ValidationError({"state": [_("没有这个状态。")]})
        condition &= Q(state=state)
    if channel := query.get("channel"):
        if channel not in Channel.values:
            raise ValidationError({"channel": [_("没有这个来源。")]})
        condition &= Q(channel=channel)
    if county := query.get("county"):
        condition &= Q(county_code=county)
    if category := query.get("category"):
        condition &= Q(category__code__startswith=category)
    if lead := query.get("lead"):
        condition &= Q(lead__code=lead)
    if since := query.get("updated_since"):
        condition &= Q(updated_at__gt=_moment(since))
    return condition


class _ChangesCursor(KeyCursor):
    """Oldest change first, so that a partner that polls misses nothing."""

    def page(self, rows: QuerySet[Suggestion], request: Request) -> tuple[str, str | None]:
        """The page as JSON text, and the address of the next one."""
        self.request = request
        self.fields = ("updated_at", "id")
        limit = self._limit(request)
        if text := request.query_params.get(self.cursor_parameter, ""):
            rows = rows.filter(self._after(self._read(text, Suggestion)))
        body, keys = page_as_json(rows.order_by(*self.fields), limit=limit)
        self.next_cursor = None
        if len(keys) > limit:
            moment, pk = keys[limit - 1]
            self.next_cursor = self._write(Suggestion(updated_at=moment, pk=pk))
        return body, self._next_address()


class SuggestionList(IdempotencyMixin, APIView):
    """Take in a suggestion; list what the token's account may see."""

    key_required = True
    required_scopes = {
        "GET": [Scope.SUGGESTIONS_READ],
        "POST": [Scope.SUGGESTIONS_WRITE],
    }
    pagination_class = KeyCursor

    @extend_schema(
        operation_id="suggestions_list",
        summary="群众意见建议列表",
        parameters=_FILTERS,
        responses=SuggestionOut(many=True),
        filters=True,
    )
    def get(self, request: Request) -> HttpResponse:
        rows = suggestions_for(request.user, on=localdate()).filter(_conditions(request.query_params))
        body, following = _ChangesCursor().page(rows, request)
        after = f'"{following}"' if following else "null"
        return HttpResponse(f'{{"results":{body},"next":{after}}}', content_type="application/json")

    @extend_schema(
        operation_id="suggestions_submit",
        summary="提交群众意见建议",
        parameters=[_IDEMPOTENT],
        request=SuggestionIn,
        responses={201: ReceiptOut},
    )
    def post(self, request: Request) -> Response:
        incoming = SuggestionIn(data=request.data)
        incoming.is_valid(raise_exception=True)
        # The partner's key makes the same citizen's code again when an answer was lost.
        client_uuid = uuid5(NAMESPACE_URL, f"{request.user.pk}:{request.headers[HEADER]}")
        receipt = submit_suggestion(
            incoming.intake(), actor=request.user, on=localdate(), client_uuid=client_uuid
        )
        matter = receipt.suggestion
        return Response(
            {"number": matter.number, "code": receipt.code, "state": matter.state, "due_on": matter.due_on},
            status=201,
            headers={"Location": f"{request.path.rstrip('/')}/{matter.number}"},
        )


class SuggestionDetail(APIView):
    required_scopes = [Scope.SUGGESTIONS_READ]

    @extend_schema(operation_id="suggestions_read", summary="一件群众意见建议", responses=SuggestionOut)
    def get(self, request: Request, number: str) -> Response:
        on = localdate()
        matter = get_suggestion_for(request.user, number, on=on)
        row = as_documents(Suggestion.objects.filter(pk=matter.pk)).get()
        return Response(SuggestionOut({**row, **_renamed(row)}).data)


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "category": row["category_code"],
        "region": row["region_code"],
        "lead": row["lead_code"],
        "due_on": row["due"],
    }


class SuggestionTimeline(ListAPIView):
    required_scopes = [Scope.SUGGESTIONS_READ]
    serializer_class = EntryOut
    cursor_ordering = ("id",)

    def get_queryset(self) -> QuerySet[Entry]:
        if getattr(self, "swagger_fake_view", False):
            return Entry.objects.none()
        return get_suggestion_for(self.request.user, self.kwargs["number"], on=localdate()).entries.all()

    @extend_schema(operation_id="suggestions_timeline", summary="流转记录")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class SuggestionStep(IdempotencyMixin, APIView):
    """Take a step of the flow: what the desk's form does, for a handler's own system."""

    key_required = True
    required_scopes = [Scope.SUGGESTIONS_HANDLE]

    @extend_schema(
        operation_id="suggestions_step",
        summary="办理一步",
        parameters=[
            _IDEMPOTENT,
            OpenApiParameter("step", str, OpenApiParameter.PATH, enum=sorted(ENTRANCES)),
        ],
        request=PolymorphicProxySerializer(
            "SuggestionStepBody", list(step_documents().values()), resource_type_field_name=None
        ),
        responses=SuggestionOut,
    )
    def post(self, request: Request, number: str, step: str) -> Response:
        if step not in ENTRANCES:
            raise NotFound
        on = localdate()
        matter = get_suggestion_for(request.user, number, on=on)
        fields = ENTRANCES[step].form(suggestion=matter).fields
        form = ENTRANCES[step].form(_as_form_data(request.data, fields), suggestion=matter)
        if not form.is_valid():
            raise ValidationError(_messages(form))
        done = take_step(step, matter, form.cleaned_data, actor=request.user, on=on)
        row = as_documents(Suggestion.objects.filter(pk=done.pk)).get()
        return Response(SuggestionOut({**row, **_renamed(row)}).data)


def _as_form_data(data: Any, fields: Mapping[str, forms.Field]) -> dict[str, Any]:
    """What a browser would have sent: texts, and lists of them where several may be chosen."""
    if not isinstance(data, dict):
        raise ValidationError([_("请提交一个 JSON 对象。")])
    unknown = sorted(set(data) - set(fields))
    if unknown:
        raise ValidationError({name: [_("没有这个字段。")] for name in unknown})
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    sent: dict[str, Any] = {}
    for name, value in data.items():
        values = value if isinstance(value, list) and isinstance(fields[name], several) else [value]
        if any(isinstance(item, list | dict) for item in values):
            raise ValidationError({name: [_("格式不对。")]})
        texts = ["" if item is None else str(item) for item in values]
        sent[name] = texts if values is value else texts[0]
    return sent


def _messages(form: forms.Form) -> dict[str, list[str]]:
    return {
        ("non_field_errors" if name == "__all__" else name): [str(message) for message in messages]
        for name, messages in form.errors.items()
    }


class PublishedList(ListAPIView):
    """Published cases, newest first. No token is needed."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    serializer_class = PublishedOut
    cursor_ordering = ("-published_at", "-id")

    def get_queryset(self) -> QuerySet[Suggestion]:
        query = self.request.query_params if self.request else {}
        rows = published_suggestions()
        if county := query.get("county"):
            rows = rows.filter(county_code=county)
        if category := query.get("category"):
            rows = rows.filter(category__code__startswith=category)
        return rows

    def get_serializer(self, rows: Any = None, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("many"):
            rows = [published_row(row) for row in rows]
        return super().get_serializer(rows, *args, **kwargs)

    @extend_schema(
        operation_id="published_list",
        summary="办理公开",
        parameters=[
            OpenApiParameter("county", str, description="县级区划代码，六位"),
            OpenApiParameter("category", str, description="类别代码，两位或四位"),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class PublishedDetail(APIView):
    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(operation_id="published_read", summary="一件公开的办理情况", responses=PublishedOut)
    def get(self, request: Request, number: str) -> Response:
        found = published_suggestions().filter(number=number).first()
        if found is None:
            raise NotFound
        return Response(PublishedOut(published_row(found)).data)


class CategoryList(ListAPIView):
    """The register of categories; it fits on two pages."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    serializer_class = CategoryOut
    cursor_ordering = ("code",)
    queryset = Category.objects.filter(is_active=True)

    @extend_schema(operation_id="categories_list", summary="事项类别")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
