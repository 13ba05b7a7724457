"""Identity tokens and what a provider says of itself, as somebody would forge them: each wrong in one thing alone."""

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

NAME = "key-1"
PROVIDERS, ANOTHERS = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
AS_IT_IS, ANOTHER_NAME = "as it is", "another name"
"""Signed anew and otherwise unchanged, which is to be believed; and a provider that calls itself otherwise."""

LATE = 120  # seconds ago: more than two clocks may differ by
CHANGES: dict[str, dict[str, Any]] = {
    AS_IT_IS: {},
    "another audience": {"aud": "another"},
    "no audience": {"aud": None},
    "another party among audiences": {"aud": ["concordat", "another"], "azp": "another"},
    "another issuer": {"iss": "https://login.attacker.example"},
    "run out": {"exp": int(time.time()) - LATE},
    "without an end": {"exp": None},
    "without a subject": {"sub": None},
}
SIGNINGS: dict[str, tuple[Any, str]] = {
    "another key": (ANOTHERS, "ES256"),
    "no signature": (None, "none"),
    "the shared secret": ("secret" * 8, "HS256"),
}
FORGERIES = sorted({*CHANGES, *SIGNINGS} - {AS_IT_IS})


def keys() -> bytes:
    """The provider's keys, as it hands them out: the public half of the one that signs."""
    one = ECAlgorithm.to_jwk(PROVIDERS.public_key(), as_dict=True)
    return json.dumps({"keys": [{**one, "kid": NAME, "use": "sig", "alg": "ES256"}]}).encode()


def named_otherwise(said: bytes) -> bytes:
    """What a provider says of itself, under another name."""
    return json.dumps({**json.loads(said), "issuer": "https://login.attacker.example"}).encode()


def forged(said: bytes, how: str) -> bytes:
    """What the provider answered with a token, with another token in it."""
    answer = json.loads(said)
    claims = jwt.decode(answer["id_token"], options={"verify_signature": False}) | CHANGES.get(how, {})
    key, algorithm = SIGNINGS.get(how, (PROVIDERS, "ES256"))
    whole = {name: value for name, value in claims.items() if value is not None}
    answer["id_token"] = jwt.encode(whole, key, algorithm, headers={"kid": NAME})
    return json.dumps(answer).encode()
