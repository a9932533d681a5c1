"""Audit verbs of the import."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS = (Verb("petitions.intake.undone", _("撤销导入")),)
