"""Rows found through others, always by index: the others are read first, and each of theirs is then looked up."""

from typing import Any, ClassVar

from django.db.models import BooleanField, Expression, F, Func, QuerySet, Subquery


class Among(Func):
    """That a column is one of the values that a query gives: of a few rows of one's own, among many of the portal's.

    `IN` leaves PostgreSQL free to join the two as it guesses best, and with several tables in between it guesses the
    few rows to be many, and reads a whole table. As an array it asks for them first, by themselves, and takes each up
    in the index of the column; and the less there is to guess, the sooner it has its plan. SQLite does so anyway.
    """

    output_field: ClassVar = BooleanField()
    arity = 2

    def __init__(self, column: str, values: "QuerySet[Any] | Expression", **extra: Any) -> None:
        super().__init__(F(column), values if isinstance(values, Expression) else Subquery(values), **extra)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        """The condition, as each database takes it."""
        column, values = self.get_source_expressions()
        left, first = compiler.compile(column)
        right, second = compiler.compile(values)
        written = f"{left} = ANY(ARRAY{right})" if connection.vendor == "postgresql" else f"{left} IN {right}"
        return written, [*first, *second]
