"""Links that are mailed: the mailbox gets the token, the database only its hash."""

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """A token of 256 random bits, and the hash to keep."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """The SHA-256 (hex) of a token: a random token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
