"""Take in what phones wrote without signal: item by item, each whole or refused, none twice.

An item is what the phone keeps: {"uid", "kind", "made_at", "data"}. Kinds: the written books and "contact",
"household", "check_in". The phone's form of the data has a number (`SCHEMA`); older forms are brought up to date here,
a newer one than this server knows is refused with a sentence and stays on the phone.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.errors import BadInput, DomainError
from congress.models import Region, User
from congress.regions.selectors import find_region
from deputies.logbooks.kinds import WRITTEN
from deputies.logbooks.models import Household, LogEntry
from deputies.logbooks.services import (
    EntryDraft,
    HouseholdDraft,
    Part,
    VoiceDraft,
    add_household,
    record_contact,
    record_entry,
)
from deputies.logbooks.states import Kind, Source, Way
from deputies.logbooks.wire import (
    read_day,
    read_hour,
    read_moment,
    read_number,
    read_place,
    read_text,
    read_uuid,
    read_whole,
)
from deputies.roster.models import Deputy
from deputies.roster.selectors import deputies_for, deputy_of
from deputies.stations.models import DutyShift, Station
from deputies.stations.selectors import station_of, stations_for
from deputies.stations.services import check_in

SCHEMA = 2
# One call takes so many; the phone sends the next batch after it.
MOST_ITEMS = 50


@dataclasses.dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of one item. `outcome`: created, known (it was here before) or refused.

    A refused item names the field and says why; the phone keeps it for editing. `numbers` are the suggestions that
    came of voters' words, by the voice's uid; `refused_voices` the reasons of those that did not.
    """

    uid: str
    outcome: str
    message: str = ""
    code: str = ""
    field: str = ""
    numbers: dict[str, str] = dataclasses.field(default_factory=dict)
    refused_voices: dict[str, str] = dataclasses.field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For the wire; empty parts are left out."""
        pairs = (("message", self.message), ("code", self.code), ("field", self.field))
        lists = (("numbers", self.numbers), ("refused_voices", self.refused_voices))
        return {"uid": self.uid, "outcome": self.outcome, **{k: v for k, v in (*pairs, *lists) if v}}


def take_in(items: Iterable[Any], *, user: User, at: datetime, schema: int = SCHEMA) -> list[ItemResult]:
    """Take each item in a transaction of its own, in the order sent. Nothing raises for one bad item."""
    deputy = deputy_of(user)
    return [_take(item, user=user, deputy=deputy, at=at, schema=schema) for item in list(items)[:MOST_ITEMS]]


def _take(item: Any, *, user: User, deputy: Deputy | None, at: datetime, schema: int) -> ItemResult:
    uid = str(item.get("uid", "")) if isinstance(item, Mapping) else ""
    try:
        if schema > SCHEMA:
            raise BadInput("schema", _("手机页面比服务器新，请稍后再传。记录仍保存在手机上。"))
        if not isinstance(item, Mapping) or not isinstance(item.get("data"), Mapping):
            raise BadInput("bad_item", _("记录格式不对。"))
        known = read_uuid(uid)
        data = _upgraded(str(item.get("kind", "")), dict(item["data"]), schema)
        made_at = read_moment(item.get("made_at"), at)
        take = _TAKERS.get(str(item.get("kind", "")))
        if take is None:
            raise BadInput("unknown_kind", _("没有这种记录。"))
        with transaction.atomic():
            return take(_Arrival(known, str(item["kind"]), data, user, deputy, made_at, at))
    except DomainError as refused:
        return ItemResult(uid, "refused", refused.message, refused.code, refused.field or "")
    except IntegrityError:
        # Two connections at once with one key: the other one's stands, this one is judged when it is sent again.
        return ItemResult(uid, "refused", _("正在从另一处上传同一条记录，请稍后再传。"), "at_once")


@dataclasses.dataclass(frozen=True, slots=True)
class _Arrival:
    """One item on its way in: what the phone sent, who is signed in, when it was written and when it came."""

    uid: UUID
    kind: str
    data: dict[str, Any]
    user: User
    deputy: Deputy | None
    made_at: datetime
    at: datetime


def _upgraded(kind: str, data: dict[str, Any], schema: int) -> dict[str, Any]:
    """Data of an older phone page in today's form. Version 1 had one voter's words in `said` and no `voices`."""
    if schema < 2 and kind in WRITTEN and data.get("said") and not data.get("voices"):
        data["voices"] = [{"uid": str(uuid4()), "said": data.pop("said"), "way": Way.NOTED}]
    return data


def _entry(came: _Arrival) -> ItemResult:
    on = localdate(came.at)
    station = _station(came.data, came.user, came.deputy, on)
    draft = EntryDraft(
        kind=came.kind,
        subkind=read_text(came.data, "subkind", 12),
        title=read_text(came.data, "title", 200) or _title(came.kind, came.data),
        region=_region(came.data, station, came.deputy),
        happened_on=read_day(came.data.get("happened_on"), field="happened_on"),
        parts=_parts(came.data, came.user, came.deputy, on),
        station=station,
        place=read_text(came.data, "place", 400),
        starts_at=read_hour(came.data.get("starts_at"), field="starts_at"),
        ends_at=read_hour(came.data.get("ends_at"), field="ends_at"),
        content=_content(came.kind, came.data),
        details=_details(came.kind, came.data.get("details")),
        hours=read_number(came.data.get("hours"), field="hours"),
        people=read_whole(came.data.get("people"), field="people"),
        latitude=read_place(came.data.get("latitude")),
        longitude=read_place(came.data.get("longitude")),
        voices=_voices(came.data.get("voices")),
        shift=_shift(came.data, station),
        source=Source.PHONE if came.deputy is not None else Source.API,
        late_reason=read_text(came.data, "late_reason", 120),
    )
    done = record_entry(draft, actor=came.user, at=came.at, made_at=came.made_at, uid=came.uid)
    if done.is_new:
        _visited(
            came.data.get("households"),
            came.deputy,
            done.entry,
            user=came.user,
            made_at=came.made_at,
            at=came.at,
        )
    voices = list(done.entry.voices.all())
    return ItemResult(
        str(came.uid),
        "created" if done.is_new else "known",
        numbers={str(voice.uid): voice.matter_number for voice in voices if voice.matter_number},
        refused_voices={str(voice.uid): voice.refusal for voice in voices if voice.refusal},
    )


def _visited(
    households: Any, deputy: Deputy | None, entry: LogEntry, *, user: User, made_at: datetime, at: datetime
) -> None:
    """The households that the visit called on: one contact each, with a key derived from both."""
    if deputy is None or not isinstance(households, list):
        return
    for household in deputy.households.filter(uid__in=[read_uuid(str(uid)) for uid in households[:60]]):
        record_contact(
            household,
            way="visit",
            happened_on=entry.happened_on,
            actor=user,
            at=at,
            made_at=made_at,
            uid=UUID(int=entry.uid.int ^ household.uid.int),
            entry=entry,
        )


def _contact(came: _Arrival) -> ItemResult:
    wanted = read_uuid(str(came.data.get("household", "")))
    household = Household.objects.filter(uid=wanted, deputy=came.deputy).select_related("deputy").first()
    if household is None or came.deputy is None:
        raise BadInput("no_household", _("没有找到这户，请先登记联系户。"), field="household")
    before = household.contacts.filter(uid=came.uid).exists()
    record_contact(
        household,
        way=read_text(came.data, "way", 8),
        happened_on=read_day(came.data.get("on"), field="on"),
        actor=came.user,
        at=came.at,
        made_at=came.made_at,
        uid=came.uid,
    )
    return ItemResult(str(came.uid), "known" if before else "created")


def _household(came: _Arrival) -> ItemResult:
    if came.deputy is None:
        raise BadInput("no_deputy", _("该账号没有代表身份。"))
    before = came.deputy.households.filter(uid=came.uid).exists()
    draft = HouseholdDraft(
        read_text(came.data, "name", 200),
        read_text(came.data, "phone", 40),
        is_group=bool(came.data.get("is_group")),
    )
    add_household(came.deputy, draft, actor=came.user, on=localdate(came.at), uid=came.uid)
    return ItemResult(str(came.uid), "known" if before else "created")


def _check_in(came: _Arrival) -> ItemResult:
    if came.deputy is None:
        raise BadInput("no_deputy", _("该账号没有代表身份。"))
    shift = (
        DutyShift.objects.filter(
            station__organisation__code=read_text(came.data, "station", 40),
            on=localdate(came.made_at),
            places__deputy=came.deputy,
            places__left_at=None,
        )
        .order_by("starts_at")
        .first()
    )
    if shift is None:
        raise BadInput("no_shift", _("这一天您在这个站点没有值班安排，请联络员登记代班。"), field="station")
    before = shift.check_ins.filter(deputy=came.deputy).exists()
    check_in(
        shift,
        came.deputy,
        uid=came.uid,
        token=read_text(came.data, "token", 60),
        made_at=came.made_at,
        actor=came.user,
        at=came.at,
    )
    return ItemResult(str(came.uid), "known" if before else "created")


_TAKERS: dict[str, Callable[..., ItemResult]] = {
    **dict.fromkeys(WRITTEN, _entry),
    "contact": _contact,
    "household": _household,
    "check_in": _check_in,
}


def _details(kind: str, given: Any) -> dict[str, str]:
    """The columns of this book; what else came along is left."""
    if not isinstance(given, Mapping):
        return {}
    return {
        column.key: read_text(given, column.key, column.most)
        for column in WRITTEN[kind].columns
        if given.get(column.key) is not None
    }


def _title(kind: str, data: Mapping[str, Any]) -> str:
    """The phone asks for no title where the words say enough."""
    book = WRITTEN[kind]
    label = dict(book.subkinds).get(str(data.get("subkind", "")), book.label)
    place = str(data.get("place", "")).strip()[:40]
    return f"{label}：{place}" if place else str(label)


def _content(kind: str, data: Mapping[str, Any]) -> str:
    """On a visit and with a snapshot the voters' own words say it all; the book still wants a line."""
    content, voices = read_text(data, "content", 20_000), data.get("voices")
    if content.strip() or kind != Kind.ACTIVITY or not isinstance(voices, list) or not voices:
        return content
    return _("听取并记录群众意见 %(n)d 条。") % {"n": len(voices)}


