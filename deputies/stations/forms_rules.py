"""Forms of a new standard and a new star scheme: rows to fill in, a few empty ones below."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deputies.roster.forms import DATE, PlainForm
from deputies.stations.models import Criterion, StandardItem
from deputies.stations.services.standards import CriterionDraft, ItemDraft

SPARE_ROWS = 3
MOST_ROWS = 15
FIGURE_CHOICES = (
    ("", _("核查人员打分")),
    ("haves", _("系统取数：最近一次达标检查")),
    ("on_schedule", _("系统取数：按期接待")),
    ("grid", _("系统取数：责任网格覆盖")),
)


class _RowsForm(PlainForm):
    """Named parts in numbered rows: an empty first part leaves the row out."""

    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("写明年份，与以前的版本分得开。"))
    valid_from = forms.DateField(
        label=_("生效日期"), widget=DATE, help_text=_("生效以前的检查和评定仍按原来的版本。")
    )

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(MOST_ROWS, len(rows) + SPARE_ROWS)
        for number in range(self.count):
            given = rows[number] if number < len(rows) else {}
            for part, field in self.parts(number).items():
                field.initial = given.get(part)
                self.fields[f"{part}_{number}"] = field

    def parts(self, number: int) -> dict[str, forms.Field]:
        """The fields of a row."""
        raise NotImplementedError

    def heads(self) -> list[forms.BoundField]:
        """The fields above the rows."""
        return [field for field in self.visible_fields() if field.name in self.base_fields]

    def lines(self) -> list[list[forms.BoundField]]:
        """The rows."""
        return [[self[f"{part}_{n}"] for part in self.parts(n)] for n in range(self.count)]

    def filled(self) -> list[dict[str, Any]]:
        """The rows with a name, of a valid form."""
        rows = []
        for number in range(self.count):
            row = {part: self.cleaned_data.get(f"{part}_{number}") for part in self.parts(number)}
            if row["title"]:
                rows.append(row)
        return rows


class StandardForm(_RowsForm):
    """建设标准."""

    basis = forms.CharField(label=_("依据"), max_length=120, required=False)
    holds_days = forms.IntegerField(label=_("检查结果有效天数"), min_value=30, max_value=1100)

    def parts(self, number: int) -> dict[str, forms.Field]:
        """Name, and what counts as having it."""
        return {
            "title": forms.CharField(
                label=_("第 %(n)d 项") % {"n": number + 1}, max_length=40, required=False
            ),
            "what": forms.CharField(label=_("怎样算有"), max_length=120, required=False),
        }

    def items(self) -> list[ItemDraft]:
        """The service's argument."""
        return [ItemDraft(row["title"], row["what"] or "") for row in self.filled()]

    @staticmethod
    def rows_of(items: list[StandardItem]) -> list[dict[str, Any]]:
        """The version in force, to begin with."""
        return [{"title": item.name, "what": item.what_counts} for item in items]


class SchemeForm(_RowsForm):
    """星级评定办法."""

    def parts(self, number: int) -> dict[str, forms.Field]:
        """Name, points, whether for results, and where the points come from."""
        return {
            "title": forms.CharField(
                label=_("第 %(n)d 项") % {"n": number + 1}, max_length=60, required=False
            ),
            "weight": forms.IntegerField(label=_("分值"), min_value=1, max_value=100, required=False),
            "is_result": forms.BooleanField(label=_("结果类"), required=False),
            "figure": forms.ChoiceField(label=_("得分来源"), choices=FIGURE_CHOICES, required=False),
        }

    def criteria(self) -> list[CriterionDraft]:
        """The service's argument."""
        return [
            CriterionDraft(row["title"], row["weight"] or 0, bool(row["is_result"]), row["figure"] or "")
            for row in self.filled()
        ]

    @staticmethod
    def rows_of(criteria: list[Criterion]) -> list[dict[str, Any]]:
        """The version in force, to begin with."""
        return [
            {"title": row.name, "weight": row.weight, "is_result": row.is_result, "figure": row.figure}
            for row in criteria
        ]
