"""The field log under /api/v1/field-log: authorised systems read the logbooks and bring entries, as phones do."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_aware, localdate, now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from congress.api.idempotency import HEADER, IdempotencyMixin
from congress.api.scopes import Scope
from deputies.logbooks.kinds import WRITTEN
from deputies.logbooks.models import LogEntry
from deputies.logbooks.selectors import entries_for
from deputies.logbooks.states import Attendance, EntryState, Kind, Source, Way
from deputies.logbooks.sync import MOST_ITEMS, SCHEMA, take_in

IDEMPOTENT = OpenApiParameter(
    HEADER, str, OpenApiParameter.HEADER, required=True, description="同一次调用重发时用同一个值"
)
_FILTERS = [
    OpenApiParameter("kind", str, description="哪一本台账", enum=Kind.values),
    OpenApiParameter("state", str, description="状态代码", enum=EntryState.values),
    OpenApiParameter("station", str, description="站点代码"),
    OpenApiParameter("since", date, description="发生在这一天以后（含当天）"),
    OpenApiParameter("until", date, description="发生在这一天以前（含当天）"),
    OpenApiParameter("updated_since", datetime, description="只要此刻之后有变化的，ISO 8601，须带时区"),
]


class PartOut(serializers.Serializer):
    """A deputy at it."""

    id = serializers.UUIDField(source="deputy.uid")
    name = serializers.CharField(source="deputy.name")
    attendance = serializers.ChoiceField(choices=Attendance.choices)


class VoiceOut(serializers.Serializer):
    """What a voter said, without who it was."""

    id = serializers.UUIDField(source="uid")
    said = serializers.CharField()
    category = serializers.CharField()
    way = serializers.ChoiceField(choices=Way.choices)
    on_spot_reply = serializers.CharField()
    suggestion = serializers.CharField(source="matter_number", help_text="转为意见建议的编号")


class LogEntryOut(serializers.ModelSerializer):
    """An entry of a logbook."""

    id = serializers.UUIDField(source="uid")
    station = serializers.CharField(source="station.organisation.code", allow_null=True, default=None)
    region = serializers.CharField(source="region_code")
    deputies = PartOut(many=True)
    voices = VoiceOut(many=True)
    source = serializers.ChoiceField(choices=Source.choices)

    class Meta:
        model = LogEntry
        fields = (
            "id", "kind", "subkind", "station", "region", "title", "place", "happened_on", "starts_at", "ends_at",
            "content", "details", "hours", "people", "deputies", "voices", "source", "is_late", "state", "made_at",
            "received_at", "updated_at",
        )  # fmt: skip


class ItemIn(serializers.Serializer):
    """One entry. `uid` is made by the sender: sent again, it is the same entry."""

    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=[(code, book.label) for code, book in WRITTEN.items()])
    made_at = serializers.DateTimeField(help_text="记下的时间，须带时区")
    data = serializers.DictField(
        help_text="字段同手机表单：station、region、subkind、title、place、happened_on、starts_at、ends_at、content、"
        "details、hours、people、deputies（代表标识的数组）、voices、late_reason"
    )


class FieldLogIn(serializers.Serializer):
    schema = serializers.IntegerField(min_value=1, max_value=SCHEMA, default=SCHEMA)
    entries = ItemIn(many=True, min_length=1, max_length=MOST_ITEMS)


class ItemOut(serializers.Serializer):
    """What became of one entry; the others are not touched by a refused one."""

    uid = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["created", "known", "refused"])
    message = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
    field = serializers.CharField(required=False)
    numbers = serializers.DictField(required=False, help_text="转出的意见建议编号")
    refused_voices = serializers.DictField(required=False)


class FieldLogOut(serializers.Serializer):
    results = ItemOut(many=True)


def _day(given: Any, field: str) -> date | None:
    text = given.get(field)
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError({field: [_("请写成日期，例如 2026-11-23。")]})
    return day


def _moment(given: Any, field: str) -> datetime | None:
    # A plus sign in an address means a blank.
    text = given.get(field, "").replace(" ", "+")
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or not is_aware(moment):
        raise ValidationError({field: [_("请写成带时区的时间，例如 2026-11-23T08:00:00+08:00。")]})
    return moment


class FieldLog(IdempotencyMixin, ListAPIView):
    """The logbooks' entries that the token's account may see; and the way in for more."""

    key_required = True
    required_scopes = {"GET": [Scope.FIELD_LOG_READ], "POST": [Scope.FIELD_LOG_WRITE]}
    serializer_class = LogEntryOut
    # Oldest change first: a partner that polls misses nothing.
    cursor_ordering = ("updated_at", "pk")

    def get_queryset(self) -> QuerySet[LogEntry]:
        given = self.request.query_params
        rows = entries_for(self.request.user, on=localdate())
        for name, choices in (("kind", Kind.values), ("state", EntryState.values)):
            if value := given.get(name):
                if value not in choices:
                    raise ValidationError({name: [_("没有这个代码。")]})
                rows = rows.filter(**{name: value})
        if station := given.get("station"):
            rows = rows.filter(station__organisation__code=station)
        if since := _day(given, "since"):
            rows = rows.filter(happened_on__gte=since)
        if until := _day(given, "until"):
            rows = rows.filter(happened_on__lte=until)
        if moment := _moment(given, "updated_since"):
            rows = rows.filter(updated_at__gt=moment)
        return rows.prefetch_related("deputies__deputy", "voices")

    @extend_schema(operation_id="field_log_list", summary="履职台账记录", parameters=_FILTERS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="field_log_submit",
        summary="提交履职记录",
        parameters=[IDEMPOTENT],
        request=FieldLogIn,
        responses=FieldLogOut,
    )
    def post(self, request: Request) -> Response:
        incoming = FieldLogIn(data=request.data)
        incoming.is_valid(raise_exception=True)
        results = take_in(
            request.data["entries"], user=request.user, at=now(), schema=incoming.validated_data["schema"]
        )
        return Response({"results": [result.as_json() for result in results]})