def _station(data: Mapping[str, Any], user: User, deputy: Deputy | None, on: date) -> Station | None:
    code = read_text(data, "station", 40)
    if code:
        station = stations_for(user, on=on).filter(organisation__code=code).first()
        if station is None:
            raise BadInput("no_station", _("没有找到这个站点，可能已经撤并，请重新选择。"), field="station")
        return station
    return station_of(deputy, on=on) if deputy is not None else None


def _region(data: Mapping[str, Any], station: Station | None, deputy: Deputy | None) -> Region:
    place = find_region(read_text(data, "region", 12)) if data.get("region") else None
    if place is None and station is not None:
        place = find_region(station.region_code)
    if place is None and deputy is not None and deputy.home_region_id:
        place = find_region(deputy.home_region_id)
    if place is None:
        raise BadInput("no_region", _("请选择乡镇或街道。"), field="region")
    return place


def _parts(data: Mapping[str, Any], user: User, deputy: Deputy | None, on: date) -> list[Part]:
    """The deputies named by uid; without names, the deputy of the phone."""
    named = data.get("deputies")
    if not named:
        return [Part(deputy)] if deputy is not None else []
    if not isinstance(named, list):
        raise BadInput("bad_deputies", _("代表名单不对。"), field="deputies")
    uids = [read_uuid(str(uid)) for uid in named[:300]]
    if deputy is not None:
        # A deputy's phone knows the colleagues of the own stations alone.
        allowed = Deputy.objects.filter(assignments__station__assignments__deputy=deputy).distinct()
    else:
        allowed = deputies_for(user, on=on)
    found = {person.uid: person for person in allowed.filter(uid__in=uids)}
    if deputy is not None:
        found[deputy.uid] = deputy
    missing = [uid for uid in uids if uid not in found]
    if missing:
        raise BadInput("unknown_deputy", _("名单里有已经离站的代表，请重新选择。"), field="deputies")
    return [Part(found[uid]) for uid in dict.fromkeys(uids)]


def _voices(given: Any) -> list[VoiceDraft]:
    if not given:
        return []
    if not isinstance(given, list) or not all(isinstance(voice, Mapping) for voice in given):
        raise BadInput("bad_voices", _("选民反映的格式不对。"), field="voices")
    return [
        VoiceDraft(
            said=read_text(voice, "said", 20_000),
            uid=read_uuid(str(voice["uid"])) if voice.get("uid") else uuid4(),
            name=read_text(voice, "name", 80),
            gender=read_text(voice, "gender", 6),
            phone=read_text(voice, "phone", 40),
            address=read_text(voice, "address", 240),
            identity=read_text(voice, "identity", 40),
            category=read_text(voice, "category", 8),
            on_spot_reply=read_text(voice, "on_spot_reply", 600),
            opinion=read_text(voice, "opinion", 600),
            way=read_text(voice, "way", 12) or Way.NOTED,
        )
        for voice in given[:60]
    ]


def _shift(data: Mapping[str, Any], station: Station | None) -> DutyShift | None:
    number = read_whole(data.get("shift"), field="shift")
    if number is None or station is None:
        return None
    return DutyShift.objects.filter(pk=number, station=station).first()
