"""Rule tables: drafted from the default values, adopted by a second person, never changed after that."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.texts import require_text
from deputies.points.defaults import DEFAULTS
from deputies.points.models import PointPeriod, PointRule, RuleSet
from deputies.points.states import SHOWN_TO, EventKind, RuleSetState
from deputies.roster.rules import require_keeper

MOST_POINTS = 10_000


@transaction.atomic
def draft_ruleset(
    *, region_code: str, level: str, name: str, valid_from: date, basis: str, actor: User, on: date
) -> RuleSet:
    """A draft with the default lines, for the office to change before somebody else adopts it."""
    require_keeper(actor, region_code, on=on)
    ruleset = RuleSet.objects.create(
        region_code=region_code,
        level=level,
        name=require_text(name, field="name", least=4, most=80),
        basis=require_text(basis, field="basis", least=4, most=120),
        valid_from=valid_from,
        proposed_by=actor,
    )
    PointRule.objects.bulk_create(
        PointRule(
            ruleset=ruleset,
            order=order,
            event=line.event,
            label=line.label,
            points=line.points,
            cap=line.cap,
            cap_group=line.cap_group,
            evidence=line.evidence,
            basis=line.basis,
        )
        for order, line in enumerate(DEFAULTS, start=1)
    )
    record("deputies.ruleset.drafted", ruleset, actor=actor, level=str(level), region_code=region_code)
    return ruleset


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A line as typed. Points and cap in hundredths of a point."""

    event: str
    label: str
    points: int
    cap: int | None = None
    cap_group: str = ""
    evidence: str = ""
    basis: str = ""
    feeds_every_mandate: bool = False


@transaction.atomic
def put_rule(
    ruleset: RuleSet, draft: RuleDraft, *, rule: PointRule | None = None, actor: User, on: date
) -> PointRule:
    """Add a line to a draft, or write one of its lines anew."""
    ruleset = _draft(ruleset, actor, on)
    if draft.event not in EventKind.values:
        raise BadInput("no_event", _("请选择来源。"), field="event")
    if not -MOST_POINTS <= draft.points <= MOST_POINTS or draft.points == 0:
        raise BadInput("bad_points", _("分值要在 -100 到 100 之间，且不为 0。"), field="points")
    if draft.cap is not None and (draft.cap < 0) != (draft.points < 0):
        raise BadInput("bad_cap", _("上限的正负要与分值一致。"), field="cap")
    row = rule or PointRule(
        ruleset=ruleset, order=(ruleset.rules.aggregate(most=Max("order"))["most"] or 0) + 1
    )
    if row.ruleset_id != ruleset.pk:
        raise WrongState("other_table", _("这一项不在这份办法里。"))
    row.event, row.points, row.cap = draft.event, draft.points, draft.cap
    row.label = require_text(draft.label, field="label", least=2, most=60)
    row.cap_group, row.feeds_every_mandate = draft.cap_group.strip()[:20], draft.feeds_every_mandate
    row.evidence, row.basis = draft.evidence.strip()[:80], draft.basis.strip()[:120]
    row.save()
    record("deputies.ruleset.line_put", ruleset, actor=actor, label=row.label, points=row.points, cap=row.cap)
    return row


@transaction.atomic
def drop_rule(rule: PointRule, *, actor: User, on: date) -> None:
    """Take a line out of a draft."""
    ruleset = _draft(rule.ruleset, actor, on)
    record("deputies.ruleset.line_dropped", ruleset, actor=actor, label=rule.label)
    rule.delete()


@transaction.atomic
def show_ranking_to(ruleset: RuleSet, whom: str, *, actor: User, on: date) -> RuleSet:
    """Who sees the ranking, also of a table in force: "nobody", "office" or "deputies"."""
    require_keeper(actor, ruleset.region_code, on=on)
    if whom not in SHOWN_TO:
        raise BadInput("bad_choice", _("请选择排名公开范围。"), field="whom")
    ruleset = RuleSet.objects.select_for_update().get(pk=ruleset.pk)
    if ruleset.ranking_shown_to != whom:
        ruleset.ranking_shown_to = whom
        ruleset.save(update_fields=["ranking_shown_to"])
        record("deputies.ruleset.ranking_shown", ruleset, actor=actor, whom=whom)
    return ruleset


def _draft(ruleset: RuleSet, actor: User, on: date) -> RuleSet:
    require_keeper(actor, ruleset.region_code, on=on)
    ruleset = RuleSet.objects.select_for_update().get(pk=ruleset.pk)
    if ruleset.state != RuleSetState.DRAFT:
        raise WrongState("adopted", _("这份积分办法已经施行，不能再改。"))
    return ruleset


@transaction.atomic
def adopt_ruleset(ruleset: RuleSet, *, actor: User, at: datetime) -> RuleSet:
    """Put a draft in force from its day. The table before it ends the day before; who proposed it may not adopt it."""
    require_keeper(actor, ruleset.region_code, on=localdate(at))
    ruleset = RuleSet.objects.select_for_update().get(pk=ruleset.pk)
    if ruleset.state != RuleSetState.DRAFT:
        raise WrongState("adopted", _("这份积分办法已经施行，不能再改。"))
    if ruleset.proposed_by_id == actor.pk:
        raise NotAllowed("second_person", _("起草人不能施行自己起草的办法，请由另一位工作人员施行。"))
    rules = list(ruleset.rules.all())
    if not rules:
        raise WrongState("no_rules", _("办法中还没有积分项目。"))
    twice = [label for label, n in Counter((rule.event, rule.label) for rule in rules).items() if n > 1]
    if twice:
        raise BadInput("rule_twice", _("“%(label)s”列了两次。") % {"label": twice[0][1]}, field="label")
    same = list(
        RuleSet.objects.select_for_update().filter(
            region_code=ruleset.region_code, level=ruleset.level, state=RuleSetState.ADOPTED
        )
    )
    if any(other.valid_from >= ruleset.valid_from for other in same):
        raise BadInput("overlap", _("已有同日或更晚施行的办法，新办法的施行日期要更晚。"), field="valid_from")
    if PointPeriod.objects.filter(
        region_code=ruleset.region_code, level=ruleset.level, year__gt=ruleset.valid_from.year
    ).exists():
        raise BadInput("period_closed", _("施行日期之后的年度已经冻结。"), field="valid_from")
    for other in same:
        if other.valid_to is None or other.valid_to >= ruleset.valid_from:
            other.valid_to = ruleset.valid_from - timedelta(days=1)
            other.save(update_fields=["valid_to"])
    ruleset.state, ruleset.adopted_by, ruleset.adopted_at = RuleSetState.ADOPTED, actor, at
    ruleset.save(update_fields=["state", "adopted_by", "adopted_at"])
    record(
        "deputies.ruleset.adopted",
        ruleset,
        actor=actor,
        valid_from=ruleset.valid_from.isoformat(),
        rules=len(rules),
    )
    return ruleset
