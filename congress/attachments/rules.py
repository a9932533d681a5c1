"""Who may read a file: asked of the app that the file's owner belongs to."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model

# can_read(user or AnonymousUser, owner, on) by the owner's label, e.g. "petitions.suggestion".
CanRead = Callable[[Any, Model, date], bool]

policies: dict[str, CanRead] = {}


def register_attachment_policy(model_label: str, can_read: CanRead) -> None:
    """Say who may read the files of this model; called from `AppConfig.ready()`. Without a policy: nobody."""
    policies[model_label.lower()] = can_read


def may_read(user: Any, owner: Model | None, *, on: date) -> bool:
    """The policy's answer; a file without an owner, or whose owner has no policy, is nobody's to read."""
    if owner is None:
        return False
    policy = policies.get(owner._meta.label_lower)
    return policy is not None and bool(policy(user, owner, on))
