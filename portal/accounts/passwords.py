"""Which passwords are too easy to guess here: made of the words of this trade, or known from somebody's breach.

There is no rule about kinds of characters: length and not being known are what keeps a password.
"""

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

# What somebody would try first who knows what the portal is for.
OUR_WORDS = (
    "concordat", "protocol", "protocols", "agreement", "agreements", "sharing", "share", "data", "information",
    "partner", "partners", "partnership", "council", "police", "probation", "health", "signature", "officer",
    "governance", "protection", "caldicott", "register", "password", "passwort", "passphrase", "welcome", "letmein",
    "changeme", "secret", "admin", "administrator", "login", "portal", "spring", "summer", "autumn", "winter",
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "qwerty", "the", "and", "for", "my",
)  # fmt: skip
OURS = re.compile("|".join(sorted(OUR_WORDS, key=len, reverse=True)))
LOOK_ALIKE = str.maketrans("013457@$", "oleastas")
LEFT_OVER = 5  # so many letters of one's own make it a password of one's own
LONGEST = 512  # a line of a list of breaches is much shorter


class OurWordsValidator:
    """Refuses a password that is made of the words of this trade, of figures and of signs."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError."""
        letters = "".join(one for one in password.lower().translate(LOOK_ALIKE) if one.isalpha())
        left = OURS.sub("", letters)
        if left != letters and len(left) < LEFT_OVER:
            raise ValidationError("This is made of words that anyone would try here. Choose others.", code="our_words")

    def get_help_text(self) -> str:
        """What it asks for."""
        return "Not made of words that have to do with data sharing alone."


class BreachedValidator:
    """Refuses a password that stands in the operator's list of breached ones; without a list, none.

    The list is a file of SHA-1 hashes in order, `HASH:count` a line, as Have I Been Pwned hands it out. It is looked
    through by halving, so that its size costs nothing, and no part of a password leaves the machine.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError."""
        if settings.BREACHED_PASSWORDS and is_listed(password, Path(settings.BREACHED_PASSWORDS)):
            raise ValidationError(
                "This password is known from a breach of some site, so it is tried early. Choose another.",
                code="breached",
            )

    def get_help_text(self) -> str:
        """What it asks for."""
        return "Not known from a breach of another site."


def is_listed(password: str, path: Path) -> bool:
    """Whether the hash of a password stands in a sorted list of hashes. Raises OSError where there is no list."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as listed:
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            listed.seek(middle)
            if middle:
                listed.readline(LONGEST)
            line = listed.readline(LONGEST)
            found = line[: len(wanted)].upper()
            if found == wanted:
                return True
            if not line or found > wanted:
                high = middle
            else:
                low = middle + 1
    return False
