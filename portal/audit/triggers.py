"""Database triggers: no event is changed or removed, and none is added but at the end of the chain, whoever asks."""

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
# An event that follows the chain's end becomes its end, in the one statement; any other is refused. The end is held
# before the event is written, as it is by an act that reads it first, so that neither waits for the other in turn.
MOVED = "The audit trail has moved on"
END = "id = 1 AND sequence = NEW.sequence - 1 AND hash = NEW.previous_hash"
FOLLOW = f"UPDATE audit_chainhead SET sequence = NEW.sequence, hash = NEW.hash WHERE {END}"  # noqa: S608 - no word of it is a user's
SQLITE_FOLLOW = [
    "CREATE TRIGGER audit_follow BEFORE INSERT ON audit_auditevent BEGIN "  # noqa: S608 - as above
    f"SELECT RAISE(ABORT, '{MOVED}') WHERE NOT EXISTS (SELECT 1 FROM audit_chainhead WHERE {END}); {FOLLOW}; END",
]
POSTGRESQL_FOLLOW = [
    f"CREATE FUNCTION audit_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {FOLLOW}; IF NOT FOUND THEN "
    f"RAISE EXCEPTION '{MOVED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER audit_follow BEFORE INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION audit_follow()",
]
SQLITE_FOLLOW_DROP = ["DROP TRIGGER IF EXISTS audit_follow"]
POSTGRESQL_FOLLOW_DROP = [
    "DROP TRIGGER IF EXISTS audit_follow ON audit_auditevent",
    "DROP FUNCTION IF EXISTS audit_follow()",
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


def follow(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the trigger by which the chain's end moves with each event."""
    _run(schema_editor, SQLITE_FOLLOW, POSTGRESQL_FOLLOW)


def stop_following(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove that trigger: only to undo the migration."""
    _run(schema_editor, SQLITE_FOLLOW_DROP, POSTGRESQL_FOLLOW_DROP)


def _run(schema_editor: BaseDatabaseSchemaEditor, sqlite: list[str], postgresql: list[str]) -> None:
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)
