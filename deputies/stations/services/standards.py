"""The standard and the star scheme are replaced by later versions, never changed: old results keep their rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import region_prefixes
from congress.texts import require_text
from deputies.stations.models import Criterion, Standard, StandardItem

# What the machine can count for a criterion: see services.ratings.figure_of.
FIGURES = ("haves", "on_schedule", "grid")
FULL = 100
CITY_PREFIX = 4


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One of the haves."""

    name: str
    what_counts: str


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """A line of the scheme; `figure` is one of FIGURES or empty, then the inspector gives the points."""

    name: str
    weight: int
    is_result: bool = False
    figure: str = ""


def may_set_rules(user: User, *, on: date) -> bool:
    """Standard and scheme hold for the whole city: its congress office sets them, no county's."""
    return any(len(prefix) <= CITY_PREFIX for prefix in region_prefixes(user, [Role.CLERK], on=on))


@transaction.atomic
def set_standard(
    *,
    name: str,
    basis: str,
    valid_from: date,
    holds_days: int,
    items: Sequence[ItemDraft],
    actor: User,
    on: date,
) -> Standard:
    """A new standard from a coming day on; the present one ends the day before."""
    _require_city(actor, on=on)
    # Two clerks at once: the second waits here and finds the first one's version coming.
    standards = list(Standard.objects.select_for_update().order_by("pk"))
    name = require_text(name, field="name", least=2, most=40)
    _require_new(name, {row.name for row in standards})
    _require_coming(valid_from, _coming_standard(on), on=on)
    if not 30 <= holds_days <= 1100:
        raise BadInput("bad_days", _("检查结果的有效天数应在 30 到 1100 之间。"), field="holds_days")
    _require_names([item.name for item in items])
    Standard.objects.filter(valid_to__isnull=True).update(valid_to=valid_from - timedelta(days=1))
    standard = Standard.objects.create(
        name=name, basis=basis.strip()[:120], valid_from=valid_from, holds_days=holds_days
    )
    StandardItem.objects.bulk_create(
        StandardItem(
            standard=standard,
            order=order,
            name=require_text(item.name, field="items", least=2, most=40),
            what_counts=require_text(item.what_counts, field="items", least=2, most=120),
        )
        for order, item in enumerate(items, start=1)
    )
    record(
        "deputies.standard.set", standard, actor=actor, name=name, valid_from=valid_from.isoformat(),
        items=[item.name for item in items],
    )  # fmt: skip
    return standard


@transaction.atomic
def drop_standard(standard: Standard, *, actor: User, on: date) -> None:
    """Take back one that is not in force yet; the present one goes on."""
    _require_city(actor, on=on)
    rows = {row.pk: row for row in Standard.objects.select_for_update().order_by("pk")}
    found = rows.get(standard.pk)
    if found is None:
        raise WrongState("already_dropped", _("这一版已经撤回。"))
    if found.valid_from <= on:
        raise WrongState("in_force", _("已经生效的标准不能撤回，请另立新的一版。"))
    record("deputies.standard.dropped", found, actor=actor, name=found.name)
    found.delete()
    last = Standard.objects.order_by("-valid_from").first()
    if last is not None:
        Standard.objects.filter(pk=last.pk).update(valid_to=None)


@transaction.atomic
def set_scheme(
    *, name: str, valid_from: date, criteria: Sequence[CriterionDraft], actor: User, on: date
) -> list[Criterion]:
    """A new star scheme from a coming day on. Rounds that were applied for before keep the old one's lines.

    100 points in all, for the stars are cut at fixed scores; half of them at least for results (domain paper G4).
    """
    _require_city(actor, on=on)
    known = list(Criterion.objects.select_for_update().order_by("pk"))
    name = require_text(name, field="name", least=2, most=40)
    _require_new(name, {row.scheme for row in known})
    _require_coming(valid_from, _coming_scheme(on), on=on)
    _require_names([row.name for row in criteria])
    if any(row.weight < 1 or row.figure not in ("", *FIGURES) for row in criteria):
        raise BadInput("bad_weight", _("每项指标至少 1 分。"), field="criteria")
    total = sum(row.weight for row in criteria)
    if total != FULL:
        raise BadInput(
            "not_100", _("各项合计应为 100 分，现在是 %(n)d 分。") % {"n": total}, field="criteria"
        )
    results = sum(row.weight for row in criteria if row.is_result)
    if 2 * results < total:
        raise BadInput(
            "results_too_light",
            _("结果类指标合计 %(n)d 分，应不少于 50 分。") % {"n": results},
            field="criteria",
        )
    rows = Criterion.objects.bulk_create(
        Criterion(
            scheme=name,
            valid_from=valid_from,
            order=order,
            name=require_text(row.name, field="criteria", least=2, most=60),
            weight=row.weight,
            is_result=row.is_result,
            figure=row.figure,
        )
        for order, row in enumerate(criteria, start=1)
    )
    record(
        "deputies.scheme.set", None, actor=actor, name=name, valid_from=valid_from.isoformat(),
        criteria=[[row.name, row.weight, row.is_result] for row in criteria],
    )  # fmt: skip
    return rows


@transaction.atomic
def drop_scheme(name: str, *, actor: User, on: date) -> None:
    """Take back one that is not in force yet."""
    _require_city(actor, on=on)
    rows = [row for row in Criterion.objects.select_for_update().order_by("pk") if row.scheme == name]
    if not rows:
        raise WrongState("already_dropped", _("这一版已经撤回。"))
    if rows[0].valid_from <= on:
        raise WrongState("in_force", _("已经生效的办法不能撤回，请另立新的一版。"))
    Criterion.objects.filter(pk__in=[row.pk for row in rows]).delete()
    record("deputies.scheme.dropped", None, actor=actor, name=name)


def _coming_standard(on: date) -> date | None:
    return Standard.objects.filter(valid_from__gt=on).values_list("valid_from", flat=True).first()


def _coming_scheme(on: date) -> date | None:
    return Criterion.objects.filter(valid_from__gt=on).values_list("valid_from", flat=True).first()


def _require_city(actor: User, *, on: date) -> None:
    if not may_set_rules(actor, on=on):
        raise NotAllowed("not_allowed", _("建设标准和星级办法由市级人大机关制定。"))


def _require_new(name: str, known: set[str]) -> None:
    if name in known:
        raise BadInput("name_taken", _("已有同名的一版，请在名称里写明年份。"), field="name")


def _require_coming(valid_from: date, coming: date | None, *, on: date) -> None:
    if coming is not None:
        raise WrongState(
            "one_coming", _("已有一版从 %(day)s 起生效，请先撤回它。") % {"day": coming.isoformat()}
        )
    if valid_from <= on:
        # From today on would change the rule under a form that somebody has just opened.
        raise BadInput("not_coming", _("生效日期应在今天以后。"), field="valid_from")


def _require_names(names: Sequence[str]) -> None:
    field = "items"
    if not names:
        raise BadInput("nothing", _("至少写一项。"), field=field)
    if len({name.strip() for name in names}) < len(names):
        raise BadInput("twice", _("有两项同名。"), field=field)
