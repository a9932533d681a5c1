"""Forms of the rota beside the plan: wishes, days without duty, swaps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deputies.roster.forms import DATE, PlainForm


class WishForm(PlainForm):
    """Days on which a deputy cannot, or would like to, be on duty."""

    is_preferred = forms.TypedChoiceField(
        label=_("这几天"),
        choices=[("no", _("不能值班")), ("yes", _("希望值班"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    starts_on = forms.DateField(label=_("从"), widget=DATE)
    ends_on = forms.DateField(label=_("到"), widget=DATE)
    note = forms.CharField(label=_("说明"), max_length=60, required=False)


class BlackoutForm(PlainForm):
    """Days on which a division plans no duty."""

    region_code = forms.ChoiceField(label=_("范围"))
    starts_on = forms.DateField(label=_("从"), widget=DATE)
    ends_on = forms.DateField(label=_("到"), widget=DATE)
    reason = forms.CharField(label=_("原因"), min_length=2, max_length=60)

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region_code"].choices = regions  # type: ignore[attr-defined]


class SwapForm(PlainForm):
    """Who is asked, and for what in return: `deputy:<pk>` for nothing, `place:<pk>` for one of the other's shifts."""

    choice = forms.ChoiceField(label=_("换给谁"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("附言"), max_length=100, required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]
