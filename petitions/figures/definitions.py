"""Every figure with its definition, as it stands on the pages. Pure: counts in, shares out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# With fewer cases behind it a share is shown grey.
SMALL = 10


@dataclass(frozen=True, slots=True)
class Share:
    """A share of `of` cases; None over nothing, never 0 % or 100 %."""

    n: int
    of: int

    @property
    def value(self) -> float | None:
        return self.n / self.of if self.of else None

    @property
    def text(self) -> str:
        return f"{self.n / self.of:.1%}" if self.of else "—"

    @property
    def is_small(self) -> bool:
        return self.of < SMALL


@dataclass(frozen=True, slots=True)
class Figure:
    """A share: its parts (names of measures, added up) and its words."""

    name: str
    label: str | Promise
    definition: str | Promise
    top: tuple[str, ...]
    bottom: tuple[str, ...]


RATED = ("satisfied", "basically", "dissatisfied")
FIGURES = (
    Figure(
        "on_time",
        _("按期办结率"),
        _("期限在本期内的事项中，在期限内（含批准的延期）答复的比例。"),
        ("due_met",),
        ("due",),
    ),
    Figure(
        "strict",
        _("严格按期率"),
        _("同上，但不算延期：在最初的期限内答复的比例。"),
        ("due_strict",),
        ("due",),
    ),
    Figure(
        "closed",
        _("办结率"),
        _("本期登记并受理的事项中，到现在已办结的比例。按登记月份计，积压不会被掩盖。"),
        ("closed",),
        ("accepted",),
    ),
    Figure(
        "satisfaction",
        _("满意率"),
        _("有效评价中“满意”和“基本满意”的比例。未评价不算满意；存疑的评价和危急事项不计。"),
        ("satisfied", "basically"),
        RATED,
    ),
    Figure("satisfaction_strict", _("严格满意率"), _("有效评价中只算“满意”的比例。"), ("satisfied",), RATED),
    Figure(
        "solved",
        _("解决率"),
        _("回答了“是否解决”的群众中，认为“已解决”的比例；“部分解决”另列，“无需解决”不计。"),
        ("solved",),
        ("solved", "partly", "unsolved"),
    ),
    Figure(
        "partly",
        _("部分解决率"),
        _("同上，认为“部分解决”的比例。"),
        ("partly",),
        ("solved", "partly", "unsolved"),
    ),
    Figure(
        "rated",
        _("参评率"),
        _("留有联系方式的答复中，群众作了评价的比例。"),
        ("rated_contact",),
        ("contact",),
    ),
    Figure("reopened", _("重办率"), _("答复中因群众不满意而重新办理的比例。"), ("reopened",), ("replied",)),
    Figure(
        "second_no",
        _("二次不满意率"),
        _("重新办理的事项中，群众仍不满意的比例。"),
        ("second_no",),
        ("reopened",),
    ),
    Figure(
        "accepted",
        _("受理率"),
        _("登记的事项中已受理的比例；并案的不计入受理。"),
        ("accepted",),
        ("received",),
    ),
    Figure("declined", _("不予受理率"), _("登记的事项中决定不予受理的比例。"), ("declined",), ("received",)),
    Figure("on_spot", _("当场答复率"), _("登记的事项中当场答复的比例。"), ("on_spot",), ("received",)),
    Figure(
        "sent_in_time",
        _("转办及时率"),
        _("转办的事项中，在分办期限内转出的比例。"),
        ("sent_in_time",),
        ("sent",),
    ),
    Figure(
        "signed_in_time",
        _("签收及时率"),
        _("送达的事项中，单位在期限内自行签收的比例；系统逾期代签算单位未签收。"),
        ("signed_in_time",),
        ("delivered",),
    ),
    Figure(
        "returned",
        _("退办率"),
        _("送达的事项中被退回的比例；1 减去它就是派准率。"),
        ("returned",),
        ("delivered",),
    ),
    Figure(
        "followed",
        _("回访率"),
        _("应回访的答复（留有联系方式）中，已回访的比例。"),
        ("follow_done",),
        ("follow_due",),
    ),
    Figure(
        "reached",
        _("回访成功率"),
        _("已回访的答复中，联系上群众的比例。"),
        ("follow_reached",),
        ("follow_done",),
    ),
)
BY_NAME = {figure.name: figure for figure in FIGURES}
DAYS_DEFINITION = _(
    "从登记到现行答复的工作日数（登记当天不算）。中位：一半的事项不超过它；P90：九成的事项不超过它。"
)


@dataclass(slots=True)
class Tally:
    """The counts behind a line of figures."""

    counts: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[int, int] = field(default_factory=dict)

    def n(self, measure: str) -> int:
        """One count; templates read `counts`."""
        return self.counts.get(measure) or 0

    def share(self, name: str) -> Share:
        """One of FIGURES over these counts."""
        figure = BY_NAME[name]
        return Share(sum(self.n(m) for m in figure.top), sum(self.n(m) for m in figure.bottom))

    @property
    def shares(self) -> dict[str, Share]:
        return {figure.name: self.share(figure.name) for figure in FIGURES}

    @property
    def average(self) -> float | None:
        """Average working days, one decimal."""
        return round(self.n("days_sum") / self.n("days_n"), 1) if self.n("days_n") else None

    @property
    def median(self) -> int | None:
        return self.percentile(0.5)

    @property
    def p90(self) -> int | None:
        return self.percentile(0.9)

    def percentile(self, share: float) -> int | None:
        """The smallest number of days within which this share of the replies came (nearest rank)."""
        total = sum(self.days.values())
        if not total:
            return None
        wanted, seen = ceil(share * total), 0
        for days, n in sorted(self.days.items()):
            seen += n
            if seen >= wanted:
                return days
        return None

    @property
    def is_small(self) -> bool:
        return self.n("replied") < SMALL
