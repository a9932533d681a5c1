"""The haves of a station: self-checks by the station, inspections by the office. Rows are added, the newest holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from congress import clock
from congress.attachments.services import store
from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.models import User
from deputies.stations.models import CheckAnswer, Standard, Station, StationCheck
from deputies.stations.rules import require_keeper, require_office
from deputies.stations.states import SERVING, CheckKind, StationState


@dataclass(frozen=True, slots=True)
class Answer:
    """One item: does the station have it, and what shows it."""

    has: bool
    note: str = ""
    photo: UploadedFile | None = None


def standard_on(day: date) -> Standard:
    """The standard in force that day. Raises WrongState without one."""
    found = Standard.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    if found is None:
        raise WrongState("no_standard", _("还没有录入建设标准。"))
    return found


@transaction.atomic
def record_check(
    station: Station,
    *,
    kind: CheckKind,
    answers: Mapping[int, Answer],
    remarks: str = "",
    actor: User,
    on: date,
) -> StationCheck:
    """Write down a check of every item of today's standard, by the item's key.

    An inspection that finds something missing sends an open station to 整改; one that finds nothing brings it back.
    """
    station = (
        Station.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=station.pk)
    )
    if kind == CheckKind.INSPECTION:
        require_office(actor, station.region_code, on=on)
    else:
        require_keeper(actor, station, on=on)
    if station.state not in SERVING:
        raise WrongState("station_closed", _("该站点没有运行，不需要检查。"))
    standard = standard_on(on)
    items = list(standard.items.all())
    if {item.pk for item in items} != set(answers):
        raise BadInput("items_missing", _("请逐项填写，一项也不能少。"))
    met = sum(answers[item.pk].has for item in items)
    if kind == CheckKind.INSPECTION and met < len(items) and not remarks.strip():
        raise BadInput("no_remarks", _("有不达标的项目，请写明整改意见。"), field="remarks")
    check = StationCheck.objects.create(
        station=station,
        standard=standard,
        kind=kind,
        on=on,
        by=actor,
        met=met,
        remarks=remarks.strip(),
        recorded_at=clock.now(),
    )
    for item in items:
        given = answers[item.pk]
        row = CheckAnswer.objects.create(check_of=check, item=item, has=given.has, note=given.note.strip())
        if given.photo is not None:
            store(given.photo, owner=row, actor=actor, on=on, caption=item.name)
    station.standard_met, station.standard_of = met, len(items)
    if kind == CheckKind.INSPECTION:
        station.state = StationState.OPEN if met == len(items) else StationState.IMPROVING
    station.save(update_fields=["standard_met", "standard_of", "state", "updated_at"])
    record(
        "deputies.station.checked", station.organisation, actor=actor, kind=str(kind), standard=standard.name,
        met=met, of=len(items), state=str(station.state),
    )  # fmt: skip
    return check
