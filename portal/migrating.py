"""Changes to tables that hold rows, made beside the traffic of the version that is running.

On PostgreSQL an index is built, and a constraint checked, without keeping anybody from writing. SQLite, whose writers
wait for one another anyway, has one way of doing it. `tests/test_migrations.py` refuses what would hold somebody up.
"""

from typing import Any

from django.contrib.postgres import operations as postgresql
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor
from django.db.migrations import operations as plain
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from portal.naming import words_in


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


class CountWords(Operation):
    """Let PostgreSQL keep count of how often a text is met as its searches spell it, in capitals.

    Without, it takes any search by a part of a text to find next to nothing, and reads and sorts all of it where the
    first page of what is found would do. Keeps nobody waiting; SQLite keeps no such counts.
    """

    reversible = True

    def __init__(self, model_name: str, field: str, name: str) -> None:
        self.model_name, self.field, self.name = model_name, field, name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing that a model knows of."""

    def database_forwards(self, app_label: str, schema_editor: Editor, from_: ProjectState, to: ProjectState) -> None:
        """Begin to count, from the next ANALYZE on."""
        model = to.apps.get_model(app_label, self.model_name)
        column, table = model._meta.get_field(self.field).column, model._meta.db_table
        if _is_postgresql(schema_editor):
            schema_editor.execute(f'CREATE STATISTICS "{self.name}" ON (UPPER("{column}"::text)) FROM "{table}"')

    def database_backwards(self, app_label: str, schema_editor: Editor, from_: ProjectState, to: ProjectState) -> None:
        """Count no more."""
        if _is_postgresql(schema_editor):
            schema_editor.execute(f'DROP STATISTICS "{self.name}"')

    def describe(self) -> str:
        """For the one who migrates."""
        return f"Count the words of {self.field} on {self.model_name}"


class IndexParts(Operation):
    """Let PostgreSQL find rows by three letters in a row, anywhere in a text and in capitals: for `has_parts`.

    Built beside the traffic, so that its migration says `atomic = False`; `where` is SQL that says for which rows.
    SQLite has no such index: there, all rows are looked through.
    """

    reversible = True

    def __init__(self, model_name: str, field: str, name: str, where: str = "TRUE") -> None:
        self.model_name, self.field, self.name, self.where = model_name, field, name, where

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing that a model knows of."""

    def database_forwards(self, app_label: str, schema_editor: Editor, from_: ProjectState, to: ProjectState) -> None:
        """Make the function that tells the parts of a text, unless it is there, and build the index."""
        model = to.apps.get_model(app_label, self.model_name)
        column, table = model._meta.get_field(self.field).column, model._meta.db_table
        if _is_postgresql(schema_editor):
            schema_editor.execute(TEXT_PARTS)
            schema_editor.execute(
                f'CREATE INDEX CONCURRENTLY "{self.name}" ON "{table}" USING gin '
                f'(text_parts("{column}"::text)) WHERE {self.where}'
            )

    def database_backwards(self, app_label: str, schema_editor: Editor, from_: ProjectState, to: ProjectState) -> None:
        """Take the index away; the function stays, for others may use it."""
        if _is_postgresql(schema_editor):
            schema_editor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{self.name}"')

    def describe(self) -> str:
        """For the one who migrates."""
        return f"Find parts of {self.field} on {self.model_name}"


TEXT_PARTS = """
CREATE OR REPLACE FUNCTION text_parts(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT substr(upper(words), place, 3)) FROM generate_series(1, length(upper(words)) - 2) place
$$
"""
"""All threes of letters in a row: what pg_trgm would tell, without an extension that somebody has to allow."""


class IndexNames(Operation):
    """Let PostgreSQL find the rows of which JSON lists hold some words, each by itself or beside a colon: `NamesAny`.

    Built beside the traffic, so that its migration says `atomic = False`; `where` is SQL that says for which rows.
    SQLite has no such index.
    """

    reversible = True

    def __init__(self, model_name: str, fields: tuple[str, ...], name: str, where: str) -> None:
        self.model_name, self.fields, self.name, self.where = model_name, fields, name, where

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing that a model knows of."""

    def database_forwards(self, app_label: str, schema_editor: Editor, from_: ProjectState, to: ProjectState) -> None:
        """Build it."""
        model = to.apps.get_model(app_label, self.model_name)
        words = words_in(*(f'"{model._meta.get_field(field).column}"' for field in self.fields))
        if _is_postgresql(schema_editor):
            schema_editor.execute(
                f'CREATE INDEX CONCURRENTLY "{self.name}" ON "{model._meta.db_table}" USING gin (({words})) '
                f"WHERE {self.where}"
            )

    def database_backwards(self, app_label: str, schema_editor: Editor, from_: ProjectState, to: ProjectState) -> None:
        """Take it away."""
        if _is_postgresql(schema_editor):
            schema_editor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{self.name}"')

    def describe(self) -> str:
        """For the one who migrates."""
        return f"Find the names in {', '.join(self.fields)} on {self.model_name}"


def _is_postgresql(schema_editor: Editor) -> bool:
    return schema_editor.connection.vendor == "postgresql"
