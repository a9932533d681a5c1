"""Read what people were told, and who looked at their data."""

from django.db import models

from congress.privacy.models import ConsentNotice, Reveal


def current_notice(purpose: str) -> ConsentNotice:
    """The newest version of the notice for a purpose. Raises LookupError where none was published."""
    notice = ConsentNotice.objects.filter(purpose=purpose).order_by("-version").first()
    if notice is None:
        raise LookupError(f"no consent notice for {purpose!r}")
    return notice


def reveals_of(target: models.Model) -> models.QuerySet[Reveal]:
    """Every look at this object's personal data, newest first.

    The citizen's page shows field, reason and day only.
    """
    return Reveal.objects.filter(target_type=target._meta.label, target_id=str(target.pk)).order_by("-pk")
