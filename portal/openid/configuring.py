"""The one provider that the operator names, from the environment. Read before Django is set up."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class OpenID:
    """A provider, and what it is trusted with. Without an issuer there is none, and nobody is offered it.

    `trusted_domains` are the domains of email addresses for which the provider may open an account that was never
    connected to it. `second_factor` are the values of `amr` or `acr` by which it says that somebody gave two factors.
    """

    issuer: str = ""
    client_id: str = ""
    secret: str = ""
    name: str = ""
    trusted_domains: tuple[str, ...] = ()
    second_factor: tuple[str, ...] = ()

    @property
    def on(self) -> bool:
        """Whether there is a provider."""
        return bool(self.issuer)

    @property
    def key(self) -> str:
        """What accounts are connected under: another issuer's people are others, whatever they are called there."""
        return f"openid-{hashlib.sha256(self.issuer.rstrip('/').encode()).hexdigest()[:32]}"

    def trusts(self, email: str) -> bool:
        """Whether the provider may open the account of this address by having verified it."""
        return email.rpartition("@")[2].lower() in self.trusted_domains


def openid_from(
    *, issuer: str, client_id: str, secret_file: str, name: str, trusted: Sequence[str], second_factor: Sequence[str]
) -> OpenID:
    """The provider as the environment names it. Raises ImproperlyConfigured where a part is missing or cannot be."""
    if not issuer:
        return OpenID()
    where = urlsplit(issuer)
    if where.scheme != "https" and where.hostname not in THIS_MACHINE:
        raise ImproperlyConfigured("CONCORDAT_OPENID_ISSUER has to be an address that begins with https://.")
    if not client_id or not secret_file:
        raise ImproperlyConfigured(
            "CONCORDAT_OPENID_ISSUER needs CONCORDAT_OPENID_CLIENT_ID and …_SECRET_FILE as well."
        )
    try:
        secret = Path(secret_file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"CONCORDAT_OPENID_SECRET_FILE cannot be read: {error}.") from error
    domains = tuple(domain.strip().lstrip("@").lower() for domain in trusted)
    return OpenID(issuer, client_id, secret, name, domains, tuple(second_factor))
