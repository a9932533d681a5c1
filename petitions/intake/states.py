"""Words of the import of ledgers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    MATCHING = "matching", _("核对中")
    QUEUED = "queued", _("导入中")
    DONE = "done", _("已导入")
    REFUSED = "refused", _("未导入")
    UNDONE = "undone", _("已撤销")


class WithoutReply(TextChoices):
    """What becomes of rows that have no reply."""

    OPEN = "open", _("继续办理：进入待分办，期限从导入当天起算")
    ARCHIVE = "archive", _("只存档：不再办理，不计期限")
