"""Words that stand in lists kept as JSON, found by an index where the database has one for them (`IndexNames`)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import BooleanField, F, Func

BETWEEN = '[][":, ]+'
"""What stands between the words of a list: its own signs, and a colon that joins two of them."""


def words_in(*columns: str) -> str:
    """The words in the lists of some columns, as SQL that PostgreSQL can index: the same here and in the index."""
    lists = " || ".join(f"({column})::text" for column in columns)
    return f"regexp_split_to_array({lists}, '{BETWEEN}')"


class NamesAny(Func):
    """That the lists of some columns may hold any of some words; quick to tell, though a longer word may pass too."""

    output_field: ClassVar = BooleanField()

    def __init__(self, *columns: str, words: Sequence[str], **extra: Any) -> None:
        super().__init__(*map(F, columns), **extra)
        self.words = list(words)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        """The condition, as each database takes it."""
        columns = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        if connection.vendor != "postgresql":
            found = " OR ".join([f"instr({' || '.join(columns)}, %s)"] * len(self.words))
            return f"({found or '1'})", self.words
        return f"{words_in(*columns)} && ARRAY[{', '.join(['%s'] * len(self.words))}]::text[]", self.words
