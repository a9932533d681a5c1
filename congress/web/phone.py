"""The first page of the deputies' phone: what is new, and the ways from here."""

from typing import Any

from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from congress.notices.selectors import inbox_of, unread_badge
from congress.registry import MenuEntry, register_menu
from congress.web.faces import PhoneMixin

SHOWN = 3


class HomeView(PhoneMixin, TemplateView):
    template_name = "phone/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = inbox_of(self.request.user, at=now(), limit=SHOWN, unread_only=True)
        return super().get_context_data(items=items, today=localdate(), **kwargs)


def register_phone_menu() -> None:
    """The bar at the bottom. Called when the app is ready."""
    register_menu(
        MenuEntry("phone", "", _("首页"), "phone-home", "house", order=10),
        MenuEntry("phone", "", _("消息"), "phone-notices", "bell", order=80, count=unread_badge),
        MenuEntry("phone", "", _("我的"), "account", "user-round", order=90),
    )
