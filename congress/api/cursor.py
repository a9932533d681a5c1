"""Cursor pagination by key: page 1,000 costs what page 1 costs, and new rows shift nothing."""

from datetime import datetime
from typing import Any

from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from congress.api.problems import BadCursor


class BadLimit(APIException):
    status_code = 400
    default_code = "bad_limit"
    default_detail = _("limit 须为 1 至 100 的整数。")


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        # Django cuts moments to milliseconds, and the page would repeat its last row.
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class _Serializer(signing.JSONSerializer):
    """Dates and ids in the cursor, too."""

    def dumps(self, obj: Any) -> bytes:
        return _Encoder(separators=(",", ":")).encode(obj).encode("latin-1")


class KeyCursor(BasePagination):
    """Answers `{"results": […], "next": address or null}`. `cursor_ordering` ends with a unique field.

    The fields of the ordering must not be NULL. The cursor is signed and bound to the ordering.
    """

    default_limit = 50
    longest = 100
    cursor_parameter = "cursor"
    limit_parameter = "limit"
    ordering: tuple[str, ...] = ("-pk",)

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        self.request = request
        self.fields = tuple(getattr(view, "cursor_ordering", self.ordering))
        limit = self._limit(request)
        text = request.query_params.get(self.cursor_parameter, "")
        if text:
            queryset = queryset.filter(self._after(self._read(text, queryset.model)))
        rows = list(queryset.order_by(*self.fields)[: limit + 1])
        self.next_cursor = self._write(rows[limit - 1]) if len(rows) > limit else None
        return rows[:limit]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": self._next_address()})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": str(_("下一页的地址，最后一页为空")),
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": self.cursor_parameter,
                "in": "query",
                "required": False,
                "description": str(_("上一页 next 里的游标")),
                "schema": {"type": "string"},
            },
            {
                "name": self.limit_parameter,
                "in": "query",
                "required": False,
                "description": str(_("每页条数")),
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": self.longest,
                    "default": self.default_limit,
                },
            },
        ]

    def _limit(self, request: Request) -> int:
        text = request.query_params.get(self.limit_parameter, "")
        if not text:
            return self.default_limit
        if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= self.longest):
            raise BadLimit
        return int(text)

    @property
    def _salt(self) -> str:
        return "congress.api.cursor:" + ",".join(self.fields)

    def _write(self, row: Model) -> str:
        values = [getattr(row, field.lstrip("-")) for field in self.fields]
        return signing.dumps(values, salt=self._salt, serializer=_Serializer)

    def _read(self, text: str, model: type[Model]) -> list[Any]:
        try:
            values = signing.loads(text, salt=self._salt, serializer=_Serializer)
            return [
                self._field(model, name).to_python(value)
                for name, value in zip(self.fields, values, strict=True)
            ]
        except (signing.BadSignature, ValueError, TypeError, ValidationError, FieldDoesNotExist) as error:
            raise BadCursor from error

    @staticmethod
    def _field(model: type[Model], name: str) -> Any:
        plain = name.lstrip("-")
        return model._meta.pk if plain == "pk" else model._meta.get_field(plain)

    def _after(self, values: list[Any]) -> Q:
        """Rows behind these values in the ordering."""
        behind, same = Q(), Q()
        for name, value in zip(self.fields, values, strict=True):
            plain, compare = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
            behind |= same & Q(**{f"{plain}__{compare}": value})
            same &= Q(**{plain: value})
        first = self.fields[0]
        # Says the same once more in a form that the index of the first field can use.
        bound = Q(**{f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": values[0]})
        return bound & behind

    def _next_address(self) -> str | None:
        if self.next_cursor is None:
            return None
        address = self.request.build_absolute_uri()
        return replace_query_param(force_str(address), self.cursor_parameter, self.next_cursor)
