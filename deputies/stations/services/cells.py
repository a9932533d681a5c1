"""The grid of responsibility: which villages a station answers for, and which deputy for each."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput
from congress.models import Region
from congress.people.actors import Actor
from deputies.roster.models import Deputy
from deputies.stations.models import GridCell, Station
from deputies.stations.rules import require_keeper
from deputies.stations.selectors import assignments_at


@transaction.atomic
def set_cell(
    station: Station,
    *,
    cell: GridCell | None = None,
    name: str,
    region: Region,
    households: int,
    voters: int,
    deputy: Deputy | None,
    actor: Actor,
    on: date,
) -> GridCell:
    """Enter a village, or correct one. The deputy is one of the station's own."""
    # The lock that assignments take, too: a deputy who leaves at this moment is seen.
    station = (
        Station.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=station.pk)
    )
    require_keeper(actor, station, on=on)
    if deputy is not None and not assignments_at(station, on=on).filter(deputy=deputy).exists():
        raise BadInput("not_here", _("请选择本站的代表。"), field="deputy")
    if voters > households * 50:
        raise BadInput("too_many_voters", _("选民数与户数对不上，请核对。"), field="voters")
    cell = cell or GridCell(station=station)
    cell.region, cell.name, cell.deputy = region, name.strip(), deputy
    cell.households, cell.voters = households, voters
    try:
        with transaction.atomic():
            cell.save()
    except IntegrityError as twice:
        raise BadInput("cell_twice", _("这个村或社区已经登记过。"), field="name") from twice
    record(
        "deputies.cell.set",
        station.organisation,
        actor=actor,
        cell=cell.name,
        region=region.code,
        households=households,
        voters=voters,
        deputy=deputy.name if deputy else None,
    )
    return cell
