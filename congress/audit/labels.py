"""The verbs of the core, and the words that screens show for any verb."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb, verbs

AUDIT_VERBS = (
    Verb("congress.audit.exported", _("导出审计记录")),
    Verb("congress.audit.verified", _("校验审计链")),
)


def label_of(verb: str) -> str:
    """The Chinese label; the bare name for a verb that no installed app knows any more."""
    known = verbs.get(verb)
    return str(known.label) if known else verb
