"""Whole numbers that come as text, in an address or a form: what anybody can send there need not be one."""

LONGEST = 9
"""The most digits taken: any such number fits where either database keeps whole numbers."""


def whole(text: str) -> int | None:
    """The number that a text is, written in the digits 0 to 9; None for anything else, and for what is too long."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
