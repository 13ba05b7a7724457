"""Changes to tables that hold rows, made beside the traffic of the version that is running.

On PostgreSQL an index is built, and a constraint checked, without keeping anybody from writing. SQLite, whose writers
wait for one another anyway, has one way of doing it. `tests/test_migrations.py` refuses what would hold somebody up.
"""

from typing import Any

from django.contrib.postgres import operations as postgresql
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor
from django.db.migrations import operations as plain


class AddIndexBeside(postgresql.AddIndexConcurrently):
    """Build an index beside the traffic. Its migration says `atomic = False`."""

    def database_forwards(self, app_label: str, schema_editor: Editor, *states: Any) -> None:
        """Build it."""
        way = postgresql.AddIndexConcurrently if _is_postgresql(schema_editor) else plain.AddIndex
        way.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Editor, *states: Any) -> None:
        """Take it away."""
        way = postgresql.AddIndexConcurrently if _is_postgresql(schema_editor) else plain.AddIndex
        way.database_backwards(self, app_label, schema_editor, *states)


class RemoveIndexBeside(postgresql.RemoveIndexConcurrently):
    """Take an index away beside the traffic. Its migration says `atomic = False`."""

    def database_forwards(self, app_label: str, schema_editor: Editor, *states: Any) -> None:
        """Take it away."""
        way = postgresql.RemoveIndexConcurrently if _is_postgresql(schema_editor) else plain.RemoveIndex
        way.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Editor, *states: Any) -> None:
        """Build it again."""
        way = postgresql.RemoveIndexConcurrently if _is_postgresql(schema_editor) else plain.RemoveIndex
        way.database_backwards(self, app_label, schema_editor, *states)


class AddCheckForNewRows(postgresql.AddConstraintNotValid):
    """Demand a check of every row written from now on; those that are there are checked by `CheckOldRows`."""

    def database_forwards(self, app_label: str, schema_editor: Editor, *states: Any) -> None:
        """Demand it; on SQLite, of every row."""
        way = postgresql.AddConstraintNotValid if _is_postgresql(schema_editor) else plain.AddConstraint
        way.database_forwards(self, app_label, schema_editor, *states)


class CheckOldRows(postgresql.ValidateConstraint):
    """Check the rows that were there before, while others are written: a migration of its own, after the other."""

    def database_forwards(self, app_label: str, schema_editor: Editor, *states: Any) -> None:
        """Check them; on SQLite, that was done at once."""
        if _is_postgresql(schema_editor):
            super().database_forwards(app_label, schema_editor, *states)


def _is_postgresql(schema_editor: Editor) -> bool:
    return schema_editor.connection.vendor == "postgresql"
