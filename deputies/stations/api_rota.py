"""The public rota under /api/v1/rota: what was announced, and what became of it."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from deputies.stations.api import _Register
from deputies.stations.duty import announced_shifts
from deputies.stations.models import DutyShift


class ShiftOut(serializers.ModelSerializer):
    station = serializers.CharField(source="station.organisation.code")
    region = serializers.CharField(source="station.region_code")
    moved_to = serializers.DateField(source="moved_to.on", allow_null=True, default=None)
    deputies = serializers.SerializerMethodField()

    class Meta:
        model = DutyShift
        fields = (
            "id", "station", "region", "on", "starts_at", "ends_at", "state", "deputies", "note", "moved_to",
            "published_at", "changed_at",
        )  # fmt: skip

    def get_deputies(self, row: Any) -> list[dict[str, str]]:
        return [{"id": str(place.deputy.uid), "name": place.deputy.name} for place in row.places.all()]


class RotaRegister(_Register):
    serializer_class = ShiftOut

    def _day(self, field: str) -> date | None:
        text = self.given.get(field)
        if not text:
            return None
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise ValidationError({field: [_("请写成日期，例如 2026-11-23。")]})
        return day

    def get_queryset(self) -> QuerySet[DutyShift]:
        rows = announced_shifts()
        if code := self.given.get("station"):
            rows = rows.filter(station__organisation__code=code)
        if region := self.given.get("region"):
            rows = rows.filter(station__region_code__startswith=region[:12])
        if since := self._day("since"):
            rows = rows.filter(on__gte=since)
        if until := self._day("until"):
            rows = rows.filter(on__lte=until)
        return rows

    @extend_schema(
        operation_id="rota_list",
        summary="值班安排",
        parameters=[
            OpenApiParameter("station", str, description="站点代码"),
            OpenApiParameter("region", str, description="区划代码的开头，如 430524"),
            OpenApiParameter("since", date, description="从这一天起"),
            OpenApiParameter("until", date, description="到这一天止"),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
