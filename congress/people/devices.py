"""A word for the device behind a User-Agent header, good enough to recognise one's own sessions."""

from django.utils.translation import gettext_lazy as _

# The first match wins: WeChat also says Safari, Edge also says Chrome, Android also says Linux.
_PROGRAMS = [
    ("MicroMessenger", _("微信")),
    ("Edg", "Edge"),
    ("360SE", "360"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
_SYSTEMS = [
    ("HarmonyOS", _("鸿蒙")),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", _("安卓手机")),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
]


def device_name(user_agent: str) -> str:
    """E.g. `微信 · 安卓手机`, `Edge · Windows`; 未知设备 when the header says nothing known."""
    parts = [
        next((label for mark, label in table if mark in user_agent), "") for table in (_PROGRAMS, _SYSTEMS)
    ]
    return " · ".join(str(part) for part in parts if part) or str(_("未知设备"))
