"""The life of a yearly dossier: shown to the deputy, objected to, closed with a hash."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, RightExpired, Stale, WrongState
from congress.models import User
from congress.notices.services import Posting, post_notices
from congress.people.actors import Actor
from congress.texts import require_text
from deputies.dossiers.models import Dossier, DossierObjection
from deputies.dossiers.selectors import assemble
from deputies.dossiers.states import DOSSIER_FLOW, DossierState
from deputies.logbooks.services.verification import hash_of
from deputies.roster.models import Mandate
from deputies.roster.rules import require_keeper
from deputies.roster.selectors import reach

# Days in which the deputy may object after the dossier was shown.
OBJECT_DAYS = 15


@transaction.atomic
def open_dossiers(*, year: int, region_code: str, actor: Actor, on: date) -> int:
    """Begin the year's dossiers of all mandates of a division that lasted into it. Safe to repeat; how many are new."""
    require_keeper(actor, region_code, on=on)
    first, last = date(year, 1, 1), date(year, 12, 31)
    mandates = Mandate.objects.filter(
        constituency__region__code__startswith=region_code.rstrip("0"), starts_on__lte=last
    ).exclude(ends_on__lt=first)
    before = Dossier.objects.filter(year=year).count()
    Dossier.objects.bulk_create(
        (Dossier(mandate=mandate, year=year) for mandate in mandates), ignore_conflicts=True, batch_size=1000
    )
    new = Dossier.objects.filter(year=year).count() - before
    if new:
        record("deputies.dossier.opened", None, actor=actor, year=year, region=region_code, count=new)
    return new


@transaction.atomic
def show_dossier(dossier: Dossier, *, version: int, actor: User, at: datetime) -> Dossier:
    """Ask the deputy to look it through; objections are open for fifteen days."""
    dossier = _locked(dossier, version, actor, at)
    target = DOSSIER_FLOW.advance("show", dossier.state)
    if open_ones := dossier.objections.filter(answered_at=None).count():
        raise WrongState("unanswered", _("还有 %(n)d 条异议没有答复，答复以后再送核对。") % {"n": open_ones})
    dossier.state = target
    on = localdate(at)
    dossier.shown_on, dossier.object_until = on, on + timedelta(days=OBJECT_DAYS)
    _save(dossier, "state", "shown_on", "object_until")
    to = reach(dossier.mandate.deputy)
    if to is not None:
        post_notices(
            [
                Posting(
                    "dossier_shown",
                    to,
                    key=f"dossier-shown:{dossier.pk}:{dossier.version}",
                    link=f"/m/dossier/{dossier.uid}/",
                    context={"year": dossier.year, "until": dossier.object_until},
                )
            ]
        )
    record("deputies.dossier.shown", dossier, actor=actor, year=dossier.year, until=dossier.object_until)
    return dossier


@transaction.atomic
def object_to_dossier(dossier: Dossier, *, text: str, actor: User, at: datetime) -> DossierObjection:
    """The deputy says what is wrong, within the time."""
    dossier = (
        Dossier.objects.select_for_update(of=("self",)).select_related("mandate__deputy").get(pk=dossier.pk)
    )
    if dossier.mandate.deputy.user_id != actor.pk:
        raise NotAllowed("not_yours", _("只能对自己的档案提出异议。"))
    target = DOSSIER_FLOW.advance("object", dossier.state)
    if dossier.object_until is not None and localdate(at) > dossier.object_until:
        raise RightExpired(
            "too_late", _("异议期已于 %(day)s 届满。") % {"day": dossier.object_until.isoformat()}
        )
    objection = DossierObjection.objects.create(
        dossier=dossier, text=require_text(text, field="text", least=4, most=500), made_at=at
    )
    dossier.state = target
    _save(dossier, "state")
    record("deputies.dossier.objected", dossier, actor=actor, year=dossier.year)
    return objection


