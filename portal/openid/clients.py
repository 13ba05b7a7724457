"""What the portal itself asks the provider, and what has to hold of the answer before anything is believed."""

from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from portal.mail.services import absolute_url

# Signatures that only the provider can make; those of a shared secret are not among them.
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60  # seconds by which two clocks may differ


class OpenIDClient(OpenIDConnectOAuth2Adapter):
    """Believes an identity token only with the provider's signature, meant for us, and with the nonce that we sent."""

    state: dict[str, Any] | None = None
    """What was kept when the person was led away; set once the answer's state was recognised."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises OAuth2Error where it is another, or leads to no web address."""
        config: dict[str, Any] = super().openid_config
        ours = settings.OPENID.issuer
        if str(config["issuer"]).rstrip("/") != ours.rstrip("/"):
            raise OAuth2Error("It calls itself by another name than the one it was asked under.")
        if urlsplit(config["authorization_endpoint"]).scheme not in {"https", urlsplit(ours).scheme}:
            raise OAuth2Error("The address at which people sign in is none.")
        return config

    @property
    def ends_session_at(self) -> str:
        """Where somebody signs out at the provider (OpenID Connect RP-Initiated Logout 1.0); empty where it has none.

        Without the identity token as a hint: an address is kept in histories, and the token says who somebody is.
        """
        endpoint = str(self.openid_config.get("end_session_endpoint", ""))
        if urlsplit(endpoint).scheme not in {"https", urlsplit(settings.OPENID.issuer).scheme}:
            return ""
        told = {"client_id": settings.OPENID.client_id, "post_logout_redirect_uri": absolute_url("/")}
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(told)}"

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends people back: always the portal's own address."""
        return absolute_url(reverse("openid:back"))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """The sign-in that the provider's answer stands for. Raises OAuth2Error where it cannot be believed."""
        claims = self._decode_id_token(app, str(kwargs["response"].get("id_token", "")))
        nonce = (self.state or {}).get("nonce", "")
        if not nonce or not constant_time_compare(str(claims.get("nonce", "")), nonce):
            raise OAuth2Error("The answer is not to what was asked: its nonce is another.")
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            claims = {**self._told_of(claims["sub"], token.token), **claims}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The claims. The signature is checked even though the token came straight from the provider.

        Our own reading, since the library's takes a token without the name of its key for broken; where a provider has
        one key only, that name may be left out (OpenID Connect Core, 10.1).
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token, self._key_of(id_token), algorithms=SIGNED_BY, audience=app.client_id, leeway=LEEWAY,
                issuer=self.openid_config["issuer"], options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )  # fmt: skip
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"The answer is not signed as it should be: {error}") from error
        if isinstance(claims["aud"], list) and claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("The answer is meant for another.")
        return claims

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        """The provider's key that a token names, or its only one."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        named = jwt.get_unverified_header(id_token).get("kid")
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in (None, "sig")]
        fit = [key for key in keys if named in (None, key.key_id)]
        if len(fit) != 1:
            raise OAuth2Error("The key that the answer is signed with is not among the provider's.")
        return fit[0]

    def _told_of(self, subject: str, access_token: str) -> dict[str, Any]:
        told: dict[str, Any] = self._fetch_user_info(access_token)
        if told.get("sub") != subject:
            raise OAuth2Error("What was told is of somebody else.")
        return told
