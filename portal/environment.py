"""Settings read from the environment: what cannot be meant stops the portal from starting, with what to say instead.

A word that is not understood must not turn a safeguard off. A variable that is there and empty is as one that is not.
"""

import os

from django.core.exceptions import ImproperlyConfigured

ON, OFF = ("1", "true", "yes", "y", "on"), ("0", "false", "no", "n", "off")


def switch(name: str, *, default: bool) -> bool:
    """Whether something is on. Raises ImproperlyConfigured for any other word than those for on and off."""
    said = _said(name).lower()
    if said and said not in ON + OFF:
        raise _unclear(name, said, "neither on (1, true, yes) nor off (0, false, no)")
    return said in ON if said else default


def whole(name: str, *, default: int, least: int = 1) -> int:
    """A whole number, `least` or more. Raises ImproperlyConfigured."""
    said = _said(name)
    if said and not (said.isascii() and said.isdecimal() and int(said) >= least):
        raise _unclear(name, said, f"not a whole number from {least}")
    return int(said) if said else default


def measure(name: str, *, default: float) -> float:
    """A number that may have a fraction, 0 or more. Raises ImproperlyConfigured."""
    said = _said(name)
    if said and not (said.isascii() and said.replace(".", "", 1).isdecimal()):
        raise _unclear(name, said, "not a number such as 2 or 0.5")
    return float(said) if said else default


def choice(name: str, choices: tuple[str, ...]) -> str:
    """One of the words, the first where none is given. Raises ImproperlyConfigured."""
    said = _said(name).lower()
    if said and said not in choices:
        raise _unclear(name, said, f"not one of: {', '.join(choices)}")
    return said or choices[0]


def _said(name: str) -> str:
    return os.environ.get(name, "").strip()


def _unclear(name: str, said: str, what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is “{said}”, which is {what}.")
