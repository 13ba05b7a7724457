"""Months and years by the calendar: where a month has no such day, its last day stands for it. Plain Python."""

from calendar import monthrange
from datetime import date


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
