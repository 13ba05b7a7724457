"""The key under which a browser keeps a person's words until the portal has them.

It is given with the page on which they write, to whoever is signed in as that person, and stands nowhere in the
browser: once they have signed out, what it keeps can be read by nobody until they sign in again.
"""

import base64

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"portal.accounts.kept_words "


def keys_of(person_id: int) -> str:
    """256-bit keys in base64, separated by spaces: the first is written with, the others are read with."""
    return " ".join(_key(words, person_id) for words in settings.FACTOR_KEYS)


def _key(words: str, person_id: int) -> str:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE + str(person_id).encode()).derive(words.encode())
    return base64.b64encode(made).decode()
