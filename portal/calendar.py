"""Months and years by the calendar: where a month has no such day, its last day stands for it; working days.

Plain Python. The bank holidays are those of England, as the `holidays` library keeps them.
"""

from calendar import monthrange
from collections.abc import Container
from datetime import date, timedelta
from functools import cache

SATURDAY = 5


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or earlier where `months` is below zero."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_anniversary(of: date, today: date) -> date | None:
    """The last anniversary of a day that has come, today included; None before the first."""
    years = today.year - of.year
    found = months_after(of, 12 * years)
    if found > today:
        years -= 1
        found = months_after(of, 12 * years)
    return found if years >= 1 else None


def is_working_day(day: date) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a bank holiday in England."""
    return day.weekday() < SATURDAY and day not in _bank_holidays()


def working_days_after(day: date, number: int) -> date:
    """The last of so many working days after a day, which itself does not count."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


@cache
def _bank_holidays() -> Container[date]:
    """The bank holidays of England in any year; the library is loaded when the first day is asked for."""
    from holidays import country_holidays

    return country_holidays("GB", subdiv="ENG")
