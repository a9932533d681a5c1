"""Who may sign in with a password: people. Partner systems have tokens."""

from django.contrib.auth.backends import ModelBackend

from congress.people.models import User


class PersonBackend(ModelBackend):
    def user_can_authenticate(self, user: User | None) -> bool:
        """Open accounts of people. A partner's is refused like a wrong password, and counts like one."""
        return super().user_can_authenticate(user) and not getattr(user, "is_service", False)
