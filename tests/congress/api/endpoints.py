"""Endpoints for these tests only: they make and list divisions, and fail in every way."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.urls import include, path
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from congress.api.idempotency import IdempotencyMixin
from congress.api.scopes import Scope
from congress.errors import BadInput, NotAllowed, NotFound, Stale, TooMany, WrongState
from congress.people.rules import roles_of
from congress.regions.models import Region, RegionLevel


class RegionOut(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ["code", "name"]


class StreetIn(serializers.Serializer):
    number = serializers.IntegerField(min_value=1)


class RegionIn(serializers.Serializer):
    code = serializers.CharField(max_length=12)
    name = serializers.CharField(max_length=60)
    streets = StreetIn(many=True, required=False)


class Regions(IdempotencyMixin, ListAPIView):
    queryset = Region.objects.filter(name__startswith="试区")
    serializer_class = RegionOut
    cursor_ordering = ("name", "-code")
    required_scopes = {"GET": [Scope.REGISTERS_READ], "POST": [Scope.SUGGESTIONS_WRITE]}

    def post(self, request):
        incoming = RegionIn(data=request.data)
        incoming.is_valid(raise_exception=True)
        code = incoming.validated_data["code"]
        if Region.objects.filter(code=code).exists():
            raise WrongState("code_taken", "该代码已有。")
        region = Region.objects.create(
            code=code, name=incoming.validated_data["name"], level=RegionLevel.COUNTY
        )
        if code == "refuse":
            return Response({"no": True}, status=409)
        return Response(RegionOut(region).data, status=201, headers={"Location": f"/api/x/{code}"})


class Whoami(APIView):
    required_scopes = (Scope.REGISTERS_READ,)

    def get(self, request):
        return Response(
            {"name": request.user.name, "roles": sorted(roles_of(request.user, on=date(2026, 3, 2)))}
        )


class Closed(APIView):
    """Names no scope: nobody may."""

    def get(self, request):
        return Response({})


FAILURES = {
    "bad-input": lambda: BadInput("too_long", "太长了。", field="title"),
    "not-allowed": lambda: NotAllowed("not_allowed", "您没有办理该事项的权限。"),
    "not-found": lambda: NotFound("no_such_case", "没有这件事项。"),
    "wrong-state": lambda: WrongState("wrong_state", "当前不能办结。"),
    "stale": lambda: Stale("stale", "已被别人修改。"),
    "too-many": lambda: TooMany("too_many", "操作过于频繁。", retry_after=61),
    "http404": lambda: Http404("secret table"),
    "denied": lambda: PermissionDenied("secret rule"),
    "crash": lambda: ZeroDivisionError("secret path /etc/passwd"),
    "database": lambda: OperationalError("secret host"),
}


class Fails(APIView):
    permission_classes = [AllowAny]

    def get(self, request, how):
        failure = FAILURES[how]()
        raise failure


urlpatterns = [
    path("api/x/regions/", Regions.as_view()),
    path("api/x/whoami/", Whoami.as_view()),
    path("api/x/closed/", Closed.as_view()),
    path("api/x/fails/<slug:how>/", Fails.as_view()),
    path("", include("congress.urls")),
]
