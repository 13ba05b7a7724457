"""Whether something broke off for the database's sake: then the same may succeed in a minute, or at once."""

from django.db import DatabaseError, InterfaceError, OperationalError

AWAY = (OperationalError, InterfaceError)
GAVE_WAY = frozenset({"40P01", "40001"})
"""How PostgreSQL says that a transaction was broken off so that another could go on: a deadlock, or a conflict."""


def database_away(error: BaseException | None) -> bool:
    """Whether this says that the database is away, full or starting.

    What the driver says of a connection that broke off in the middle has no class of its own, since no server was left
    to give it one; Django's own words of that class have no driver's behind them.
    """
    return isinstance(error, AWAY) or (type(error) is DatabaseError and error.__cause__ is not None)


def gave_way(error: BaseException | None) -> bool:
    """Whether the database broke this off so that another transaction could go on; nothing came of it."""
    return isinstance(error, DatabaseError) and getattr(error.__cause__, "pgcode", None) in GAVE_WAY
