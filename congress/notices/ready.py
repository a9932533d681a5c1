"""What notices announce to the core when it is ready: the worker's bell, the gauges, a verb, the term of addresses."""

from django.utils.translation import gettext_lazy as _

from congress.notices import tasks
from congress.notices.selectors import backlog
from congress.notices.services import erase_addresses
from congress.notices.wakeup import hang_bell
from congress.privacy.services import register_eraser
from congress.registry import Verb, register_gauge, register_verbs


def register_notices() -> None:
    """Called when the app is ready."""
    hang_bell(tasks.ring)
    register_gauge("notices_waiting", "Notices that are due and not delivered yet", lambda: backlog().waiting)
    register_gauge("notices_oldest_seconds", "Age of the oldest due notice", lambda: backlog().oldest_seconds)
    register_gauge("notices_parked", "Notices given up that a person must look at", lambda: backlog().parked)
    register_verbs(Verb("congress.notices.retried", _("重新发送通知")))
    register_eraser(
        "congress.notices",
        label=_("通知的手机号和地址"),
        months=12,
        basis=_("个人信息保护法第四十七条"),
        eraser=erase_addresses,
    )
