"""What a migration may not do to a portal that is in use: lock a table that holds rows, or break the running version.

During an upgrade the old version runs on beside the new tables. So what it reads must stay, what it writes must be
taken, and nothing may hold its people up for as long as a table is long.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as plain
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from portal import migrating

Rule = Callable[[Any, ProjectState, str], str]

STILL_READ = "the running version still reads it: stop using it in one release, and take it away in the next"
NO_DEFAULT = "the running version writes rows without it: allow null, or give it a db_default"
LOCKS_BY_INDEX = "an index built with the field keeps everybody from writing: add it after, by AddIndexBeside"
CHECKS_ALL_ROWS = "it holds writers up while all rows are checked"
UNKNOWN = "nobody has said whether it may be done beside the running version"


def _added_field(operation: plain.AddField, _state: ProjectState, _app: str) -> str:
    field = operation.field
    if isinstance(field, models.ManyToManyField):
        return ""
    if isinstance(field, models.GeneratedField):
        return "every row is written anew: keep it by the code, or make it beside"
    if isinstance(field, models.ForeignKey) and (field.db_constraint or field.db_index):
        return f"{LOCKS_BY_INDEX}, and begin with db_constraint=False, db_index=False"
    if field.unique or field.db_index:
        return LOCKS_BY_INDEX
    return "" if field.null or field.has_db_default() else NO_DEFAULT


def _altered_field(operation: plain.AlterField, state: ProjectState, app: str) -> str:
    before, after = state.models[app, operation.model_name_lower].fields[operation.name], operation.field
    if before.null and not after.null:
        return "the running version may write null: let the code demand it, and the database in the next release"
    if type(before) is not type(after):
        return "every row is written anew, and the running version reads another type: add a new field instead"
    if (after.max_length or 0) < (before.max_length or 0) or (before.max_length is None) != (after.max_length is None):
        return "the running version may write longer text"
    if isinstance(after, models.DecimalField) and before.deconstruct()[3] != after.deconstruct()[3]:
        return "every row is written anew"
    if (after.unique and not before.unique) or (after.db_index and not before.db_index):
        return LOCKS_BY_INDEX
    if before.has_db_default() and not after.has_db_default() and not after.null:
        return NO_DEFAULT
    columns = [field.db_column or operation.name for field in (before, after)]
    return STILL_READ if columns[0] != columns[1] else ""


def _added_constraint(operation: plain.AddConstraint, _state: ProjectState, _app: str) -> str:
    if isinstance(operation.constraint, models.CheckConstraint):
        return f"{CHECKS_ALL_ROWS}: AddCheckForNewRows, then CheckOldRows in a migration of its own"
    return f"{CHECKS_ALL_ROWS}, and its index built"


def _always(sentence: str) -> Rule:
    return lambda *_: sentence


RULES: dict[type[Operation], Rule] = {
    plain.AddField: _added_field,
    plain.AlterField: _altered_field,
    plain.AddConstraint: _added_constraint,
    plain.RemoveField: _always(STILL_READ),
    plain.RenameField: _always(STILL_READ),
    plain.RenameModel: _always(STILL_READ),
    plain.DeleteModel: _always(STILL_READ),
    plain.AlterModelTable: _always(STILL_READ),
    plain.AddIndex: _always("it keeps everybody from writing until it is built: use AddIndexBeside"),
    plain.RemoveIndex: _always("it waits for every reader, and everybody for it: use RemoveIndexBeside"),
    plain.AlterUniqueTogether: _always(f"{CHECKS_ALL_ROWS}, and its index built"),
    plain.RunPython: _always("nobody has said how many rows it holds, and for how long"),
    plain.RunSQL: _always("nobody has said how many rows it holds, and for how long"),
}
ALLOWED = {
    plain.CreateModel, plain.AlterModelOptions, plain.AlterModelManagers, plain.RenameIndex, plain.RemoveConstraint,
    migrating.AddCheckForNewRows, migrating.CheckOldRows, migrating.CountWords,
}  # fmt: skip
ALONE = {migrating.AddIndexBeside, migrating.RemoveIndexBeside, migrating.IndexParts, migrating.IndexNames}
"""What PostgreSQL refuses within a transaction."""


def objections(migration: Migration, state: ProjectState) -> Iterator[str]:
    """Each operation that would lock or break, with why; `state` is the models before it, and is moved on."""
    made: set[str] = set()
    for operation in _flat(migration.operations):
        model = str(getattr(operation, "model_name", "") or getattr(operation, "name", "")).lower()
        if isinstance(operation, plain.CreateModel):
            made.add(model)
        if model not in made and (why := _objection(migration, operation, state)):
            yield f"{migration.app_label} {migration.name}: {operation.describe()}: {why}"
        operation.state_forwards(migration.app_label, state)


def _flat(operations: list[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, plain.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


def _objection(migration: Migration, operation: Operation, state: ProjectState) -> str:
    if type(operation) in ALLOWED:
        return ""
    if type(operation) in ALONE:
        return "PostgreSQL does it outside a transaction only: say atomic = False" if migration.atomic else ""
    rule = RULES.get(type(operation))
    return rule(operation, state, migration.app_label) if rule else UNKNOWN
