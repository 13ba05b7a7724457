"""The protocols room as a Django app."""

from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    """WHAT IS AGREED: templates, drafting, consultation, approval, signing, documents, life after signing."""

    name = "protocols"
