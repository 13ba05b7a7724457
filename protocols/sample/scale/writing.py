"""Writing many rows at once, in the database's quickest way: COPY on PostgreSQL, one prepared statement on SQLite."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Protocol
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models

from portal.audit.guards import require_act

Model = type[models.Model]
Rows = Iterator[tuple[Any, ...]]
NOTHING = r"\N"
"""How COPY spells a cell that is empty."""
SIGNS = re.compile(r"[\\\t\n\r]")
"""What would end a cell or a line."""
AT_ONCE = 1 << 20
"""Bytes handed over at a time."""
ROOM = 256 * 1024
"""Kibibytes of an SQLite file that are held in memory while it grows."""


class Way(Protocol):
    """How a database is told many rows."""

    def cell(self, value: Any) -> Any:
        """A value as it is handed over."""

    def text(self, part: str) -> str:
        """A text, or a piece of one, as it is handed over."""

    def write(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        """Add rows of such cells."""

    def hurry(self) -> None:
        """Let this transaction not wait for the disk: what a crash takes is made again."""

    def unchecked(self, yes: bool) -> None:
        """Let keys and the chain's end go unlooked at row by row, where the database lets us; or look again."""


class Lines:
    """PostgreSQL: a line of text for each row, its cells parted by tabs.

    Looking up every key that a row leads to, and moving the chain's end with every event, takes a third of the time.
    A superuser may leave it, as a restored backup does: what is written in one go is checked in one go afterwards.
    """

    def cell(self, value: Any) -> str:
        """As text, with a sign of its own for nothing."""
        if type(value) is int:
            return str(value)
        return NOTHING if value is None else self.text(str(value))

    def text(self, part: str) -> str:
        """With the signs escaped that would end a cell or a line."""
        if not SIGNS.search(part):
            return part
        return part.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")

    def write(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        """By COPY."""
        lines = "\n".join(map("\t".join, rows))
        with connection.cursor() as cursor:
            into = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
            cursor.copy_expert(into, BytesIO(f"{lines}\n".encode()), AT_ONCE)

    def hurry(self) -> None:
        """The commit comes back before the log is on the disk."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")

    def unchecked(self, yes: bool) -> None:
        """By the role of a replica, which no trigger stops."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('is_superuser')")
            if cursor.fetchone() == ("on",):
                cursor.execute(f"SET LOCAL session_replication_role = {'replica' if yes else 'origin'}")


class Values:
    """SQLite: values as they are."""

    def cell(self, value: Any) -> Any:
        """As it is; a UUID by its digits."""
        return value.hex if isinstance(value, UUID) else value

    def text(self, part: str) -> str:
        """As it is."""
        return part

    def write(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        """By one statement, prepared once."""
        values = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})", list(rows))  # noqa: S608 - names are the models' own

    def hurry(self) -> None:
        """More of the file is held in memory."""
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{ROOM}")

    def unchecked(self, yes: bool) -> None:
        """Not here: keys are looked up when the transaction ends, and the chain's end moves at once."""


def way() -> Way:
    """That of the database at hand."""
    return Lines() if connection.vendor == "postgresql" else Values()


class Numbers:
    """The next key of each model, counted here while nobody else writes; and the cells that wait to be written."""

    def __init__(self, how: Way) -> None:
        self.how = how
        self.last: dict[Model, int] = {}
        self.waiting: dict[Model, tuple[Sequence[Any], list[Any]]] = {}

    def next(self, model: Model) -> int:
        """A key that no row has."""
        if model not in self.last:
            self.last[model] = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        self.last[model] += 1
        return self.last[model]

    def write(self, model: Model, fields: Sequence[Any], cells: Sequence[Any]) -> None:
        """Keep cells, row after row, until `flush`."""
        self.waiting.setdefault(model, (fields, []))[1].extend(cells)

    def flush(self) -> None:
        """Write all that waits, inside an act only."""
        quote = connection.ops.quote_name
        self.how.unchecked(True)
        for model, (fields, cells) in self.waiting.items():
            require_act(model)
            if cells:
                columns = [quote(field.column) for field in fields]
                rows = zip(*[iter(cells)] * len(columns), strict=True)
                self.how.write(quote(model._meta.db_table), columns, rows)
        self.waiting.clear()
        self.how.unchecked(False)

    def tell(self) -> None:
        """Let the database go on counting from here."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.last)):
                cursor.execute(statement)
