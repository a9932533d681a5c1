"""Stars: applied for, visited, announced, perhaps objected to, granted. One service a step."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, Stale, WrongState
from congress.models import User
from congress.people.actors import Actor
from deputies.stations.models import Criterion, DutyShift, Score, StarRating, Station
from deputies.stations.rules import require_keeper, require_office
from deputies.stations.states import RATING_FLOW, SERVING, ShiftState

# From which score on how many stars; a station below the last gets none.
BANDS = ((90, 5), (80, 4), (70, 3), (60, 2), (50, 1))
# How long the announcement hangs before stars are granted, and how long they shine (every station within three years).
ANNOUNCED_DAYS = 7
VALID_YEARS = 3
TENTH = Decimal("0.1")


def stars_for(score: Decimal) -> int | None:
    """The stars of a score."""
    return next((stars for least, stars in BANDS if score >= least), None)


def criteria_on(day: date) -> list[Criterion]:
    """The newest scheme in force. Raises WrongState for none, or one whose results weigh less than half."""
    newest = Criterion.objects.filter(valid_from__lte=day).order_by("-valid_from", "scheme").first()
    if newest is None:
        raise WrongState("no_scheme", _("还没有录入星级评定办法。"))
    rows = list(
        Criterion.objects.filter(scheme=newest.scheme, valid_from=newest.valid_from).order_by("order")
    )
    if 2 * sum(row.weight for row in rows if row.is_result) < sum(row.weight for row in rows):
        # Stations that exist on paper only scored well wherever paper weighed more.
        raise WrongState("results_too_light", _("星级评定办法中结果类指标不到一半，不能使用。"))
    return rows


def figure_of(station: Station, name: str, *, on: date) -> tuple[Decimal | None, str]:
    """The share between 0 and 1 that a criterion is filled by, and where it comes from; None where nothing was counted."""
    if name == "haves" and station.standard_of:
        met, of = station.standard_met or 0, station.standard_of
        return Decimal(met) / of, _("最近一次检查 %(met)d/%(of)d 项") % {"met": met, "of": of}
    if name == "grid":
        row = station.cells.aggregate(all=Count("pk"), held=Count("deputy"))
        if row["all"]:
            return Decimal(row["held"]) / row["all"], _("%(held)d/%(all)d 个村有责任代表") % row
    if name == "on_schedule":
        row = DutyShift.objects.filter(
            station=station, on__gt=on - timedelta(days=365), on__lte=on, is_hollow=False
        ).aggregate(
            held=Count("pk", filter=Q(state=ShiftState.DONE)),
            missed=Count("pk", filter=Q(state=ShiftState.MISSED)),
        )
        planned = row["held"] + row["missed"]
        if planned:
            return Decimal(row["held"]) / planned, _("一年来按期接待 %(held)d/%(all)d 次") % {
                "held": row["held"], "all": planned,
            }  # fmt: skip
    return None, ""


@transaction.atomic
def apply_for_stars(station: Station, *, points: Mapping[int, Decimal], actor: Actor, on: date) -> StarRating:
    """The station rates itself, by criterion. Once a year."""
    station = (
        Station.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=station.pk)
    )
    require_keeper(actor, station, on=on)
    if station.state not in SERVING:
        raise WrongState("station_closed", _("该站点没有运行，不能申报。"))
    if StarRating.objects.filter(station=station, year=on.year).exists():
        raise WrongState("rating_twice", _("本年度已经申报过星级。"))
    criteria = criteria_on(on)
    _check_points(criteria, points)
    rating = StarRating.objects.create(
        station=station, scheme=criteria[0].scheme, year=on.year, self_score=sum(points.values())
    )
    for criterion in criteria:
        share, source = figure_of(station, criterion.figure, on=on)
        Score.objects.create(
            rating=rating,
            criterion=criterion,
            self_points=points[criterion.pk],
            points=None if share is None else (share * criterion.weight).quantize(TENTH),
            source=source,
        )
    _note(rating, "apply", actor, score=str(rating.self_score))
    return rating


@transaction.atomic
def visit_rating(
    rating: StarRating, *, points: Mapping[int, Decimal], version: int, actor: User, on: date
) -> StarRating:
    """The office was there and sets the points of every criterion."""
    rating = _open(rating, "visit", version=version, actor=actor, on=on)
    criteria = [score.criterion for score in rating.scores.select_related("criterion")]
    _check_points(criteria, points)
    for score in rating.scores.all():
        score.points = points[score.criterion_id]
        score.save(update_fields=["points"])
    rating.score = sum(points.values(), Decimal(0))
    rating.stars = stars_for(rating.score)
    rating.visited_on, rating.visited_by = on, actor
    return _close(rating, actor, score=str(rating.score), stars=rating.stars)


@transaction.atomic
def announce_rating(rating: StarRating, *, version: int, actor: Actor, on: date) -> StarRating:
    """The result hangs out for objections."""
    rating = _open(rating, "announce", version=version, actor=actor, on=on)
    rating.announced_on = on
    return _close(rating, actor, stars=rating.stars)


@transaction.atomic
def object_to_rating(rating: StarRating, *, text: str, version: int, actor: Actor, on: date) -> StarRating:
    """Write down an objection that came in while the result was announced."""
    rating = _open(rating, "object", version=version, actor=actor, on=on)
    if not text.strip():
        raise BadInput("no_text", _("请写明异议内容。"), field="text")
    rating.objection = text.strip()[:300]
    return _close(rating, actor)


@transaction.atomic
def answer_objection(
    rating: StarRating, *, text: str, score: Decimal | None, version: int, actor: Actor, on: date
) -> StarRating:
    """Settle an objection, with another score where it was right; the announcement starts anew."""
    rating = _open(rating, "answer", version=version, actor=actor, on=on)
    if not text.strip():
        raise BadInput("no_text", _("请写明处理结果。"), field="text")
    if score is not None:
        if not 0 <= score <= 100:
            raise BadInput("bad_score", _("分数应在 0 到 100 之间。"), field="score")
        rating.score, rating.stars = score, stars_for(score)
    rating.answer, rating.announced_on = text.strip()[:300], on
    return _close(rating, actor, score=str(rating.score), stars=rating.stars)


@transaction.atomic
def grant_rating(rating: StarRating, *, version: int, actor: Actor, on: date) -> StarRating:
    """The stars count from today, when the announcement has hung long enough."""
    rating = _open(rating, "grant", version=version, actor=actor, on=on)
    ready = (rating.announced_on or on) + timedelta(days=ANNOUNCED_DAYS)
    if on < ready:
        raise WrongState(
            "still_announced", _("公示未满 7 天，%(day)s 起可以评定。") % {"day": ready.isoformat()}
        )
    rating.granted_on = on
    rating.valid_until = date(on.year + VALID_YEARS, 12, 31)
    Station.objects.filter(pk=rating.station_id).update(
        stars=rating.stars, stars_until=rating.valid_until if rating.stars else None
    )
    return _close(rating, actor, stars=rating.stars)


@transaction.atomic
def withdraw_rating(rating: StarRating, *, text: str, version: int, actor: Actor, on: date) -> StarRating:
    """Take a round back; granted stars go with it."""
    rating = _open(rating, "withdraw", version=version, actor=actor, on=on)
    if not text.strip():
        raise BadInput("no_text", _("请写明撤销的原因。"), field="text")
    if rating.granted_on:
        Station.objects.filter(pk=rating.station_id).update(stars=None, stars_until=None)
    rating.answer = text.strip()[:300]
    return _close(rating, actor)


def _check_points(criteria: list[Criterion], points: Mapping[int, Decimal]) -> None:
    for criterion in criteria:
        given = points.get(criterion.pk)
        if given is None or not 0 <= given <= criterion.weight:
            raise BadInput(
                "bad_points",
                _("“%(name)s”应在 0 到 %(most)d 分之间。")
                % {"name": criterion.name, "most": criterion.weight},
                field=f"points_{criterion.pk}",
            )


def _open(rating: StarRating, step: str, *, version: int, actor: Actor, on: date) -> StarRating:
    rating = (
        StarRating.objects.select_for_update(of=("self",))
        .select_related("station__organisation")
        .get(pk=rating.pk)
    )
    require_office(actor, rating.station.region_code, on=on)
    rating.state = RATING_FLOW.advance(step, rating.state)
    if rating.version != version:
        raise Stale("stale", _("这次评定刚被办理，请刷新后再试。"))
    rating.taken = step  # type: ignore[attr-defined]
    return rating


def _close(rating: StarRating, actor: Actor, **facts: object) -> StarRating:
    rating.version += 1
    rating.save()
    _note(rating, rating.taken, actor, **facts)  # type: ignore[attr-defined]
    return rating


def _note(rating: StarRating, step: str, actor: Actor, **facts: object) -> None:
    record(f"deputies.rating.{step}", rating.station.organisation, actor=actor, year=rating.year, **facts)
