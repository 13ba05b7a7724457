"""The database: a copy of it as it stood at one moment, while it is in use, and a database filled from a copy."""

from contextlib import AbstractContextManager
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from portal.audit.models import ChainHead
from portal.backups import postgresql_copies, sqlite_copies
from portal.backups.archives import ArchiveReader
from portal.backups.errors import BackupRefused
from portal.backups.manifests import Manifest
from portal.backups.snapshots import Snapshot

FROM_MIGRATIONS = {ContentType, Permission, ChainHead}
"""What migrations leave in a database that nobody has used yet."""


def snapshot(workplace: Path) -> AbstractContextManager[Snapshot]:
    """The database as it is now; `workplace` is a directory for what has to lie somewhere meanwhile."""
    return sqlite_copies.snapshot(workplace) if _is_sqlite() else postgresql_copies.snapshot(workplace)


def fill(reader: ArchiveReader, workplace: Path) -> None:
    """Fill the database, which is empty, from a backup: all of it or, where anything goes wrong, no row."""
    way = sqlite_copies.fill if _is_sqlite() else postgresql_copies.fill
    way(reader, workplace)


def refuse_another(manifest: Manifest) -> None:
    """Raise BackupRefused where a backup is of another kind of database, or of a later release."""
    if manifest.database != connection.vendor:
        kinds = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        was, now = kinds.get(manifest.database, manifest.database), kinds.get(connection.vendor, connection.vendor)
        raise BackupRefused(f"The backup is of {was}, and DATABASE_URL names {now}. Set it to an empty {was}.")
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [key for key in manifest.migrations if key not in known]
    if unknown:
        raise BackupRefused(
            f"The backup is of another release ({manifest.release}), with the migration {unknown[0][0]} "
            f"{unknown[0][1]}, which this one does not have. Restore it with that release, then upgrade."
        )


def used_tables() -> list[str]:
    """The tables that hold rows of somebody's work."""
    there = set(connection.introspection.table_names())
    models = [model for model in apps.get_models(include_auto_created=True) if model not in FROM_MIGRATIONS]
    return [
        model._meta.db_table for model in models if model._meta.db_table in there and model._default_manager.exists()
    ]


def migrations() -> list[tuple[str, str]]:
    """The migrations that the database stands at, as far as this release has them."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return sorted(key for key in MigrationRecorder(connection).applied_migrations() if key in known)


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"
