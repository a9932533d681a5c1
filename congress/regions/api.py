"""The public registers of divisions and organisations."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from congress.regions.models import Organisation, Region


class RegionOut(serializers.ModelSerializer):
    parent = serializers.CharField(source="parent_id", allow_null=True)

    class Meta:
        model = Region
        fields = ("code", "name", "level", "parent")


class OrganisationOut(serializers.ModelSerializer):
    region = serializers.CharField(source="region_id")
    parent = serializers.SlugRelatedField(slug_field="code", read_only=True)
    successor = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Organisation
        fields = (
            "code",
            "name",
            "short_name",
            "kind",
            "region",
            "parent",
            "valid_from",
            "valid_to",
            "successor",
        )


class _Register(ListAPIView):
    """Readable without a token: these are public facts."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    cursor_ordering = ("code",)


class RegionList(_Register):
    serializer_class = RegionOut
    queryset = Region.objects.filter(is_active=True)

    def filter_queryset(self, queryset: Any) -> Any:
        parent = self.request.query_params.get("parent")
        return queryset.filter(parent=parent) if parent else queryset

    @extend_schema(
        operation_id="regions_list",
        summary="行政区划",
        parameters=[OpenApiParameter("parent", str, description="上级区划代码")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OrganisationList(_Register):
    serializer_class = OrganisationOut
    queryset = Organisation.objects.select_related("parent", "successor")

    @extend_schema(operation_id="organisations_list", summary="单位")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
