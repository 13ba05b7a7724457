"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only, hash-chained trail."""

    name = "portal.audit"
    label = "audit"
