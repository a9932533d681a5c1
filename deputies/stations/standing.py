"""How a station stands: the haves of its last check and its stars, each with the rule beside it."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType

from congress.models import Attachment
from deputies.stations.models import CheckAnswer, Criterion, StarRating, Station, StationCheck
from deputies.stations.states import RatingState


@dataclass(slots=True)
class Standing:
    """The newest check; an inspection outranks a self-check of the same day."""

    check: StationCheck | None = None
    answers: list[CheckAnswer] = field(default_factory=list)

    @property
    def holds_until(self) -> date | None:
        """The last day on which the check counts."""
        if self.check is None:
            return None
        return date.fromordinal(self.check.on.toordinal() + self.check.standard.holds_days)


@dataclass(slots=True)
class StarRule:
    """The granted round and the lines of its scheme; `result_weight` of `weight` points are for results."""

    rating: StarRating
    criteria: list[Criterion]

    @property
    def weight(self) -> int:
        """All points there are."""
        return sum(row.weight for row in self.criteria)

    @property
    def result_weight(self) -> int:
        """Points for what came of the work."""
        return sum(row.weight for row in self.criteria if row.is_result)


def standing_of(station: Station) -> Standing:
    """The last check of a station with its answers. Two queries."""
    check = (
        StationCheck.objects.filter(station=station)
        .select_related("standard")
        .order_by("-on", "kind", "-pk")
        .first()
    )
    if check is None:
        return Standing()
    return Standing(check, list(check.answers.select_related("item").order_by("item__order")))


def with_photos(standing: Standing) -> Standing:
    """The same with the photos of each answer as `photos`: for the desk. One query."""
    kind = ContentType.objects.get_for_model(CheckAnswer)
    keys = [str(answer.pk) for answer in standing.answers]
    found: dict[str, list[Attachment]] = {}
    for photo in Attachment.objects.handed_out().filter(owner_type=kind, owner_id__in=keys):
        found.setdefault(photo.owner_id, []).append(photo)
    for answer in standing.answers:
        answer.photos = found.get(str(answer.pk), [])  # type: ignore[attr-defined]
    return standing


def star_rule(station: Station) -> StarRule | None:
    """The round that gave the station its stars. Two queries."""
    rating = StarRating.objects.filter(station=station, state=RatingState.GRANTED).order_by("-year").first()
    if rating is None:
        return None
    return StarRule(rating, list(Criterion.objects.filter(scheme=rating.scheme).order_by("order")))
