"""The first page of the deputies' phone: what waits, what the apps put there, what is new."""

from typing import Any

from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from congress.notices.selectors import inbox_of, unread_badge
from congress.registry import MenuEntry, phone_panels, register_menu, todos_of
from congress.web.faces import PhoneMixin

SHOWN = 3
MOST_TODOS = 4


class HomeView(PhoneMixin, TemplateView):
    template_name = "phone/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, localdate()
        todos = todos_of(user, today)
        filled = [(panel.template, panel.context(user, today)) for panel in phone_panels]
        return super().get_context_data(
            items=inbox_of(user, at=now(), limit=SHOWN, unread_only=True),
            today=today,
            todos=todos[:MOST_TODOS],
            more_todos=max(0, len(todos) - MOST_TODOS),
            panels=[
                {"template": template, "panel": panel} for template, panel in filled if panel is not None
            ],
            **kwargs,
        )


class TodoView(PhoneMixin, TemplateView):
    """待办: all that waits."""

    template_name = "phone/todos.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(todos=todos_of(self.request.user, localdate()), **kwargs)


def register_phone_menu() -> None:
    """The bar at the bottom. Called when the app is ready."""
    register_menu(
        MenuEntry("phone", "", _("首页"), "phone-home", "house", order=10),
        MenuEntry("phone", "", _("待办"), "phone-todos", "list-checks", order=20),
        MenuEntry("phone", "", _("消息"), "phone-notices", "bell", order=80, count=unread_badge),
        MenuEntry("phone", "", _("我的"), "account", "user-round", order=90),
    )
