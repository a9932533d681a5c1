"""Nightly tidying of accounts."""

from celery import shared_task
from django.utils.timezone import now

from congress.people.services import clear_old_sign_ins, close_unused_accounts


@shared_task(name="congress.tidy_accounts")
def tidy_accounts() -> int:
    """Close accounts that nobody uses; drop expired sessions and sign-ins that nobody will look at again."""
    return close_unused_accounts(at=now()) + clear_old_sign_ins(at=now())
