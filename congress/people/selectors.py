"""What pages read about accounts."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from congress.people.models import Grant, RecoveryCode, SignIn, TotpDevice, User
from congress.regions.models import Organisation

ENDED_SHOWN = 10


def living_sign_ins(user: User, *, at: datetime) -> QuerySet[SignIn]:
    """The account's sessions that have neither ended nor run out, newest use first."""
    silence = timedelta(minutes=max(settings.SESSION_IDLE_MINUTES.values()))
    return SignIn.objects.filter(
        user=user,
        ended_at__isnull=True,
        seen_at__gte=at - silence,
        signed_in_at__gte=at - timedelta(hours=settings.SESSION_LONGEST_HOURS),
    ).order_by("-seen_at", "-pk")


def past_sign_ins(user: User, *, at: datetime) -> QuerySet[SignIn]:
    """The last few sessions that are over."""
    living = living_sign_ins(user, at=at)
    return (
        SignIn.objects.filter(user=user)
        .exclude(pk__in=living.values("pk"))
        .order_by("-seen_at")[:ENDED_SHOWN]
    )


def has_second_factor(user: User) -> bool:
    """Does the account ask for a code at sign-in?"""
    return TotpDevice.objects.filter(user=user, confirmed=True).exists()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes are still unused."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def holders_of(organisation: Organisation, *, on: date) -> QuerySet[User]:
    """The open accounts with any grant at the organisation that day."""
    current = Grant.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        organisation=organisation,
    )
    return User.objects.filter(is_active=True, pk__in=current.values("user")).order_by("username")
