"""Asking the provider, and nobody whom it leads on to."""

from typing import Any

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

SECONDS = 5


class AsksWhereItWasTold(requests.Session):
    """Follows no redirect: what is asked, with the secret or a token in it, goes to the provider's addresses alone.

    They are its own issuer's, and those that it names in what it says of itself. Waits five seconds.
    """

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Ask. Raises OAuth2Error where the answer leads to another address, and RequestException where none comes."""
        kwargs = {"timeout": SECONDS, **kwargs, "allow_redirects": False}
        answer = super().request(method, url, *args, **kwargs)
        if answer.is_redirect:
            raise OAuth2Error(f"It leads on from {answer.url.partition('?')[0]}, and is not followed.")
        return answer
