"""PostgreSQL: each table as COPY gives it, all of one moment, and the tables themselves made by the migrations.

Not pg_dump: it refuses a server newer than itself, as Debian's own is beside a managed one, so a backup would hang on
what a machine happens to have. COPY comes with the connection, streams, locks nobody out, and reads back on any later
version of PostgreSQL, under any name of the owner.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from portal.backups.archives import ArchiveReader
from portal.backups.errors import BackupRefused
from portal.backups.manifests import Manifest
from portal.backups.snapshots import FOLDER, Snapshot

MIGRATIONS = "django_migrations"  # written by the migrations that a restore runs

COLUMNS = """
    SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
    GROUP BY 1 ORDER BY 1
"""
SEQUENCES = """
    SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY 1
"""


@contextmanager
def snapshot(workplace: Path) -> Iterator[Snapshot]:
    """All tables as one transaction sees them, which nobody waits for."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(COLUMNS)
        passing = {MIGRATIONS, settings.CACHES["default"]["LOCATION"]}
        tables = {table: columns for table, columns in cursor.fetchall() if table not in passing}
        cursor.execute(SEQUENCES)
        yield Snapshot(_dumped(cursor, tables, workplace), tables, dict(cursor.fetchall()))


def fill(reader: ArchiveReader, workplace: Path) -> None:
    """The tables by the migrations that the backup stood at; then all rows in one transaction."""
    manifest = reader.manifest
    _migrate(manifest)
    with transaction.atomic(durable=True), connection.cursor() as cursor, _as_written(cursor, list(manifest.tables)):
        cursor.execute(f"TRUNCATE {', '.join(map(_quoted, manifest.tables))}")
        for table, columns in manifest.tables.items():
            packed = workplace / "table.gz"
            with packed.open("wb") as sink:
                reader.copy(_name(table), sink)
            with gzip.open(packed) as source:
                cursor.copy_expert(f"COPY {_listed(table, columns)} FROM STDIN", source)
            packed.unlink()
        for sequence, value in manifest.sequences.items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [_quoted(sequence), value])


def _dumped(cursor: CursorWrapper, tables: dict[str, list[str]], workplace: Path) -> Iterator[tuple[str, Path]]:
    for table, columns in tables.items():
        packed = workplace / "table.gz"
        with gzip.open(packed, "wb", compresslevel=6) as sink:
            cursor.copy_expert(f"COPY {_listed(table, columns)} TO STDOUT", sink)
        yield _name(table), packed
        packed.unlink()


def _migrate(manifest: Manifest) -> None:
    """Make the tables as they were. Raises BackupRefused where the database has later ones already."""
    wanted = set(manifest.migrations)
    executor = MigrationExecutor(connection)
    if later := set(executor.loader.applied_migrations) & set(executor.loader.disk_migrations) - wanted:
        raise BackupRefused(f"The database has tables of a later release ({min(later)}). Give an empty database.")
    last = [key for key in manifest.migrations if not _followed(executor, key, wanted)]
    executor.migrate(last)


def _followed(executor: MigrationExecutor, key: tuple[str, str], wanted: set[tuple[str, str]]) -> bool:
    """Whether a later migration of the same app is wanted too."""
    return any(child.key in wanted and child.key[0] == key[0] for child in executor.loader.graph.node_map[key].children)


@contextmanager
def _as_written(cursor: CursorWrapper, tables: list[str]) -> Iterator[None]:
    """Rows come as they are, table by table: those of the trail without acts, and some before the rows they name."""
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for table in tables:
        cursor.execute(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER USER")
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(f"ALTER TABLE {_quoted(table)} ENABLE TRIGGER USER")


def _name(table: str) -> str:
    return f"{FOLDER}{table}.copy.gz"


def _listed(table: str, columns: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(map(_quoted, columns))})"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
