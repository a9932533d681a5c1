"""What the core itself erases when its time is over."""

from django.utils.translation import gettext_lazy as _

from congress.privacy.phone_codes import erase_phone_codes
from congress.privacy.services import register_eraser


def register_own_erasers() -> None:
    """Called when the app is ready."""
    register_eraser(
        "congress.phone_codes",
        label=_("手机验证码记录"),
        months=1,
        basis=_("个人信息保护法第四十七条"),
        eraser=erase_phone_codes,
    )
