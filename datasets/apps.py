"""The datasets room as a Django app."""

from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    """WHAT COULD BE SHARED: data sets, definitions and boundaries, offers and wants."""

    name = "datasets"
