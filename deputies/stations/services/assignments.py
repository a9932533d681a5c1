"""Deputies come to stations and leave them."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.people.actors import Actor
from deputies.roster.models import Deputy
from deputies.roster.rules import in_office
from deputies.stations.models import GridCell, Station, StationAssignment
from deputies.stations.rules import require_office
from deputies.stations.states import SERVING, AssignmentRole


@transaction.atomic
def assign_deputy(
    deputy: Deputy,
    station: Station,
    *,
    role: str = AssignmentRole.RESIDENT,
    is_main: bool = True,
    starts_on: date,
    actor: Actor,
    on: date,
) -> StationAssignment:
    """Bring a deputy in office into a station. A new main station ends the old one with the day before."""
    require_office(actor, station.region_code, on=on)
    deputy = Deputy.objects.select_for_update(no_key=True).get(pk=deputy.pk)
    if not in_office(deputy, on=max(starts_on, on)):
        raise BadInput("not_in_office", _("这位代表没有有效的代表资格，不能进站。"), field="deputy")
    if station.state not in SERVING:
        raise WrongState("station_closed", _("该站点没有运行，不能安排代表进站。"))
    open_rows = {row.station_id: row for row in deputy.assignments.filter(ends_on__isnull=True)}
    if station.pk in open_rows:
        raise WrongState("already_there", _("这位代表已经在该站点。"))
    if is_main:
        for row in open_rows.values():
            if row.is_main:
                _end(row, last_day=date.fromordinal(starts_on.toordinal() - 1))
    assignment = StationAssignment.objects.create(
        station=station, deputy=deputy, role=role, is_main=is_main, starts_on=starts_on
    )
    record(
        "deputies.assignment.begun",
        deputy,
        actor=actor,
        station=station.organisation.code,
        role=str(role),
        is_main=is_main,
        starts_on=starts_on.isoformat(),
    )
    return assignment


@transaction.atomic
def end_assignment(
    assignment: StationAssignment, *, last_day: date, actor: Actor, on: date
) -> StationAssignment:
    """Let a deputy leave a station; the cells that he or she answered for there become free."""
    Deputy.objects.select_for_update(no_key=True).get(pk=assignment.deputy_id)
    assignment = StationAssignment.objects.select_related("station", "deputy").get(pk=assignment.pk)
    require_office(actor, assignment.station.region_code, on=on)
    if assignment.ends_on is not None:
        raise WrongState("already_left", _("这位代表已经离站。"))
    if last_day < assignment.starts_on:
        raise BadInput("before_start", _("离站日期不能早于进站日期。"), field="last_day")
    _end(assignment, last_day=last_day)
    GridCell.objects.filter(station=assignment.station_id, deputy=assignment.deputy_id).update(deputy=None)
    record(
        "deputies.assignment.ended",
        assignment.deputy,
        actor=actor,
        station=assignment.station.organisation.code,
        last_day=last_day.isoformat(),
    )
    return assignment


def release_deputy(deputy: Deputy, *, last_day: date, actor: Actor) -> None:
    """The last mandate ends: all assignments end with it, and the cells are free (domain paper G3).

    Called by the roster in the transaction of the change.
    """
    rows = list(deputy.assignments.filter(ends_on__isnull=True).select_related("station__organisation"))
    for row in rows:
        _end(row, last_day=last_day)
        record(
            "deputies.assignment.ended",
            deputy,
            actor=actor,
            station=row.station.organisation.code,
            last_day=last_day.isoformat(),
        )
    GridCell.objects.filter(deputy=deputy).update(deputy=None)


def _end(row: StationAssignment, *, last_day: date) -> None:
    if last_day < row.starts_on:
        # It had not begun: nothing to remember.
        row.delete()
        return
    row.ends_on = last_day
    row.save(update_fields=["ends_on"])
