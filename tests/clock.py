"""The clock that Django reads, moved: `monkeypatch.setattr(timezone, "datetime", Clock)`, then `Clock.ahead = ...`."""

from datetime import datetime, timedelta
from typing import Any


class OfDates(type):
    """Any date and time counts as one of the moved clock's."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class Clock(datetime, metaclass=OfDates):
    """This machine's clock, `ahead` later."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        """This machine's moment, moved."""
        return datetime.now(tz) + cls.ahead
