"""An answer of a provider that is wrong in one part: nothing of it is believed. No provider runs for this."""

import json
import time
from dataclasses import replace

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import RequestFactory
from jwt.algorithms import ECAlgorithm, HMACAlgorithm

from portal.openid.clients import OpenIDClient
from portal.openid.configuring import OpenID
from portal.openid.provider import LONGEST, app_of_settings

ISSUER, SHARED = "https://login.example", b"a secret that the portal and the provider share"
OURS, ANOTHERS = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())


def public(key: ec.EllipticCurvePrivateKey, **more: str) -> dict:
    return {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "1", "use": "sig", **more}


class Told:
    """What the provider says, at each of its addresses."""

    def __init__(self) -> None:
        self.config = {
            "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys", "userinfo_endpoint": f"{ISSUER}/person",
        }  # fmt: skip
        self.keys, self.person = [public(OURS)], {"sub": "1"}
        self.claims = {
            "iss": ISSUER, "aud": "concordat", "sub": "1", "nonce": "asked", "email": "dana@alder.example",
            "exp": time.time() + 300, "iat": time.time(),
        }  # fmt: skip

    def answer(self, method: str, url: str, **more: object) -> requests.Response:
        said = {f"{ISSUER}/keys": {"keys": self.keys}, f"{ISSUER}/person": self.person}.get(url, self.config)
        answer = requests.Response()
        answer.status_code, answer._content, answer.url = 200, json.dumps(said).encode(), url
        return answer

    def token(self, key: object = OURS, *, algorithm: str = "ES256", named: str | None = "1", **changes) -> str:
        claims = {name: value for name, value in {**self.claims, **changes}.items() if value is not None}
        return jwt.encode(claims, key, algorithm, headers={"kid": named} if named else {})


@pytest.fixture
def told(settings, monkeypatch) -> Told:
    settings.OPENID = OpenID(ISSUER, "concordat", "secret", "Alder staff login", ("alder.example",), ("mfa",))
    said = Told()
    monkeypatch.setattr(requests.Session, "request", said.answer)
    return said


def client(settings) -> OpenIDClient:
    request = RequestFactory().get("/accounts/openid/back/")
    return OpenIDClient(request, settings.OPENID.key)


def believed(settings, token: str, *, nonce: str = "asked") -> dict:
    """The claims that are believed. Raises OAuth2Error where none are."""
    asking = client(settings)
    asking.state = {"nonce": nonce}
    [app] = app_of_settings()
    answer = {"id_token": token}
    login = asking.complete_login(asking.request, app, SocialToken(token="opens", app=app), response=answer)
    return login.claims


def test_an_answer_that_is_right_is_believed(settings, told):
    assert believed(settings, told.token())["sub"] == "1"
    assert believed(settings, told.token(aud=["concordat", "another"], azp="concordat"))["sub"] == "1"
    assert believed(settings, told.token(named=None))["sub"] == "1"  # there is one key only
    assert believed(settings, told.token(exp=time.time() - 30))["sub"] == "1"  # clocks differ


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.example"}, {"aud": "another"}, {"aud": ["concordat", "another"], "azp": "another"},
        {"exp": 1_700_000_000}, {"nonce": "another"}, {"nonce": ""},
        *({name: None} for name in ("iss", "aud", "sub", "exp", "iat", "nonce")),
    ],
    ids=str,
)  # fmt: skip
def test_one_claim_that_is_wrong_or_missing_is_enough_to_believe_nothing(settings, told, changes):
    with pytest.raises(OAuth2Error):
        believed(settings, told.token(**changes))


def test_an_answer_that_ran_out_minutes_ago_is_not_believed(settings, told):
    with pytest.raises(OAuth2Error):
        believed(settings, told.token(exp=time.time() - 300))


def test_without_a_nonce_of_ours_no_answer_is_to_what_was_asked(settings, told):
    with pytest.raises(OAuth2Error, match="nonce"):
        believed(settings, told.token(nonce=None), nonce="")


@pytest.mark.parametrize(
    ("keys", "signed"),
    [
        ([public(OURS)], {"key": ANOTHERS}),
        ([public(OURS)], {"named": "2"}),
        ([public(OURS, use="enc")], {}),
        ([public(OURS), public(ANOTHERS, kid="2")], {"named": None}),
        ([public(OURS)], {"key": None, "algorithm": "none"}),
        ([{**HMACAlgorithm.to_jwk(SHARED, as_dict=True), "kid": "1"}], {"key": SHARED, "algorithm": "HS256"}),
        ([], {}),
    ],
    ids=["another's key", "unknown key", "key to encrypt", "which of two", "unsigned", "shared secret", "no keys"],
)
def test_what_is_not_signed_with_the_providers_own_key_is_not_believed(settings, told, keys, signed):
    told.keys = keys
    with pytest.raises((OAuth2Error, jwt.PyJWTError)):
        believed(settings, told.token(**signed))


def test_what_is_asked_for_beside_the_token_is_of_the_same_person_and_the_token_goes_first(settings, told):
    told.person = {"sub": "1", "email": "dana@alder.example", "email_verified": True}
    found = believed(settings, told.token(email=None, email_verified=False))
    assert (found["email"], found["email_verified"]) == ("dana@alder.example", False)
    told.person["sub"] = "2"
    with pytest.raises(OAuth2Error, match="somebody else"):
        believed(settings, told.token(email=None))


@pytest.mark.parametrize(
    "changes", [{"issuer": "https://elsewhere.example"}, {"authorization_endpoint": "javascript:alert(1)"}]
)
def test_a_provider_that_calls_itself_otherwise_or_leads_to_no_web_address_is_not_asked(settings, told, changes):
    told.config |= changes
    with pytest.raises(OAuth2Error):
        _ = client(settings).openid_config


@pytest.mark.parametrize(("said", "leads"), [("javascript:alert(1)", False), ("", False), (f"{ISSUER}/end", True)])
def test_signing_out_there_leads_to_a_web_address_or_nowhere(settings, told, said, leads):
    told.config["end_session_endpoint"] = said
    assert client(settings).ends_session_at.startswith(f"{ISSUER}/end?") is leads
    assert bool(client(settings).ends_session_at) is leads


@pytest.mark.parametrize("email", ["dana@notalder.example", "dana@sub.alder.example", "dana@alder.example.org", "dana"])
def test_only_the_very_domain_is_trusted(settings, told, email):
    assert not settings.OPENID.trusts(email)
    assert settings.OPENID.trusts("dana@ALDER.example")


def test_another_issuers_people_are_others_and_so_are_those_whose_long_names_begin_alike(settings, told):
    other = replace(settings.OPENID, issuer="https://elsewhere.example")
    assert other.key != settings.OPENID.key == replace(settings.OPENID, issuer=f"{ISSUER}/").key
    provider = client(settings).get_provider()
    first, second = (provider.extract_uid({"sub": "x" * LONGEST + last}) for last in "ab")
    assert first != second
    assert max(len(first), len(second)) <= LONGEST
