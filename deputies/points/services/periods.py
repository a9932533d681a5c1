"""Closing a quarter or a year, and the appeals before and after."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, RightExpired, WrongState
from congress.models import User
from congress.texts import require_text
from deputies.points.models import PointAccount, PointAppeal, PointAward, PointPeriod
from deputies.points.services.recount import closed_quarters, lock_year, write_totals
from deputies.points.states import AppealState, AwardState
from deputies.roster.models import Mandate
from deputies.roster.rules import require_keeper

# How long a deputy may appeal after a quarter or year was closed.
APPEAL_DAYS = 10


@transaction.atomic
def freeze_period(
    *, region_code: str, level: str, year: int, quarter: int, actor: User, at: datetime
) -> PointPeriod:
    """Close a quarter (1-4) or a year (0) that is over. `content_hash` is the SHA-256 of the totals' canonical JSON.

    A quarter's totals are before caps: caps are of the year.
    """
    on = localdate(at)
    require_keeper(actor, region_code, on=on)
    if quarter not in range(5):
        raise BadInput("no_quarter", _("请选择季度或全年。"), field="quarter")
    if (year, quarter * 3 if quarter else 12) >= (on.year, on.month):
        raise BadInput("not_over", _("这一时段还没有结束，不能冻结。"), field="quarter")
    lock_year(region_code, level, year)
    if (quarter or 0) in closed_quarters(region_code, level, year) or len(
        closed_quarters(region_code, level, year)
    ) == 4:
        raise WrongState("period_closed", _("这一时段已经冻结。"))
    inside = {"mandate__region_code": region_code, "mandate__level": level, "year": year}
    sums: Iterable[tuple[int, int]]
    if quarter:
        sums = (
            PointAward.objects.filter(**inside, state=AwardState.CONFIRMED, on__quarter=quarter)
            .values_list("mandate")
            .annotate(points=Sum("points"))
        )
    else:
        sums = PointAccount.objects.filter(**inside).values_list("mandate", "total")
    totals = {str(mandate): points for mandate, points in sums}
    period = PointPeriod.objects.create(
        region_code=region_code,
        level=level,
        year=year,
        quarter=quarter,
        frozen_at=at,
        frozen_by=actor,
        totals=totals,
        content_hash=hash_of(totals),
    )
    record(
        "deputies.points.frozen",
        period,
        actor=actor,
        year=year,
        quarter=quarter,
        content_hash=period.content_hash,
    )
    return period


def hash_of(totals: dict[str, int]) -> str:
    """The SHA-256 of the totals as canonical JSON."""
    return hashlib.sha256(json.dumps(totals, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@transaction.atomic
def appeal(
    mandate: Mandate, *, award: PointAward | None, year: int, text: str, actor: User, at: datetime
) -> PointAppeal:
    """Appeal against an award, or for one that is missing: while the year is open, and ten days after it closed."""
    if mandate.deputy.user_id != actor.pk or (award is not None and award.mandate_id != mandate.pk):
        raise NotAllowed("not_own", _("只能对自己的积分提出申诉。"))
    lock_year(mandate.region_code, mandate.level, year)
    closed = PointPeriod.objects.filter(
        region_code=mandate.region_code, level=mandate.level, year=year, quarter=0
    ).first()
    if closed and localdate(at) > localdate(closed.frozen_at) + timedelta(days=APPEAL_DAYS):
        raise RightExpired("appeal_over", _("申诉期限（冻结后十日）已过。"))
    if mandate.appeals.filter(award=award, state=AppealState.OPEN).exists():
        raise WrongState("appeal_open", _("您对这一条的申诉还没有裁定，不用重复提出。"))
    row = PointAppeal.objects.create(
        mandate=mandate,
        award=award,
        text=require_text(text, field="text", least=4, most=500),
        made_at=at,
    )
    record("deputies.points.appealed", mandate.deputy, actor=actor, appeal=row.pk)
    return row


@transaction.atomic
def rule_appeal(
    row: PointAppeal, *, is_upheld: bool, ruling: str, points: int | None = None, actor: User, at: datetime
) -> PointAppeal:
    """Rule on an appeal. Upheld with `points` (hundredths), the award gets that value and no recount changes it.

    In a closed time no figure can be changed: WrongState, and nothing is ruled.
    """
    mandate = Mandate.objects.select_related("deputy").get(pk=row.mandate_id)
    require_keeper(actor, mandate.region_code, on=localdate(at))
    row = PointAppeal.objects.select_for_update(of=("self",)).select_related("award").get(pk=row.pk)
    if row.state != AppealState.OPEN:
        raise WrongState("ruled", _("这件申诉已经裁定。"))
    if mandate.deputy.user_id == actor.pk:
        raise NotAllowed("own_appeal", _("不能裁定自己的申诉。"))
    row.ruling = require_text(ruling, field="ruling", least=4, most=500)
    row.state = AppealState.UPHELD if is_upheld else AppealState.REJECTED
    row.ruled_by, row.ruled_at = actor, at
    row.save(update_fields=["ruling", "state", "ruled_by", "ruled_at"])
    award = row.award
    if is_upheld and award is not None and points is not None:
        lock_year(mandate.region_code, mandate.level, award.year)
        if (award.on.month + 2) // 3 in closed_quarters(mandate.region_code, mandate.level, award.year):
            raise WrongState("period_closed", _("这一时段的积分已经冻结，不再变动。"))
        award.points, award.state, award.decided_by = points, AwardState.CONFIRMED, actor
        award.save(update_fields=["points", "state", "decided_by"])
        write_totals(mandate.region_code, mandate.level, award.year, at=at, only=[mandate.pk])
    record("deputies.points.ruled", mandate.deputy, actor=actor, appeal=row.pk, state=str(row.state))
    return row
