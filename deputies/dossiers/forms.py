"""Forms of the dossiers."""

from django import forms
from django.utils.translation import gettext_lazy as _


class VersionForm(forms.Form):
    """A step without any words."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(VersionForm):
    """重新打开."""

    reason = forms.CharField(
        label=_("原因"), min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class ObjectForm(forms.Form):
    """异议."""

    text = forms.CharField(
        label=_("哪里不对"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class YearForm(forms.Form):
    """建档."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
