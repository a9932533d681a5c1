"""What the phone's pages call: JSON, the session's cookie, never a redirect. A signed-out phone gets 401 and keeps all."""

import json
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.audit.services import record
from congress.errors import BadInput, DomainError, NotFound
from congress.people.roles import Role
from congress.people.rules import require_role
from deputies.logbooks.models import LogEntry
from deputies.logbooks.owed import owed_by
from deputies.logbooks.selectors import entries_of
from deputies.logbooks.services.photos import add_photo
from deputies.logbooks.sync import MOST_ITEMS, SCHEMA, take_in
from deputies.phone.services import phone_key_of
from deputies.roster.models import Deputy
from deputies.roster.selectors import deputy_of
from deputies.stations.models import ShiftDeputy
from deputies.stations.selectors import deputies_at, stations_of

MOST_BYTES = 2_000_000
PHOTO_BYTES = 2_500_000
RECENT, AHEAD_DAYS, BACK_DAYS = 20, 60, 180


def problem(status: int, code: str, title: str, **more: Any) -> JsonResponse:
    """RFC 9457."""
    body = {"type": f"urn:lianxin:problem:{code}", "title": title, "status": status, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


class PhoneCall(View):
    """A call of the phone by a deputy."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return problem(401, "signed_out", _("请重新登录，记录仍保存在手机上。"))
        try:
            require_role(request.user, Role.DEPUTY, on=localdate())
            response = super().dispatch(request, *args, **kwargs)
        except DomainError as refused:
            more = {"field": refused.field} if refused.field else {}
            return problem(refused.status, refused.code, refused.message, **more)
        except RequestDataTooBig:
            return problem(413, "too_large", _("内容太大，请分几次上传。"))
        response["Cache-Control"] = "no-store"
        return response


class SessionView(PhoneCall):
    """Who is signed in, the token for the next upload, and the key of what waits on the phone."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(
            {
                "user": str(request.user.pk),
                "name": request.user.name,
                "csrf": get_token(request),
                "schema": SCHEMA,
                "key": phone_key_of(request.user, at=now()),
                "server_time": now().isoformat(),
            }
        )


class FieldLogView(PhoneCall):
    """A batch from the queue: each item's fate comes back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.content_type != "application/json":
            return problem(415, "not_json", _("只接受 JSON 格式的内容。"))
        length = request.headers.get("Content-Length") or "0"
        if not length.isdecimal() or int(length) > MOST_BYTES:
            raise BadInput("too_large", _("内容太大，请分几次上传。"))
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            body = None
        entries = body.get("entries") if isinstance(body, dict) else None
        schema = body.get("schema", SCHEMA) if isinstance(body, dict) else SCHEMA
        if not isinstance(entries, list) or not isinstance(schema, int):
            raise BadInput("bad_body", _("上传的内容格式不对，记录仍保存在手机上。"))
        results = take_in(entries, user=request.user, at=now(), schema=schema)
        return JsonResponse({"results": [result.as_json() for result in results], "most": MOST_ITEMS})


class PhotoView(PhoneCall):
    """One photo of an entry of one's own, as raw bytes."""

    http_method_names = ["put"]

    def put(self, request: HttpRequest, uid: UUID, photo: UUID) -> HttpResponse:
        entry = LogEntry.objects.select_related("station").filter(uid=uid, recorded_by=request.user).first()
        if entry is None:
            raise NotFound("not_found", _("文字还没有上传成功，请先上传文字。"))
        content = request.body
        if not content or len(content) > PHOTO_BYTES:
            raise BadInput("bad_photo", _("照片为空或太大，请重新拍一张。"))
        upload = InMemoryUploadedFile(
            BytesIO(content), "photo", f"{photo}.jpg", "image/jpeg", len(content), None
        )
        _photo, is_new = add_photo(entry, upload, uid=photo, actor=request.user, at=now())
        return JsonResponse({"photo": str(photo)}, status=201 if is_new else 200)


class ReferenceView(PhoneCall):
    """What the phone keeps to be of use without signal: names only, no telephone numbers."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        on = localdate()
        deputy = deputy_of(request.user)
        if deputy is None:
            return JsonResponse(
                {"schema": SCHEMA, "stations": [], "households": [], "shifts": [], "recent": []}
            )
        stations = stations_of(deputy, on=on)
        colleagues = {
            person.uid: person.name for station in stations for person in deputies_at(station, on=on)
        }
        households = owed_by(deputy, on=on)
        if households:
            with transaction.atomic():
                record("deputies.household.listed", deputy, actor=request.user, households=len(households))
        return JsonResponse(
            {
                "schema": SCHEMA,
                "on": on.isoformat(),
                "me": str(deputy.uid),
                "stations": [
                    {"code": station.organisation.code, "name": station.organisation.short_name}
                    for station in stations
                ],
                "deputies": [{"uid": str(uid), "name": name} for uid, name in colleagues.items()],
                "households": [
                    {
                        "uid": str(row.household.uid),
                        "name": row.household.name.reveal(),
                        "place": row.household.cell.name if row.household.cell else "",
                        "call": row.call,
                        "visit": row.visit,
                    }
                    for row in households
                ],
                "shifts": _shifts(deputy),
                "recent": _recent(deputy),
            }
        )


def _shifts(deputy: Deputy) -> list[dict[str, Any]]:
    on = localdate()
    places = (
        ShiftDeputy.objects.filter(
            deputy=deputy,
            left_at=None,
            shift__on__gte=on,
            shift__on__lte=on.fromordinal(on.toordinal() + AHEAD_DAYS),
            shift__state__in=["planned", "published", "open"],
        )
        .select_related("shift__station__organisation")
        .order_by("shift__on")
    )
    return [
        {
            "id": place.shift_id,
            "on": place.shift.on.isoformat(),
            "starts_at": f"{place.shift.starts_at:%H:%M}",
            "station": place.shift.station.organisation.code,
            "name": place.shift.station.organisation.short_name,
        }
        for place in places
    ]


def _recent(deputy: Deputy) -> list[dict[str, Any]]:
    on = localdate()
    rows = entries_of(deputy, since=on.fromordinal(on.toordinal() - BACK_DAYS), until=on)[:RECENT]
    return [
        {
            "uid": str(row.uid),
            "kind": row.kind,
            "title": row.title,
            "on": row.happened_on.isoformat(),
            "state": str(row.get_state_display()),
            "remark": row.remark,
        }
        for row in rows
    ]
