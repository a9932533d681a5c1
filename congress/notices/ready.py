"""What notices announce to the core when it is ready: the worker's bell, the term of addresses."""

from django.utils.translation import gettext_lazy as _

from congress.notices import tasks
from congress.notices.services import erase_addresses
from congress.notices.wakeup import hang_bell
from congress.privacy.services import register_eraser


def register_notices() -> None:
    """Called when the app is ready."""
    hang_bell(tasks.ring)
    register_eraser(
        "congress.notices",
        label=_("通知的手机号和地址"),
        months=12,
        basis=_("个人信息保护法第四十七条"),
        eraser=erase_addresses,
    )
