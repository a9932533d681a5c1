"""Mandates begin, pause and end. Each change is a row that stays; the mandate shows what they add up to."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congress import clock
from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.models import User
from congress.people.actors import Actor
from deputies.roster.followers import tell_followers
from deputies.roster.models import Constituency, Deputy, Mandate, MandateChange, Team
from deputies.roster.rules import require_keeper
from deputies.roster.states import BEGINNINGS, ENDINGS, ChangeKind, MandateState, TeamKind


@dataclass(frozen=True, slots=True)
class MandateDraft:
    """The seat: where elected, and in which delegation, group and committee the deputy sits."""

    constituency: Constituency
    starts_on: date
    delegation: Team | None = None
    group: Team | None = None
    committee: Team | None = None
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided a change, on what basis."""

    decided_by: str = ""
    basis: str = ""
    note: str = ""


@transaction.atomic
def begin_mandate(
    deputy: Deputy,
    draft: MandateDraft,
    *,
    kind: ChangeKind = ChangeKind.ELECTED,
    decision: Decision | None = None,
    actor: Actor,
    on: date,
) -> Mandate:
    """Give a deputy a seat: elected, elected in a by-election, or moved in from another electing body."""
    constituency = draft.constituency
    term = constituency.term
    require_keeper(actor, constituency.region_id, on=on)
    if kind not in BEGINNINGS:
        raise BadInput("not_a_beginning", _("请选择当选、补选或转入。"), field="kind")
    if not term.starts_on <= draft.starts_on <= term.ends_on:
        raise BadInput("outside_term", _("任职日期不在本届任期内。"), field="starts_on")
    for field, team, team_kind in (
        ("delegation", draft.delegation, TeamKind.DELEGATION),
        ("group", draft.group, TeamKind.GROUP),
        ("committee", draft.committee, TeamKind.COMMITTEE),
    ):
        if team is not None and (team.term_id != term.pk or team.kind != team_kind):
            raise BadInput("other_term", _("所选的代表团、小组或委员会不属于这一届。"), field=field)
    # Two clerks entering the same person: the second waits here and meets the first one's mandate.
    deputy = Deputy.objects.select_for_update(no_key=True).get(pk=deputy.pk)
    if deputy.mandates.filter(term=term, ends_on__isnull=True).exists():
        raise WrongState("already_in_office", _("这位代表在本届已有代表资格。"))
    mandate = Mandate.objects.create(
        deputy=deputy,
        term=term,
        level=term.level,
        region_code=term.region_code,
        constituency=constituency,
        delegation=draft.delegation,
        group=draft.group,
        committee=draft.committee,
        certificate=draft.certificate.strip(),
        starts_on=draft.starts_on,
    )
    _add_change(mandate, kind, draft.starts_on, decision, actor)
    return mandate


@transaction.atomic
def change_mandate(
    mandate: Mandate,
    *,
    kind: ChangeKind,
    effective_on: date,
    decision: Decision | None = None,
    actor: Actor,
    on: date,
) -> Mandate:
    """Suspend, resume or end a mandate. `effective_on` is the first day without the seat or its duties.

    It may lie ahead, but not before anything that already happened to this mandate: history is added to, not
    rewritten. Grounds that end a mandate: Deputies Law, art. 62; suspension: art. 61.
    """
    deputy = Deputy.objects.select_for_update(no_key=True).get(pk=mandate.deputy_id)
    mandate = Mandate.objects.select_related("term", "constituency").get(pk=mandate.pk)
    require_keeper(actor, mandate.constituency.region_id, on=on)
    decision = decision or Decision()
    if mandate.state == MandateState.ENDED:
        raise WrongState("already_ended", _("该代表资格已经终止，不能再变动。"))
    latest = mandate.changes.order_by("-on").values_list("on", flat=True).first() or mandate.starts_on
    if effective_on <= latest:
        raise BadInput(
            "before_last_change",
            _("生效日期必须晚于上一次变动（%(day)s）。") % {"day": latest.isoformat()},
            field="effective_on",
        )
    if kind == ChangeKind.SUSPENSION and mandate.state == MandateState.ACTIVE:
        mandate.state = MandateState.SUSPENDED
    elif kind == ChangeKind.RESUMPTION and mandate.state == MandateState.SUSPENDED:
        mandate.state = MandateState.ACTIVE
    elif kind in ENDINGS:
        mandate.state = MandateState.ENDED
        mandate.ends_on = date.fromordinal(effective_on.toordinal() - 1)
    else:
        raise WrongState(
            "not_now", _("当前状态为“%(state)s”，不能做这项变动。") % {"state": mandate.get_state_display()}
        )
    if kind in ENDINGS and not decision.basis.strip():
        raise BadInput("no_basis", _("终止代表资格必须写明依据。"), field="basis")
    mandate.save(update_fields=["state", "ends_on"])
    _add_change(mandate, kind, effective_on, decision, actor)
    if mandate.ends_on and not _others(deputy, mandate, after=mandate.ends_on):
        tell_followers(deputy, last_day=mandate.ends_on, actor=actor)
    return mandate


def _others(deputy: Deputy, ended: Mandate, *, after: date) -> bool:
    """Is there a mandate that goes on when this one is over?"""
    day = date.fromordinal(after.toordinal() + 1)
    return Mandate.objects.in_office(day).filter(deputy=deputy).exclude(pk=ended.pk).exists()


def _add_change(
    mandate: Mandate, kind: ChangeKind, day: date, decision: Decision | None, actor: Actor
) -> MandateChange:
    decision = decision or Decision()
    change = MandateChange.objects.create(
        mandate=mandate,
        kind=kind,
        on=day,
        decided_by=decision.decided_by.strip(),
        basis=decision.basis.strip(),
        note=decision.note.strip(),
        recorded_by=actor if isinstance(actor, User) else None,
        recorded_at=clock.now(),
    )
    record(
        f"deputies.mandate.{'begun' if kind in BEGINNINGS else 'changed'}",
        mandate.deputy,
        actor=actor,
        kind=str(kind),
        level=str(mandate.level),
        term=str(mandate.term),
        constituency=mandate.constituency.name,
        effective_on=day.isoformat(),
        last_day=mandate.ends_on.isoformat() if mandate.ends_on else None,
    )
    return change
