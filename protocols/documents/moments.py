"""Moments as documents write them."""

from datetime import datetime
from zoneinfo import ZoneInfo


def moment(at: datetime) -> str:
    """A moment in words, by the clock in London: 3 March 2027 at 10:42am."""
    local = at.astimezone(ZoneInfo("Europe/London"))
    hour = local.hour % 12 or 12
    return f"{local.day} {local:%B %Y} at {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
