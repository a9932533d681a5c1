"""Who may read a file: asked of the app that the file's owner belongs to."""

from datetime import date
from typing import Any, Protocol

from django.db.models import Model


class CanRead(Protocol):
    """May this user (or AnonymousUser) read the files of this owner on that day?"""

    def __call__(self, user: Any, owner: Any, /, *, on: date) -> bool: ...


# By the owner's label, e.g. "petitions.suggestion".
policies: dict[str, CanRead] = {}


def register_attachment_policy(model_label: str, can_read: CanRead) -> None:
    """Say who may read the files of this model; called from `AppConfig.ready()`. Without a policy: nobody."""
    policies[model_label.lower()] = can_read


def may_read(user: Any, owner: Model | None, *, on: date) -> bool:
    """The policy's answer; a file without an owner, or whose owner has no policy, is nobody's to read."""
    if owner is None:
        return False
    policy = policies.get(owner._meta.label_lower)
    return policy is not None and bool(policy(user, owner, on=on))
