"""The legal_basis room as a Django app."""

from django.apps import AppConfig


class LegalBasisConfig(AppConfig):
    """BY WHAT POWER: the law as reviewed files, the checklists, the pure engine that walks them, assessments."""

    name = "legal_basis"
