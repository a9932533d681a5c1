"""What becomes of a citizen's comment on the notice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Domain paper B2, step 5.
LEAST_NOTICE_DAYS = 7


class CommentState(models.TextChoices):
    RECEIVED = "received", _("待答复")
    ANSWERED = "answered", _("已答复")
    WITHHELD = "withheld", _("不公布")
