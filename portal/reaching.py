"""Whether it was that the database could not be reached: then the same may succeed in a minute."""

from django.db import DatabaseError, InterfaceError, OperationalError

AWAY = (OperationalError, InterfaceError)


def database_away(error: BaseException | None) -> bool:
    """Whether this says that the database is away, full or starting.

    What the driver says of a connection that broke off in the middle has no class of its own, since no server was left
    to give it one; Django's own words of that class have no driver's behind them.
    """
    return isinstance(error, AWAY) or (type(error) is DatabaseError and error.__cause__ is not None)
