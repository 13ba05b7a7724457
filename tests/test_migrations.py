"""No migration after the first release locks or breaks the version that is running; the rules themselves are tried."""

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import F, Q

from portal.migrating import AddCheckForNewRows, AddIndexBeside, CheckOldRows, RemoveIndexBeside
from tests.migrations_beside import objections

# The last migration of each app in the first release: before it, there was no version that could be running.
FIRST_RELEASE = {
    "accounts": "0003_closed_accounts",
    "audit": "0003_chain_follows",
    "datasets": "0001_initial",
    "legal_basis": "0001_first",
    "mail": "0002_due",
    "partners": "0003_deputies",
    "protocols": "0001_first",
    "work": "0001_initial",
}

# Later ones that do it all the same, each with its reason: how many rows the table has, and who waits for how long.
EXCUSED: dict[tuple[str, str], str] = {}

LOADER = MigrationLoader(None, ignore_no_migrations=True)
OWN = {app.label for app in apps.get_app_configs() if "site-packages" not in app.path}
RELEASED = {key for last in FIRST_RELEASE.items() for key in LOADER.graph.forwards_plan(last)}


def later() -> list[tuple[str, str]]:
    return sorted(key for key in LOADER.disk_migrations if key[0] in OWN and key not in RELEASED)


def test_no_migration_locks_a_table_or_breaks_the_version_that_is_running():
    found = [
        sentence
        for key in later()
        if key not in EXCUSED
        for sentence in objections(LOADER.disk_migrations[key], LOADER.project_state(key, at_end=False))
    ]
    assert found == []


def test_no_migration_is_excused_that_is_not_there():
    assert set(EXCUSED) - set(later()) == set()


def things() -> ProjectState:
    """A table that the running version uses."""
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=20)),
        ("note", models.CharField(max_length=20, null=True)),
        ("kind", models.CharField(max_length=20, db_default="plain")),
        ("share", models.DecimalField(max_digits=5, decimal_places=2)),
    ]
    state = ProjectState()
    migrations.CreateModel("Thing", fields).state_forwards("migrated", state)
    return state


def told(*operations, atomic=True) -> list[str]:
    migration = migrations.Migration("0002_later", "migrated")
    migration.operations, migration.atomic = list(operations), atomic
    return list(objections(migration, things()))


NAMED = models.Index(fields=["name"], name="by_name")
CHECK = models.CheckConstraint(condition=~Q(name=""), name="named")
ONCE = models.UniqueConstraint(fields=["name"], name="once")


def add(field) -> migrations.AddField:
    return migrations.AddField("thing", "added", field)


def alter(name: str, field) -> migrations.AlterField:
    return migrations.AlterField("thing", name, field)


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (migrations.RemoveField("thing", "note"), "still reads it"),
        (migrations.RenameField("thing", "note", "remark"), "still reads it"),
        (migrations.RenameModel("thing", "item"), "still reads it"),
        (migrations.DeleteModel("thing"), "still reads it"),
        (migrations.AlterModelTable("thing", "items"), "still reads it"),
        (add(models.CharField(max_length=5, default="")), "without it"),
        (add(models.CharField(max_length=5, null=True, unique=True)), "AddIndexBeside"),
        (add(models.ForeignKey("migrated.Thing", models.PROTECT, null=True)), "db_constraint=False"),
        (
            add(models.GeneratedField(expression=F("name"), output_field=models.TextField(), db_persist=True)),
            "anew",
        ),
        (alter("note", models.CharField(max_length=20)), "may write null"),
        (alter("name", models.CharField(max_length=10)), "longer text"),
        (alter("name", models.IntegerField()), "another type"),
        (alter("share", models.DecimalField(max_digits=9, decimal_places=2)), "anew"),
        (alter("name", models.CharField(max_length=20, db_index=True)), "AddIndexBeside"),
        (alter("name", models.CharField(max_length=20, db_column="called")), "still reads it"),
        (alter("kind", models.CharField(max_length=20)), "without it"),
        (migrations.AddIndex("thing", NAMED), "AddIndexBeside"),
        (migrations.RemoveIndex("thing", "by_name"), "RemoveIndexBeside"),
        (AddIndexBeside("thing", NAMED), "atomic = False"),
        (migrations.AddConstraint("thing", CHECK), "AddCheckForNewRows"),
        (migrations.AddConstraint("thing", ONCE), "its index built"),
        (migrations.AlterUniqueTogether("thing", {("name", "note")}), "its index built"),
        (migrations.RunPython(migrations.RunPython.noop), "how many rows"),
        (migrations.SeparateDatabaseAndState([migrations.RunSQL("SELECT 1")]), "how many rows"),
        (migrations.AlterOrderWithRespectTo("thing", None), "nobody has said"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
def test_what_would_lock_or_break_is_refused(operation, why):
    [sentence] = told(operation)
    assert sentence.startswith("migrated 0002_later: ")
    assert why in sentence


@pytest.mark.parametrize(
    "operation",
    [
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        add(models.CharField(max_length=5, null=True)),
        add(models.CharField(max_length=5, db_default="")),
        add(models.ForeignKey("migrated.Thing", models.PROTECT, null=True, db_constraint=False, db_index=False)),
        add(models.ManyToManyField("migrated.Thing")),
        alter("name", models.CharField(max_length=30, help_text="Longer")),
        alter("name", models.CharField(max_length=20, null=True)),
        migrations.AlterModelOptions("thing", {"ordering": ["name"]}),
        AddCheckForNewRows("thing", CHECK),
        CheckOldRows("thing", "named"),
    ],
    ids=lambda value: value.describe(),
)
def test_what_holds_nobody_up_is_let_through(operation):
    operations = [AddCheckForNewRows("thing", CHECK)] if isinstance(operation, CheckOldRows) else []
    assert told(*operations, operation) == []


def test_an_index_beside_the_traffic_is_let_through_outside_a_transaction():
    assert told(AddIndexBeside("thing", NAMED), RemoveIndexBeside("thing", "by_name"), atomic=False) == []


def test_a_table_that_the_same_migration_makes_may_have_anything():
    made = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])
    assert (
        told(
            made,
            migrations.AddField("other", "name", models.TextField(default="")),
            migrations.AddIndex("other", NAMED),
        )
        == []
    )


@pytest.mark.django_db(transaction=True)
def test_what_is_done_beside_the_traffic_is_done_on_either_database():
    operations = [
        AddIndexBeside("thing", NAMED),
        AddCheckForNewRows("thing", CHECK),
        CheckOldRows("thing", "named"),
        RemoveIndexBeside("thing", "by_name"),
    ]
    state, there = things(), []
    thing = state.apps.get_model("migrated", "Thing")
    with connection.schema_editor() as editor:
        editor.create_model(thing)
    try:
        for operation in operations:
            after = state.clone()
            operation.state_forwards("migrated", after)
            with connection.schema_editor(atomic=connection.vendor == "sqlite") as editor:
                operation.database_forwards("migrated", editor, state, after)
            state = after
            with connection.cursor() as cursor:
                found = connection.introspection.get_constraints(cursor, "migrated_thing")
            there.append({name for name in found if name in ("by_name", "named")})
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(thing)
    assert there == [{"by_name"}, {"by_name", "named"}, {"by_name", "named"}, {"named"}]
