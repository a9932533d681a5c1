"""What the core itself erases when its time is over."""

from congress.privacy.phone_codes import erase_phone_codes
from congress.privacy.services import register_eraser


def register_own_erasers() -> None:
    """Called when the app is ready. Label and basis are the first content of a row, as the office would type it."""
    register_eraser(
        "congress.phone_codes",
        label="手机验证码记录",
        months=1,
        basis="个人信息保护法第四十七条",
        eraser=erase_phone_codes,
    )
