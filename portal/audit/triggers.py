"""Database triggers that refuse to change or remove an event, whoever asks."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "The audit trail is append-only"

SQLITE = [
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditevent BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_auditevent BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    f"CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
]
SQLITE_DROP = ["DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"]
POSTGRESQL_DROP = [
    "DROP TRIGGER IF EXISTS audit_no_change ON audit_auditevent",
    "DROP FUNCTION IF EXISTS audit_refuse()",
]


def put_on(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers, in the words of the database at hand."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def take_off(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers: only to undo the migration."""
    _run(schema_editor, SQLITE_DROP, POSTGRESQL_DROP)


def _run(schema_editor: BaseDatabaseSchemaEditor, sqlite: list[str], postgresql: list[str]) -> None:
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)