@transaction.atomic
def answer_objection(
    objection: DossierObjection, *, answer: str, version: int, actor: User, at: datetime
) -> DossierObjection:
    """Tell the deputy what was found, with the reason. The dossier is shown again afterwards. Once."""
    dossier = _locked(objection.dossier, version, actor, at)
    objection = DossierObjection.objects.select_for_update().get(pk=objection.pk)
    if objection.answered_at is not None:
        raise WrongState("answered", _("这条异议已经答复。"))
    if dossier.state != DossierState.OBJECTED:
        raise WrongState("not_objected", _("档案现在不在处理异议，不能答复。"))
    objection.answer = require_text(answer, field="answer", least=4, most=500)
    objection.answered_at, objection.answered_by = at, actor
    objection.save(update_fields=["answer", "answered_at", "answered_by"])
    _save(dossier)
    to = reach(dossier.mandate.deputy)
    if to is not None:
        post_notices(
            [
                Posting(
                    "dossier_answered",
                    to,
                    key=f"dossier-answered:{objection.pk}",
                    link=f"/m/dossier/{dossier.uid}/",
                    context={"year": dossier.year},
                )
            ]
        )
    record("deputies.dossier.answered", dossier, actor=actor, year=dossier.year, objection=objection.pk)
    return objection


@transaction.atomic
def close_dossier(dossier: Dossier, *, version: int, actor: User, at: datetime) -> Dossier:
    """Freeze it: the content as it stands, with the SHA-256 of its canonical JSON. Not while the deputy may object."""
    dossier = _locked(dossier, version, actor, at)
    target = DOSSIER_FLOW.advance("close", dossier.state)
    on = localdate(at)
    if dossier.year >= on.year:
        raise BadInput("not_over", _("这一年还没有结束，不能归档。"))
    if dossier.object_until is not None and on <= dossier.object_until:
        raise WrongState(
            "may_object", _("本人核对到 %(day)s，期满才能归档。") % {"day": dossier.object_until.isoformat()}
        )
    content = assemble(dossier.mandate, dossier.year)
    if content.pending:
        raise WrongState("pending", _("还有 %(n)d 条台账没有核实，处理完才能归档。") % {"n": content.pending})
    dossier.state, dossier.content = target, content.as_json()
    dossier.content_hash = hash_of(dossier.content)
    dossier.closed_at, dossier.closed_by = at, actor
    _save(dossier, "state", "content", "content_hash", "closed_at", "closed_by")
    record(
        "deputies.dossier.closed", dossier, actor=actor, year=dossier.year, content_hash=dossier.content_hash
    )
    return dossier


@transaction.atomic
def reopen_dossier(dossier: Dossier, *, reason: str, version: int, actor: User, at: datetime) -> Dossier:
    """Open a closed one again, with a reason; the old hash stays in the work log."""
    dossier = _locked(dossier, version, actor, at)
    dossier.state = DOSSIER_FLOW.advance("reopen", dossier.state)
    reason = require_text(reason, field="reason", least=4, most=200)
    old = dossier.content_hash
    dossier.content, dossier.content_hash, dossier.closed_at, dossier.closed_by = None, "", None, None
    dossier.shown_on = dossier.object_until = None
    _save(dossier, "state", "content", "content_hash", "closed_at", "closed_by", "shown_on", "object_until")
    record(
        "deputies.dossier.reopened", dossier, actor=actor, year=dossier.year, reason=reason, content_hash=old
    )
    return dossier


def _locked(dossier: Dossier, version: int, actor: User, at: datetime) -> Dossier:
    row = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related(
            "mandate__deputy__user",
            "mandate__term",
            "mandate__constituency",
            "mandate__delegation",
            "mandate__group",
        )
        .get(pk=dossier.pk)
    )
    require_keeper(actor, row.mandate.constituency.region_id, on=localdate(at))
    if row.version != version:
        raise Stale("stale", _("这份档案刚被处理，请刷新后再试。"))
    return row


def _save(dossier: Dossier, *names: str) -> None:
    dossier.version += 1
    dossier.save(update_fields=[*names, "version"])
