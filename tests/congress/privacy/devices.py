"""A row with an encrypted field that every installation has: the second factor of an account."""

from django.utils.timezone import now

from congress.people.models import TotpDevice, User


def make_device(user: User, seed: str) -> TotpDevice:
    """The device, straight into the table."""
    return TotpDevice.objects.create(user=user, seed=seed, made_at=now())
