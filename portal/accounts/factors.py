"""Secrets of second factors at rest: what an authenticator app is reckoned from, encrypted.

Each is AES-128-CBC with HMAC-SHA256 (Fernet) under a key made from `CONCORDAT_FACTOR_KEYS`, and says which key that is.
New ones are encrypted under the first; those of the others, and those of releases that encrypted none, are read, and
`keep_encrypted` brings them under the first.
"""

import base64
import hashlib
import logging
import secrets
from functools import cache

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

MARK = "under"
PURPOSE = b"portal.accounts.factors"
# Where each kind of factor keeps its secret; a passkey has none here, only its public key. Recovery codes have a seed
# only until `portal.accounts.recovery` has hashed those that an earlier release made.
SECRET_IN = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def encrypt(secret: str) -> str:
    """The secret under the first key."""
    key_id, key = _key(settings.FACTOR_KEYS[0])
    return f"{MARK}:{key_id}:{key.encrypt(secret.encode()).decode()}"


def decrypt(kept: str) -> str:
    """The secret again. One under a key that nobody named is told in the log, and gives a secret that fits no code."""
    if not kept.startswith(f"{MARK}:"):
        return kept
    _, key_id, token = kept.split(":", 2)
    for one_id, key in map(_key, settings.FACTOR_KEYS):
        if one_id == key_id:
            try:
                return key.decrypt(token.encode()).decode()
            except InvalidToken:
                break
    logger.error("A second factor is encrypted under key %s, which CONCORDAT_FACTOR_KEYS does not hold.", key_id)
    return base64.b32encode(secrets.token_bytes(20)).decode()


def keep_encrypted() -> int:
    """Encrypt under the first key what is not; how many there were. Run every so often, and safe to run twice."""
    first = f"{MARK}:{_key(settings.FACTOR_KEYS[0])[0]}:"
    count = 0
    for kind, field in SECRET_IN.items():
        rest = Authenticator.objects.filter(type=kind).exclude(**{f"data__{field}__startswith": first})
        for pk in list(rest.values_list("pk", flat=True)):
            count += _again(pk, field)
    return count


def _again(pk: int, field: str) -> int:
    with transaction.atomic():
        one = Authenticator.objects.select_for_update(no_key=True).filter(pk=pk, data__has_key=field).first()
        if one is None or not readable(one.data[field]):
            return 0
        one.data[field] = encrypt(decrypt(one.data[field]))
        one.save(update_fields=["data"])
    return 1


def readable(kept: str) -> bool:
    """Whether the key that a secret is under is among those that are set."""
    return not kept.startswith(f"{MARK}:") or kept.split(":", 2)[1] in {_key(one)[0] for one in settings.FACTOR_KEYS}


@cache
def _key(words: str) -> tuple[str, Fernet]:
    """The short name of a key, and the key."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(words.encode())
    return hashlib.sha256(made).hexdigest()[:8], Fernet(base64.urlsafe_b64encode(made))
