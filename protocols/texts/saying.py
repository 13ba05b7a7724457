"""Dates and lists of names as sentences have them."""

from datetime import date


def day(value: date | None) -> str:
    """A date in words, such as 3 March 2027; nothing where there is none."""
    return f"{value.day} {value:%B %Y}" if value else ""


def listing(names: list[str]) -> str:
    """Names as a sentence has them: A, B and C."""
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
