"""What the work log calls what happens to files."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

ATTACHMENT_VERBS = (
    Verb("congress.attachment.published", _("公开附件")),
    Verb("congress.attachment.unpublished", _("取消公开附件")),
    Verb("congress.attachment.removed", _("删除附件")),
    Verb("congress.attachment.quarantined", _("隔离附件")),
)
