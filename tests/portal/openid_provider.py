"""An OpenID Connect provider that runs: Authlib's, as a package has it, and before it a guard that insists on PKCE.

Run as a program, it is the provider, in a process of its own: what its packages warn of is none of our tests' concern.
"""

import base64
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import requests

from tests.portal import forging

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Any]


TOLD = {"/lead-on": "leading_on", "/forge": "forging"}
"""Where a test tells it what to do, and which of its attributes keeps that."""


class InsistsOnProof:
    """Hands a token out only to whoever knows what the challenge was made of (RFC 7636, S256); and is down if asked."""

    def __init__(self, inner: WSGI) -> None:
        self.inner, self.challenges, self.down, self.leading_on, self.forging = inner, {}, False, "", ""

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        path = environ["PATH_INFO"]
        if path in ("/go-down", "/come-up"):
            self.down = path == "/go-down"
        if self.down or path == "/come-up":
            start("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"Down."]
        if path in TOLD:
            setattr(self, TOLD[path], unquote(environ["QUERY_STRING"]))
        if path == self.leading_on and environ["QUERY_STRING"] != "followed":
            start("307 Temporary Redirect", [("Location", f"{path}?followed")])
            return [b""]
        if path == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            environ["wsgi.input"] = BytesIO(body)
            sent = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            if not sent or self.challenges.pop(sent.get("code"), None) != challenge(sent.get("code_verifier", "")):
                start("400 Bad Request", [("Content-Type", "application/json")])
                return [b'{"error": "invalid_grant"}']
        if path == "/oauth2/authorize":
            asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}

            def noting(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
                sent_to = parse_qs(urlsplit(dict(headers).get("Location", "")).query)
                if "code" in sent_to and asked.get("code_challenge_method") == "S256":
                    self.challenges[sent_to["code"][0]] = asked["code_challenge"]
                return start(status, headers, *more)

            return self.inner(environ, noting)
        return self._forged(environ, start) if self.forging else self.inner(environ, start)

    def _forged(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        """What the provider answers, but for what is forged in it."""
        kept: list[Any] = []
        said = b"".join(self.inner(environ, lambda *told: kept.extend(told)))
        path = environ["PATH_INFO"]
        if path == "/jwks":
            said = forging.keys()
        if path == "/oauth2/token":
            said = forging.forged(said, self.forging)
        if path.endswith("/openid-configuration") and self.forging == forging.ANOTHER_NAME:
            said = forging.named_otherwise(said)
        start(kept[0], [(name, value) for name, value in kept[1] if name.lower() != "content-length"])
        return [said]


def challenge(verifier: str) -> str:
    """What a verifier is shown as beforehand."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Provider:
    """A provider that runs, at its address."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def knows(self, subject: str, **claims: Any) -> None:
        """Give it somebody."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def signs_in(self, leads_to: str, subject: str, *, action: str = "authorize") -> str:
        """What a browser does there: it signs in as somebody, and is sent to the address that this gives."""
        answer = requests.post(leads_to, data={"sub": subject, "action": action}, allow_redirects=False, timeout=5)
        return answer.headers["Location"]

    @contextmanager
    def leading_on(self, path: str) -> Iterator[None]:
        """Meanwhile it answers at this path that what is asked is at another address, where it indeed is."""
        requests.get(f"{self.issuer}/lead-on?{path}", timeout=5)
        try:
            yield
        finally:
            requests.get(f"{self.issuer}/lead-on", timeout=5)

    @contextmanager
    def forging(self, how: str) -> Iterator[None]:
        """Meanwhile somebody forges what it says, in one of the ways of `tests.portal.forging`."""
        requests.get(f"{self.issuer}/forge?{quote(how)}", timeout=5)
        try:
            yield
        finally:
            requests.get(f"{self.issuer}/forge", timeout=5)

    @contextmanager
    def down(self) -> Iterator[None]:
        """Meanwhile it answers nothing but that it is down."""
        requests.get(f"{self.issuer}/go-down", timeout=5)
        try:
            yield
        finally:
            requests.get(f"{self.issuer}/come-up", timeout=5)


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that runs until one has done with it."""
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    words = [sys.executable, "-m", "tests.portal.openid_provider"]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as one:
        assert one.stdout is not None
        try:
            yield Provider(f"http://127.0.0.1:{int(one.stdout.readline())}")
        finally:
            one.terminate()


def run() -> None:
    """Be the provider: say at which port, then answer until one is stopped."""
    from oidc_provider_mock import app
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, InsistsOnProof(app(require_nonce=True)), threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    run()
