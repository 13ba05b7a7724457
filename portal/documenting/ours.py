"""Which management commands are the product's own."""

from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand


def own_commands() -> dict[str, BaseCommand]:
    """The commands of the apps that stand in this repository, by name, in order."""
    own = {app.name for app in apps.get_app_configs() if Path(app.path).parent.is_relative_to(settings.BASE_DIR)}
    own -= {app.name for app in apps.get_app_configs() if "site-packages" in app.path}
    names = sorted((name, str(app)) for name, app in get_commands().items() if app in own)
    return {name: import_module(f"{app}.management.commands.{name}").Command() for name, app in names}
