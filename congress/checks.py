"""What Django checks at every start beside its own: settings that only bite when something breaks."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def task_times_in_order(**_kwargs: Any) -> Sequence[CheckMessage]:
    """A task that outlives the broker's visibility time-out is handed to a second worker while the first still runs it."""
    soft, hard = settings.CELERY_TASK_SOFT_TIME_LIMIT, settings.CELERY_TASK_TIME_LIMIT
    visible = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    if soft < hard < visible:
        return []
    return [
        Error(
            f"Task time limits ({soft} s soft, {hard} s hard) must end before the visibility time-out ({visible} s).",
            hint="Split long work into several tasks instead of raising the limit.",
            id="congress.E101",
        )
    ]
