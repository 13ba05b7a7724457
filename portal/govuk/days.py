"""Days and times as people write them: 3 March 2027, 10:42am, 2 days ago."""

from datetime import date, datetime

from django.utils import timezone

MONTHS = tuple(date(2000, month, 1).strftime("%B") for month in range(1, 13))
"""Their names: to be asked for one takes ten times as long as the rest of a day."""


def day(value: date | datetime | str | None) -> str:
    """A day, such as 3 March 2027; empty for none. A frozen record holds its days as text, such as 2027-03-03."""
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    value = _local(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def clock(value: datetime) -> str:
    """A time of day, such as 10:42am."""
    value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value.hour % 12 or 12}:{value.minute:02d}{'am' if value.hour < 12 else 'pm'}"


def moment(value: datetime | None) -> str:
    """A day and a time, such as 3 March 2027, 10:42am; the time alone for today."""
    if not value:
        return ""
    return f"today, {clock(value)}" if _local(value) == timezone.localdate() else f"{day(value)}, {clock(value)}"


def ago(value: date | datetime | None) -> str:
    """How long since, in the one unit that matters: today, yesterday, 5 days ago, 3 weeks ago; or in 5 days."""
    if not value:
        return ""
    days = (timezone.localdate() - _local(value)).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in near:
        return near[days]
    span = _span(abs(days))
    return f"{span} ago" if days > 0 else f"in {span}"


def _span(days: int) -> str:
    for size, unit in ((365, "year"), (60, "month"), (14, "week"), (1, "day")):
        if days >= size:
            length = {"year": 365, "month": 30, "week": 7, "day": 1}[unit]
            count = days // length
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "0 days"


def _local(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
