"""The provider, as the sign-in library knows it: what it is asked, and what of its answer is kept."""

import hashlib
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from portal.openid.clients import OpenIDClient

LONGEST = 191


class OpenIDProvider(OpenIDConnectProvider):
    """Asks with state, nonce and PKCE, for no more than a name and an address; keeps nothing but who somebody is."""

    id = "openid"
    name = "OpenID"
    oauth2_adapter_class = OpenIDClient

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **more: Any
    ) -> HttpResponse:
        """Lead to the provider. `more` is kept until the answer comes, with the nonce that has to stand in it."""
        nonce = get_random_string(32)
        found: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params={"nonce": nonce}, scope=self.get_default_scope(),
            nonce=nonce, **more,
        )  # fmt: skip
        return found

    def get_oauth2_adapter(self, request: HttpRequest) -> OpenIDClient:
        """The client for this request."""
        return OpenIDClient(request, self.app.provider_id)

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        """The sign-in, with the claims that it rests on, for as long as the request lasts."""
        login = super().sociallogin_from_response(request, response)
        login.claims = response
        return login

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject; one that is too long for its column, by its fingerprint."""
        subject = str(data["sub"])
        return subject if len(subject) <= LONGEST else hashlib.sha256(subject.encode()).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: names and addresses stay those of the account here."""
        return {}


def app_of_settings() -> list[SocialApp]:
    """The provider that the settings name, or none."""
    ours = settings.OPENID
    if not ours.on:
        return []
    told = {"server_url": ours.issuer, "oauth_pkce_enabled": True}
    return [
        SocialApp(
            provider=OpenIDProvider.id, provider_id=ours.key, name=ours.name, client_id=ours.client_id,
            secret=ours.secret, settings=told,
        )
    ]  # fmt: skip


provider_classes = [OpenIDProvider]
