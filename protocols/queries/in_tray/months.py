"""Months before a day, counted by the database as `portal.calendar.months_after` counts them."""

from typing import Any

from django.db.models import DateField, Func

SAME_DAY = (
    "date(%(expressions)s, 'start of month', '-%(months)s months', (strftime('%%%%d', %(expressions)s) - 1) || ' days')"
)
LAST_DAY = "date(%(expressions)s, 'start of month', '-%(months)s months', '+1 months', '-1 day')"


class MonthsBefore(Func):
    """The same day so many months before that of a column; where the month has no such day, its last."""

    output_field = DateField()
    template = "(%(expressions)s - interval '%(months)s months')::date"

    def __init__(self, column: str, months: int) -> None:
        super().__init__(column, months=int(months))

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """SQLite runs on into the next month; what comes first is meant."""
        return self.as_sql(compiler, connection, template=f"min({SAME_DAY}, {LAST_DAY})", **more)
