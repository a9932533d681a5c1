"""What the core lists of these pages."""

from django.utils.translation import gettext_lazy as _

from congress.people.roles import Role
from congress.registry import MenuEntry, register_menu


def register_oversight() -> None:
    """Called when the app is ready."""
    register_menu(
        MenuEntry(
            face="desk",
            group=_("监督"),
            label=_("审计记录"),
            url_name="audit-events",
            icon="file-search",
            roles=frozenset({Role.AUDIT_ADMIN}),
            order=900,
        )
    )
