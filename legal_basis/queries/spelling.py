"""The law as plain data: how a frozen value is spelled in the mirror's rows."""

from datetime import date


def plain(value: object) -> object:
    """A frozen value as JSON holds it: dates as text, tuples as lists, dataclasses as mappings."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
