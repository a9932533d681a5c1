"""The proposal of who goes to which station: made by the rule, changed by hand, adopted."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from congress import clock
from congress.audit.services import record
from congress.errors import BadInput, DomainError, Stale, WrongState
from congress.models import User
from congress.people.actors import Actor
from congress.regions.selectors import place_name
from deputies.roster.models import Deputy, Mandate
from deputies.stations.allotment import Choice, Person, Place, Why, allot
from deputies.stations.models import AssignmentPlan, PlannedAssignment, Station, StationAssignment
from deputies.stations.rules import require_office
from deputies.stations.selectors import assigned
from deputies.stations.services.assignments import assign_deputy
from deputies.stations.states import SERVING

# As it stood when the plan was made: kept with the plan, so that it can be explained later.
RULE = {"order": ["home", "work", "balance"], "balance": "deputies_per_voter"}


@dataclass(slots=True)
class Adopted:
    """How many were assigned, and who could not be any more, with the sentence."""

    number: int = 0
    refused: list[tuple[Deputy, str]] = field(default_factory=list)


@transaction.atomic
def make_plan(region_code: str, *, actor: Actor, on: date) -> AssignmentPlan:
    """Propose a station for every deputy of a county who has no main one. A draft that was not adopted is replaced."""
    require_office(actor, region_code, on=on)
    AssignmentPlan.objects.filter(region_code=region_code, adopted_at__isnull=True).delete()
    places = _places(region_code, on=on)
    if not places:
        raise WrongState("no_station", _("这里还没有运行的站点，请先设立站点。"))
    deputies = list(_waiting(region_code, on=on))
    people = [Person(row.pk, row.home_region_id or "", row.work_region_id or "") for row in deputies]
    plan = AssignmentPlan.objects.create(
        region_code=region_code,
        made_by=actor if isinstance(actor, User) else None,
        made_at=clock.now(),
        rule=RULE,
    )
    known = {row.pk: row for row in deputies}
    PlannedAssignment.objects.bulk_create(
        PlannedAssignment(
            plan=plan,
            deputy_id=choice.person,
            station_id=choice.place,
            reason=reason_of(choice, known[choice.person])[:120],
        )
        for choice in allot(people, places)
    )
    return plan


def reason_of(choice: Choice, deputy: Deputy) -> str:
    """The rule's line in words."""
    if choice.why == Why.HOME:
        return _("住在%(place)s") % {"place": place_name(deputy.home_region_id or "")}
    if choice.why == Why.WORK:
        return _("在%(place)s工作，居住地没有站点") % {"place": place_name(deputy.work_region_id or "")}
    if not choice.voters:
        return _("住处和单位附近没有站点；各站选民数还没有登记")
    return _("住处和单位附近没有站点；该站选民 %(voters)d 人，只有代表 %(n)d 人") % {
        "voters": choice.voters,
        "n": choice.before,
    }


def _places(region_code: str, *, on: date) -> list[Place]:
    stations = Station.objects.filter(region_code__startswith=region_code, state__in=SERVING)
    here = StationAssignment.objects.filter(assigned(on), is_main=True, station__in=stations)
    numbers = dict(here.order_by().values_list("station").annotate(n=Count("pk")))
    voters = dict(stations.order_by().annotate(n=Sum("cells__voters")).values_list("pk", "n"))
    return [
        Place(station.pk, station.region_code, voters[station.pk] or 0, numbers.get(station.pk, 0))
        for station in stations.order_by("pk")
    ]


def _waiting(region_code: str, *, on: date) -> list[Deputy]:
    inside = Q(constituency__region__code__startswith=region_code)
    held = Mandate.objects.in_office(on).filter(inside)
    settled = StationAssignment.objects.filter(is_main=True, ends_on__isnull=True)
    return list(
        Deputy.objects.filter(pk__in=held.values("deputy"))
        .exclude(pk__in=settled.values("deputy"))
        .order_by("pk")
    )


@transaction.atomic
def change_plan(
    plan: AssignmentPlan, changes: dict[int, int], *, version: int, actor: Actor, on: date
) -> AssignmentPlan:
    """Move deputies by hand: planned line to station. Lines that stay as they are are no change."""
    plan = _draft(plan, version=version, actor=actor, on=on)
    stations = {
        row.pk for row in Station.objects.filter(region_code__startswith=plan.region_code, state__in=SERVING)
    }
    for line in plan.lines.filter(pk__in=changes):
        wanted = changes[line.pk]
        if wanted == line.station_id:
            continue
        if wanted not in stations:
            raise BadInput("no_station", _("请选择本县市区正在运行的站点。"))
        line.station_id, line.is_changed, line.reason = wanted, True, _("人工调整")
        line.save(update_fields=["station", "is_changed", "reason"])
    plan.version += 1
    plan.save(update_fields=["version"])
    return plan


@transaction.atomic
def adopt_plan(plan: AssignmentPlan, *, version: int, actor: Actor, on: date) -> Adopted:
    """Assign everybody from today. Who found a station or lost the mandate meanwhile is left out and named."""
    plan = _draft(plan, version=version, actor=actor, on=on)
    done = Adopted()
    for line in plan.lines.select_related("deputy", "station__organisation").order_by("deputy_id"):
        try:
            with transaction.atomic():
                if line.deputy.assignments.filter(is_main=True, ends_on__isnull=True).exists():
                    raise WrongState("settled", _("已经有主驻站"))
                assign_deputy(line.deputy, line.station, starts_on=on, actor=actor, on=on)
        except DomainError as refused:
            done.refused.append((line.deputy, refused.message))
        else:
            done.number += 1
    plan.adopted_at = clock.now()
    plan.version += 1
    plan.save(update_fields=["adopted_at", "version"])
    record(
        "deputies.plan.adopted", plan, actor=actor, region=plan.region_code, assigned=done.number,
        refused=len(done.refused), changed=plan.lines.filter(is_changed=True).count(), rule=plan.rule,
    )  # fmt: skip
    return done


def _draft(plan: AssignmentPlan, *, version: int, actor: Actor, on: date) -> AssignmentPlan:
    plan = AssignmentPlan.objects.select_for_update().get(pk=plan.pk)
    require_office(actor, plan.region_code, on=on)
    if plan.adopted_at is not None:
        raise WrongState("adopted", _("这个方案已经采用。"))
    if plan.version != version:
        raise Stale("stale", _("方案刚被修改，请刷新后再试。"))
    return plan
