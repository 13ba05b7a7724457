"""A passkey in software: what a browser and its authenticator do between them, after Web Authentication Level 2."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData
from lxml import html

HOST = "testserver"
FLAG = AuthenticatorData.FLAG


@dataclass
class Passkey:
    """One credential, with its private key; it verifies its holder each time."""

    origin: str = f"https://{HOST}"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: bytes = field(default_factory=lambda: os.urandom(32))
    user: str = ""

    def made_for(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to the options of a registration."""
        options = asked["creation_options"]["publicKey"]
        self.user = options["user"]["id"]
        data = AttestedCredentialData.create(
            b"\x00" * 16, self.handle, ES256.from_cryptography_key(self.key.public_key())
        )
        auth = AuthenticatorData.create(self._site(), FLAG.UP | FLAG.UV | FLAG.AT, 0, data)
        response = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", options["challenge"])),
            "attestationObject": websafe_encode(AttestationObject.create("none", auth, {})),
        }
        return self._credential(response, {"credProps": {"rk": True}})

    def shown_for(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to the options of a sign-in."""
        auth = AuthenticatorData.create(self._site(), FLAG.UP | FLAG.UV, 1)
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        signature = self.key.sign(bytes(auth) + client.hash, ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client), "authenticatorData": websafe_encode(auth),
            "signature": websafe_encode(signature), "userHandle": self.user,
        }  # fmt: skip
        return self._credential(response, {})

    def _credential(self, response: dict[str, str], results: dict[str, Any]) -> dict[str, Any]:
        handle = websafe_encode(self.handle)
        return {
            "id": handle, "rawId": handle, "type": "public-key", "response": response,
            "clientExtensionResults": results, "authenticatorAttachment": "platform",
        }  # fmt: skip

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    @staticmethod
    def _site() -> bytes:
        digest = Hash(SHA256())
        digest.update(HOST.encode())
        return digest.finalize()


def asked_on(client: Client, path: str) -> dict[str, Any]:
    """What a page asks the browser for."""
    shown = html.fromstring(client.get(path, secure=True).content)
    asked: dict[str, Any] = json.loads(shown.xpath("//script[@id='js_data']/text()")[0])
    return asked
