"""Reading the trail."""

from django.db import models

from portal.audit.models import AuditEvent


def events_of(subject: models.Model) -> models.QuerySet[AuditEvent]:
    """Everything that happened to one thing, oldest first."""
    return AuditEvent.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
