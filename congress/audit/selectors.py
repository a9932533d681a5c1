"""Read the work log."""

from django.db import models

from congress.audit.models import AuditEvent


def events_of(target: models.Model) -> models.QuerySet[AuditEvent]:
    """Everything that happened to one object, oldest first."""
    return AuditEvent.objects.filter(target_type=target._meta.label, target_id=str(target.pk)).order_by("seq")
