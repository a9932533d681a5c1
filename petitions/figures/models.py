"""The roll-up that the pages of figures read: one row a month, county, handler, group of categories and channel."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation
from petitions.suggestions.states import Channel

# Counted in the month of receipt: the cohort, so that an old backlog cannot hide.
COHORT = (
    "received", "people", "on_spot", "accepted", "declined", "merged", "closed", "sent", "sent_in_time", "delivered",
    "signed_in_time", "auto_signed", "returned",
)  # fmt: skip
# Counted in the month of the limit.
DUE = ("due", "due_met", "due_strict")
# Counted in the month of the reply.
ANSWER = (
    "replied", "contact", "rated_contact", "satisfied", "basically", "dissatisfied", "solved", "partly", "unsolved",
    "follow_due", "follow_done", "follow_reached", "reopened", "second_no", "days_n", "days_sum",
)  # fmt: skip
MEASURES = (*COHORT, *DUE, *ANSWER)


class _Cell(models.Model):
    month = models.DateField(_("月份"))
    county_code = models.CharField(_("县市区"), max_length=6)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("承办单位")
    )
    # The first two digits of the category; empty while nobody has sorted it.
    category_group = models.CharField(_("类别"), max_length=2, blank=True)
    channel = models.CharField(_("来源"), max_length=10, choices=Channel)

    class Meta:
        abstract = True


class MonthFigure(_Cell):
    """Counts of one cell; what each counts stands in `services.refresh`."""

    class Meta:
        verbose_name = verbose_name_plural = _("月度统计")
        indexes = [models.Index(fields=["month", "county_code"], name="month_figure_place")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.county_code}"


for _name in MEASURES:
    MonthFigure.add_to_class(_name, models.PositiveIntegerField(default=0))


class DaysFigure(_Cell):
    """How many replies of a cell took how many working days: medians and percentiles come from here."""

    days = models.PositiveIntegerField()
    n = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("用时分布")
        indexes = [models.Index(fields=["month", "county_code"], name="days_figure_place")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.county_code} {self.days}: {self.n}"


class StaleFigure(models.Model):
    """A month of a county that must be counted anew although no case says so: cases were taken away."""

    month = models.DateField()
    county_code = models.CharField(max_length=6)

    class Meta:
        verbose_name = verbose_name_plural = _("待重算统计")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.county_code}"


class FigureState(models.Model):
    """Up to which change the roll-up is counted; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    counted_to = models.DateTimeField()
    refreshed_on = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = _("统计进度")

    def __str__(self) -> str:
        return f"{self.counted_to:%Y-%m-%d %H:%M}"
