"""The filters of the work log, kept in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congress.oversight.selectors import Search
from congress.registry import verbs


class SearchForm(forms.Form):
    """Reads the query string. What is wrong stays visible with its sentence, and does not narrow."""

    verb = forms.ChoiceField(label=_("事项"), required=False)
    actor = forms.CharField(label=_("操作人"), required=False, max_length=150)
    target = forms.CharField(label=_("对象"), required=False, max_length=200)
    request_id = forms.CharField(label=_("请求编号"), required=False, max_length=64)
    since = forms.DateField(
        label=_("起始日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("截止日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted((verb.name, str(verb.label)) for verb in verbs.values())
        self.fields["verb"].choices = [("", _("全部")), *known]  # type: ignore[attr-defined]
        self.fields["actor"].widget.attrs["placeholder"] = _("姓名或账号")
        self.fields["target"].widget.attrs["placeholder"] = _("名称开头")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("结束日期不能早于开始日期。"))
        return data

    @property
    def search(self) -> Search:
        """What can be used of the query."""
        self.is_valid()
        return Search(**{name: value for name, value in self.cleaned_data.items() if value})
