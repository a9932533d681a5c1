"""The public registers under /api/v1/: deputies in the shape of Popolo (person, organization, post, membership), and stations.

They hold what the law makes public and what people agreed to, like the portal's pages. They stand with the stations,
which know the roster.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localdate
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from deputies.roster.models import Constituency, Deputy, Mandate, Team, Term
from deputies.stations.models import OpeningHours, Station
from deputies.stations.selectors import public_stations

SINCE = OpenApiParameter("updated_since", str, description="只要此刻之后有变化的，ISO 8601，须带时区")


def _term_id(pk: int | None) -> str | None:
    return f"term-{pk}" if pk else None


def _number(text: str, prefix: str, field: str) -> int:
    """The key in an id such as term-7. Raises the answer for any other."""
    digits = text.removeprefix(f"{prefix}-")
    if not (text.startswith(f"{prefix}-") and digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise ValidationError({field: [_("不是有效的标识。")]})
    return int(digits)


class _Register(ListAPIView):
    """Readable without a token."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    cursor_ordering = ("pk",)

    @property
    def given(self) -> Any:
        """The parameters of the address."""
        return self.request.query_params

    def since(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Narrowed to what changed after the moment in the address."""
        text = self.given.get("updated_since")
        if not text:
            return rows
        # A plus sign in an address means a blank.
        try:
            moment = parse_datetime(text.replace(" ", "+"))
        except ValueError:
            moment = None
        if moment is None or not is_aware(moment):
            raise ValidationError(
                {"updated_since": [_("请写成带时区的时间，例如 2026-11-23T08:00:00+08:00。")]}
            )
        return rows.filter(updated_at__gte=moment)


class ContactOut(serializers.Serializer):
    """Popolo's contact detail."""

    type = serializers.CharField()
    value = serializers.CharField()


class PersonOut(serializers.ModelSerializer):
    """Whose mandates are over: name and identity only."""

    id = serializers.UUIDField(source="uid")
    employer = serializers.SerializerMethodField(help_text="离任后为空")
    job = serializers.SerializerMethodField(help_text="离任后为空")
    image = serializers.SerializerMethodField(help_text="本人同意公开照片的才有")
    contact_details = serializers.SerializerMethodField(help_text="本人同意公开电话的才有")
    in_office = serializers.BooleanField(source="sits")
    url = serializers.SerializerMethodField()

    class Meta:
        model = Deputy
        fields = (
            "id",
            "name",
            "employer",
            "job",
            "image",
            "contact_details",
            "in_office",
            "url",
            "updated_at",
        )

    def get_employer(self, row: Any) -> str:
        return str(row.employer) if row.sits else ""

    def get_job(self, row: Any) -> str:
        return str(row.job) if row.sits else ""

    def get_image(self, row: Any) -> str | None:
        if not (row.sits and row.publish_photo and row.photo and row.photo.is_public):
            return None
        return str(self.context["request"].build_absolute_uri(reverse("public-file", args=[row.photo_id])))

    @extend_schema_field(ContactOut(many=True))
    def get_contact_details(self, row: Any) -> list[dict[str, str]]:
        if not (row.sits and row.publish_phone and row.phone):
            return []
        return [{"type": "phone", "value": row.phone.reveal()}]

    def get_url(self, row: Any) -> str:
        return str(self.context["request"].build_absolute_uri(reverse("deputies:deputy", args=[row.uid])))


class PersonList(_Register):
    serializer_class = PersonOut

    def get_queryset(self) -> QuerySet[Deputy]:
        on = localdate()
        mine = Mandate.objects.filter(deputy=OuterRef("pk"))
        held = mine.in_office(on)
        rows = Deputy.objects.filter(Exists(mine.filter(starts_on__lte=on))).select_related("photo")
        wanted = held
        if level := self.given.get("level"):
            wanted = wanted.filter(level=level)
        if county := self.given.get("county"):
            wanted = wanted.filter(constituency__region__code__startswith=county[:12])
        if wanted is not held:
            rows = rows.filter(Exists(wanted))
        return self.since(rows.annotate(sits=Exists(held)))

    @extend_schema(
        operation_id="people_list",
        summary="人大代表（Popolo person）",
        parameters=[
            OpenApiParameter("level", str, description="层级：national、province、city、county、township"),
            OpenApiParameter("county", str, description="选举单位所在区划代码的开头，如 430524"),
            SINCE,
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OrganizationOut(serializers.Serializer):
    id = serializers.CharField()
    name = serializers.CharField()
    classification = serializers.CharField(help_text="legislature；下级为 delegation、group、committee")
    parent_id = serializers.CharField(allow_null=True)
    area_id = serializers.CharField(allow_null=True)
    founding_date = serializers.DateField(allow_null=True)
    dissolution_date = serializers.DateField(allow_null=True)

    def to_representation(self, row: Any) -> dict[str, Any]:
        if isinstance(row, Term):
            return {
                "id": _term_id(row.pk),
                "name": str(row),
                "classification": "legislature",
                "parent_id": None,
                "area_id": row.region_code,
                "founding_date": row.starts_on.isoformat(),
                "dissolution_date": row.ends_on.isoformat(),
            }
        return {
            "id": f"team-{row.pk}",
            "name": row.name,
            "classification": row.kind,
            "parent_id": _term_id(row.term_id),
            "area_id": None,
            "founding_date": None,
            "dissolution_date": None,
        }


class OrganizationList(_Register):
    serializer_class = OrganizationOut
    queryset = Term.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        parent = self.given.get("parent_id")
        if parent:
            return Team.objects.filter(term_id=_number(parent, "term", "parent_id"))
        return Term.objects.all()

    @extend_schema(
        operation_id="organizations_list",
        summary="各届人大及其代表团、小组（Popolo organization）",
        parameters=[
            OpenApiParameter("parent_id", str, description="某一届的标识，列出它的代表团、小组和委员会")
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class PostOut(serializers.ModelSerializer):
    id = serializers.SerializerMethodField()
    label = serializers.CharField(source="name")
    organization_id = serializers.SerializerMethodField()
    area_id = serializers.CharField(source="region_id")

    class Meta:
        model = Constituency
        fields = ("id", "label", "organization_id", "area_id", "seats")

    def get_id(self, row: Constituency) -> str:
        return f"post-{row.pk}"

    def get_organization_id(self, row: Constituency) -> str:
        return str(_term_id(row.term_id))


class PostList(_Register):
    serializer_class = PostOut

    def get_queryset(self) -> QuerySet[Constituency]:
        rows = Constituency.objects.all()
        if term := self.given.get("organization_id"):
            rows = rows.filter(term_id=_number(term, "term", "organization_id"))
        return rows

    @extend_schema(
        operation_id="posts_list",
        summary="选区和选举单位（Popolo post）",
        parameters=[OpenApiParameter("organization_id", str, description="某一届的标识")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class MembershipOut(serializers.ModelSerializer):
    id = serializers.SerializerMethodField()
    person_id = serializers.UUIDField(source="deputy.uid")
    organization_id = serializers.SerializerMethodField()
    post_id = serializers.SerializerMethodField()
    role = serializers.CharField(source="get_level_display")
    start_date = serializers.DateField(source="starts_on")
    end_date = serializers.DateField(source="ends_on", allow_null=True)

    class Meta:
        model = Mandate
        fields = ("id", "person_id", "organization_id", "post_id", "role", "state", "start_date", "end_date")

    def get_id(self, row: Mandate) -> str:
        return f"membership-{row.pk}"

    def get_organization_id(self, row: Mandate) -> str:
        return str(_term_id(row.term_id))

    def get_post_id(self, row: Mandate) -> str:
        return f"post-{row.constituency_id}"


class MembershipList(_Register):
    serializer_class = MembershipOut

    def get_queryset(self) -> QuerySet[Mandate]:
        rows = Mandate.objects.filter(starts_on__lte=localdate()).select_related("deputy")
        if term := self.given.get("organization_id"):
            rows = rows.filter(term_id=_number(term, "term", "organization_id"))
        if person := self.given.get("person_id"):
            try:
                rows = rows.filter(deputy__uid=serializers.UUIDField().to_internal_value(person))
            except ValidationError as bad:
                raise ValidationError({"person_id": bad.detail}) from bad
        return rows

    @extend_schema(
        operation_id="memberships_list",
        summary="代表资格（Popolo membership）",
        parameters=[
            OpenApiParameter("organization_id", str, description="某一届的标识"),
            OpenApiParameter("person_id", str, description="某位代表的标识"),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class HoursOut(serializers.ModelSerializer):
    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens", "closes")


class StationOut(serializers.ModelSerializer):
    code = serializers.CharField(source="organisation.code")
    name = serializers.CharField(source="organisation.name")
    region = serializers.CharField(source="region_code")
    successor = serializers.CharField(source="organisation.successor.code", allow_null=True, default=None)
    hours = HoursOut(many=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Station
        fields = (
            "code", "name", "level", "type", "is_legislative_point", "state", "region", "address", "directions",
            "latitude", "longitude", "phone", "hours", "services", "is_accessible", "stars", "stars_until", "successor",
            "url", "updated_at",
        )  # fmt: skip

    def get_url(self, row: Station) -> str:
        page = reverse("deputies:station", args=[row.organisation.code])
        return str(self.context["request"].build_absolute_uri(page))


class StationRegister(_Register):
    serializer_class = StationOut

    def get_queryset(self) -> QuerySet[Station]:
        rows = public_stations().prefetch_related(
            Prefetch("hours", OpeningHours.objects.order_by("weekday", "opens"))
        )
        if county := self.given.get("county"):
            rows = rows.filter(region_code__startswith=county[:12])
        if kind := self.given.get("type"):
            rows = rows.filter(type=kind)
        return self.since(rows)

    @extend_schema(
        operation_id="stations_list",
        summary="代表站点",
        parameters=[
            OpenApiParameter("county", str, description="区划代码的开头，如 430524"),
            OpenApiParameter("type", str, description="类型：general、trade、enterprise、mobile、online"),
            SINCE,
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
