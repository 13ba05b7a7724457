"""Words looked for anywhere in a text, by an index: for columns that a migration indexed by `IndexParts`."""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler

LENGTH = 3
"""Letters of a part: shorter words have none."""


@CharField.register_lookup
class HasParts(Lookup[bool]):
    """`field__has_parts=words`: every three letters in a row of the words are somewhere in the text.

    That finds all texts which hold the words and a few others, from the index: ask for `__icontains` beside it.
    PostgreSQL alone has the function.
    """

    lookup_name = "has_parts"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """The condition as the index has it."""
        text, values = self.process_lhs(compiler, connection)
        words, sent = self.process_rhs(compiler, connection)
        return f"text_parts({text}::text) @> text_parts({words})", (*values, *sent)


def are_indexed(words: str) -> bool:
    """Whether there is an index that such words can be found by."""
    return connection.vendor == "postgresql" and len(words) >= LENGTH
