"""Dossiers for authorised systems, and their way to push who attended a meeting."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from congress.api.idempotency import HEADER, IdempotencyMixin
from congress.api.scopes import Scope
from deputies.dossiers.models import Dossier
from deputies.dossiers.selectors import content_of, dossiers_for, get_dossier_for
from deputies.dossiers.services import AttendanceDraft, MeetingDraft, record_meeting
from deputies.dossiers.services.facts import HALF_DAYS_MOST, KEY_MOST, SPEECHES_MOST, TITLE_MOST
from deputies.dossiers.states import DossierState, MeetingKind, Presence
from deputies.roster.models import Deputy
from deputies.roster.selectors import deputies_for
from deputies.roster.states import Level

MOST_ATTENDANCES = 3000


class DossierOut(serializers.ModelSerializer):
    """A dossier without its content. `content_hash` is there once it is closed."""

    id = serializers.UUIDField(source="uid")
    deputy = serializers.UUIDField(source="mandate.deputy.uid")
    name = serializers.CharField(source="mandate.deputy.name")
    level = serializers.ChoiceField(source="mandate.level", choices=Level.choices)
    term = serializers.CharField(source="mandate.term")
    constituency = serializers.CharField(source="mandate.constituency.name")

    class Meta:
        model = Dossier
        fields = (
            "id", "deputy", "name", "level", "term", "constituency", "year", "state", "shown_on", "object_until",
            "closed_at", "content_hash",
        )  # fmt: skip


class LineOut(serializers.Serializer):
    on = serializers.DateField()
    what = serializers.CharField()
    note = serializers.CharField(allow_blank=True)


class ContentOut(serializers.Serializer):
    """As it was frozen, else as the books say now."""

    facts = serializers.DictField(child=serializers.CharField(allow_blank=True))
    figures = serializers.DictField(child=serializers.CharField())
    parts = serializers.DictField(child=LineOut(many=True))


class DossierWhole(DossierOut):
    pending = serializers.IntegerField(help_text="还没有核实、没有计入的台账条数")
    content = ContentOut()

    class Meta(DossierOut.Meta):
        fields = (*DossierOut.Meta.fields, "pending", "content")


class DossierList(ListAPIView):
    """The dossiers that the token's account may see."""

    required_scopes = [Scope.DOSSIERS_READ]
    serializer_class = DossierOut
    cursor_ordering = ("pk",)

    def get_queryset(self) -> QuerySet[Dossier]:
        given = self.request.query_params
        rows = dossiers_for(self.request.user, on=localdate())
        if year := given.get("year"):
            if not (year.isascii() and year.isdigit() and len(year) == 4):
                raise ValidationError({"year": [_("请写四位年份。")]})
            rows = rows.filter(year=int(year))
        if state := given.get("state"):
            if state not in DossierState.values:
                raise ValidationError({"state": [_("没有这个状态。")]})
            rows = rows.filter(state=state)
        if deputy := given.get("deputy"):
            try:
                rows = rows.filter(mandate__deputy__uid=UUID(deputy))
            except ValueError:
                raise ValidationError({"deputy": [_("不是有效的标识。")]}) from None
        return rows

    @extend_schema(
        operation_id="dossiers_list",
        summary="履职档案列表",
        parameters=[
            OpenApiParameter("year", int, description="年度"),
            OpenApiParameter("state", str, description="状态代码", enum=DossierState.values),
            OpenApiParameter("deputy", UUID, description="代表标识"),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class DossierDetail(APIView):
    required_scopes = [Scope.DOSSIERS_READ]

    @extend_schema(operation_id="dossiers_read", summary="一份履职档案", responses=DossierWhole)
    def get(self, request: Request, uid: UUID) -> Response:
        dossier = get_dossier_for(request.user, uid, on=localdate())
        content = content_of(dossier)
        return Response(
            {**DossierOut(dossier).data, "pending": content.pending, "content": content.as_json()}
        )


class AttendanceIn(serializers.Serializer):
    """One deputy's presence, leave or absence; somebody who came late has two of them."""

    deputy = serializers.UUIDField(help_text="代表标识，即代表名录里的 id")
    presence = serializers.ChoiceField(choices=Presence.choices)
    half_days = serializers.IntegerField(min_value=1, max_value=HALF_DAYS_MOST, default=1)
    is_approved = serializers.BooleanField(default=False, help_text="请假是否经批准")
    speeches = serializers.IntegerField(min_value=0, max_value=SPEECHES_MOST, default=0)


class MeetingIn(serializers.Serializer):
    """A meeting and everybody at it. `key` is the sender's number: pushed again, it replaces what was there."""

    key = serializers.CharField(max_length=KEY_MOST)
    kind = serializers.ChoiceField(choices=MeetingKind.choices)
    title = serializers.CharField(max_length=TITLE_MOST)
    region = serializers.CharField(max_length=12, help_text="召开会议的人大所在区划")
    level = serializers.ChoiceField(choices=Level.choices, required=False, allow_blank=True)
    on = serializers.DateField()
    half_days = serializers.IntegerField(min_value=1, max_value=HALF_DAYS_MOST, default=1)
    attendances = AttendanceIn(many=True, max_length=MOST_ATTENDANCES)


class MeetingOut(serializers.Serializer):
    key = serializers.CharField()
    is_new = serializers.BooleanField()
    deputies = serializers.IntegerField()


class MeetingPush(IdempotencyMixin, APIView):
    """A meeting is written whole or not at all."""

    key_required = True
    required_scopes = [Scope.MEETINGS_WRITE]

    @extend_schema(
        operation_id="meetings_push",
        summary="推送会议出席情况",
        parameters=[
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, required=True, description="同一次调用重发时用同一个值"
            )
        ],
        request=MeetingIn,
        responses={200: MeetingOut, 201: MeetingOut},
    )
    def post(self, request: Request) -> Response:
        incoming = MeetingIn(data=request.data)
        incoming.is_valid(raise_exception=True)
        data = incoming.validated_data
        on = localdate()
        people = _people([row["deputy"] for row in data["attendances"]], request=request)
        draft = MeetingDraft(
            data["key"], data["kind"], data["title"], data["region"], data["on"],
            half_days=data["half_days"], level=data.get("level", ""),
        )  # fmt: skip
        attendances = [
            AttendanceDraft(
                people[row["deputy"]], row["presence"], row["half_days"], row["is_approved"], row["speeches"]
            )
            for row in data["attendances"]
        ]
        meeting, is_new = record_meeting(draft, attendances, actor=request.user, on=on)
        return Response(
            {"key": meeting.key, "is_new": is_new, "deputies": len(people)}, status=201 if is_new else 200
        )


def _people(uids: list[UUID], *, request: Request) -> dict[UUID, Deputy]:
    """The deputies by their keys. The answer names each that this account does not know."""
    known = deputies_for(request.user, on=localdate()).filter(uid__in=set(uids))
    found = {deputy.uid: deputy for deputy in known}
    wrong = {
        str(index): {"deputy": [_("没有这位代表，或不在您的辖区内。")]}
        for index, uid in enumerate(uids)
        if uid not in found
    }
    if wrong:
        raise ValidationError({"attendances": wrong})
    return found
