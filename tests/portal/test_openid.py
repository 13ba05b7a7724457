"""Signing in through an OpenID Connect provider that runs: whose account it opens, and what is never believed."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from lxml import html

from partners.roles import RoleKind
from portal.accounts.models import Session, User
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from portal.openid.configuring import OpenID, openid_from
from tests.portal.forging import ANOTHER_NAME, AS_IT_IS, FORGERIES
from tests.portal.openid_provider import Provider, running
from tests.portal.people import PASSWORD, dana, tries_forgotten
from tests.protocols import factories
from tests.unsafe_markup import unsafe

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db
UNKNOWN = "No account here opens with this sign-in"
UNBELIEVABLE = "The answer from Alder staff login cannot be used"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running() as found:
        yield found


@pytest.fixture(autouse=True)
def trusted(settings, provider: Provider) -> None:
    """The provider is trusted with the addresses of one domain."""
    settings.SITE_URL = "http://testserver"
    settings.OPENID = OpenID(provider.issuer, "concordat", "secret", "Alder staff login", ("alder.example",), ("mfa",))


def told(answer) -> str:
    return " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())


def led_to(client: Client, **sent: str) -> str:
    """Where the button leads, by a page of our own that goes on by itself."""
    page = client.post("/accounts/openid/start/", sent)
    assert page.status_code == 200, told(page)
    assert unsafe(page) == []
    return html.fromstring(page.content).xpath("//meta[@http-equiv='refresh']/@content")[0].removeprefix("0;url=")


def changed(address: str, **other: str) -> str:
    """An address that leads to the provider, or back, with something in it that is not what it was."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **other})))


def back(client: Client, address: str):
    return client.get(address.removeprefix("http://testserver"))


def sign_in(client: Client, provider: Provider, subject: str, **sent: str):
    return back(client, provider.signs_in(led_to(client, **sent), subject))


def person_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_verified_address_of_a_trusted_domain_opens_the_account_and_is_connected(client, provider, dana):
    provider.knows("1", email="Dana@alder.example", email_verified=True)
    assert sign_in(client, provider, "1", next="/partners/").url == "/partners/"
    assert person_in(client) == str(dana.pk)
    assert Session.objects.get(person=dana).pk == client.session.session_key
    assert [(one.uid, one.extra_data) for one in SocialAccount.objects.filter(user=dana)] == [("1", {})]
    assert [event.subject_id for event in AuditEvent.objects.filter(action="accounts.sign_in.change")] == [str(dana.pk)]
    assert "account elsewhere was turned on" in OutgoingMail.objects.get().text


def test_once_connected_the_number_counts_and_no_address(client, provider, dana):
    provider.knows("2", email=dana.email, email_verified=True)
    sign_in(client, provider, "2")
    provider.knows("2", email="elsewhere@example.org")
    other = Client()
    sign_in(other, provider, "2")
    assert person_in(other) == str(dana.pk)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "dana@alder.example", "email_verified": False},
        {"email": "dana@alder.example"},
        {"email": "dana@alder.example", "email_verified": "false"},
        {"email": "nobody@alder.example", "email_verified": True},
        {"email": "dana@alder.example@evil.example", "email_verified": True},
        {"email": ["dana@alder.example"], "email_verified": True},
        {},
    ],
)
def test_an_address_that_is_unverified_or_unknown_opens_nothing_and_all_are_told_alike(client, provider, dana, claims):
    provider.knows("3", **claims)
    answer = sign_in(client, provider, "3")
    assert (answer.status_code, person_in(client)) == (403, None)
    assert UNKNOWN in told(answer)
    assert (SocialAccount.objects.count(), User.objects.count()) == (0, 1)


def test_a_provider_is_believed_about_the_domains_that_it_is_trusted_with_alone(client, provider, dana, settings):
    settings.OPENID = replace(settings.OPENID, trusted_domains=("birch.example",))
    provider.knows("4", email=dana.email, email_verified=True)
    assert UNKNOWN in told(sign_in(client, provider, "4"))


def test_an_address_that_was_given_to_somebody_new_does_not_open_the_account(client, provider, dana):
    for subject in ("5", "6"):
        provider.knows(subject, email=dana.email, email_verified=True)
    sign_in(client, provider, "5")
    late = Client()
    assert UNKNOWN in told(sign_in(late, provider, "6"))
    assert person_in(late) is None


def test_a_closed_account_is_not_opened(client, provider, dana):
    provider.knows("7", email=dana.email, email_verified=True)
    sign_in(client, provider, "7")
    User.objects.update(is_active=False)
    late = Client()
    assert "This account is closed" in told(back(late, sign_in(late, provider, "7").url))
    assert person_in(late) is None


def test_a_closed_account_that_was_never_connected_is_told_of_as_one_that_is_not_there(client, provider, dana):
    provider.knows("19", email=dana.email, email_verified=True)
    User.objects.update(is_active=False)
    assert UNKNOWN in told(sign_in(client, provider, "19"))
    assert not SocialAccount.objects.exists()


def test_another_nonce_or_proof_or_an_answer_that_was_not_asked_for_is_not_believed(client, provider, dana):
    provider.knows("8", email=dana.email, email_verified=True)
    for name in ("nonce", "code_challenge"):
        answer = back(client, provider.signs_in(changed(led_to(client), **{name: "another"}), "8"))
        assert (answer.status_code, UNBELIEVABLE in told(answer)) == (502, True)
    leads_back = provider.signs_in(led_to(client), "8")
    assert "Sign in again" in told(back(client, changed(leads_back, state="another")))
    assert "Sign in again" in told(back(Client(), leads_back))
    assert person_in(client) is None
    assert back(client, leads_back).status_code == 302
    assert "Sign in again" in told(back(client, leads_back))


@pytest.mark.parametrize("how", FORGERIES)
def test_a_token_that_is_forged_run_out_or_meant_for_another_is_not_believed(client, provider, dana, how):
    provider.knows("19", email=dana.email, email_verified=True)
    with provider.forging(how):
        answer = sign_in(client, provider, "19")
    assert (answer.status_code, person_in(client)) == (502, None)
    assert UNBELIEVABLE in told(answer)


def test_the_same_token_signed_anew_and_unchanged_is_believed(client, provider, dana):
    provider.knows("20", email=dana.email, email_verified=True)
    with provider.forging(AS_IT_IS):
        sign_in(client, provider, "20")
    assert person_in(client) == str(dana.pk)


def test_a_provider_that_calls_itself_otherwise_is_not_believed(client, provider):
    with provider.forging(ANOTHER_NAME):
        answer = client.post("/accounts/openid/start/")
    assert (answer.status_code, UNBELIEVABLE in told(answer)) == (502, True)


def test_reading_the_page_that_begins_a_sign_in_begins_none(client, provider):
    assert client.get("/accounts/openid/start/").status_code == 405


@pytest.mark.parametrize("more", [{"code": "made-up"}, {"error": "server_error"}, {"error": "<script>"}])
def test_what_no_provider_would_answer_is_a_sentence_and_no_error(client, provider, more):
    state = dict(parse_qsl(urlsplit(led_to(client)).query))["state"]
    answer = client.get("/accounts/openid/back/", {"state": state, **more})
    assert (answer.status_code, unsafe(answer), UNBELIEVABLE in told(answer)) == (502, [], True)


def test_whoever_goes_back_is_told_that_they_did_not_sign_in(client, provider):
    leads_to = led_to(client)
    denied = provider.signs_in(leads_to, "9", action="deny")
    state = dict(parse_qsl(urlsplit(leads_to).query))["state"]  # this provider forgets to send it along
    assert "You did not sign in" in told(back(client, changed(denied, state=state)))


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9", "http://127.0.0.1:{port}/another"])
def test_a_provider_that_is_down_is_told_in_a_sentence(client, provider, settings, issuer):
    settings.OPENID = replace(settings.OPENID, issuer=issuer.format(port=urlsplit(provider.issuer).port))
    answer = client.post("/accounts/openid/start/")
    assert (answer.status_code, "Alder staff login does not answer" in told(answer)) == (503, True)
    assert "Reference:" in told(answer)


def test_a_provider_that_goes_down_meanwhile_is_told_in_a_sentence(client, provider):
    leads_back = provider.signs_in(led_to(client), "10")
    with provider.down():
        answer = back(client, leads_back)
    assert (answer.status_code, "does not answer" in told(answer)) == (503, True)


@pytest.mark.parametrize("path", ["/oauth2/token", "/jwks"])
def test_a_provider_that_leads_on_to_another_address_is_not_followed(client, provider, dana, path):
    provider.knows("18", email=dana.email, email_verified=True)
    leads_back = provider.signs_in(led_to(client), "18")
    with provider.leading_on(path):
        answer = back(client, leads_back)
    assert (answer.status_code, person_in(client)) == (502, None)
    assert UNBELIEVABLE in told(answer)


def test_nor_is_it_where_what_it_says_of_itself_is_elsewhere(client, provider):
    with provider.leading_on("/.well-known/openid-configuration"):
        answer = client.post("/accounts/openid/start/")
    assert (answer.status_code, UNBELIEVABLE in told(answer)) == (502, True)


@pytest.mark.parametrize(("said", "asked"), [(["pwd"], True), (["pwd", "mfa"], False), ("mfa", False), (None, True)])
def test_the_second_step_is_asked_for_here_unless_the_provider_says_that_it_was_given(
    client, provider, dana, said, asked
):
    TOTP.activate(dana, "JBSWY3DPEHPK3PXP")
    provider.knows("11", email=dana.email, email_verified=True, amr=said)
    answer = sign_in(client, provider, "11")
    assert answer.url == ("/accounts/2fa/authenticate/" if asked else "/in-tray/")
    assert (person_in(client) is None) == asked


@pytest.mark.parametrize(
    ("said", "takes", "shown"), [("pwd", ("mfa",), False), ("mfa", ("mfa",), True), ("mfa", (), False)]
)
def test_who_signs_for_a_body_needs_a_second_factor_here_or_there(client, provider, settings, said, takes, shown):
    signatory = factories.role(RoleKind.SIGNATORY, at=factories.partner("Wigan Council"))
    settings.SECOND_FACTOR_NEEDED = True
    domain = signatory.person.email.partition("@")[2]
    settings.OPENID = replace(settings.OPENID, trusted_domains=(domain,), second_factor=takes)
    provider.knows("12", email=signatory.person.email, email_verified=True, amr=[said])
    sign_in(client, provider, "12")
    assert (client.get("/in-tray/").status_code == 200) == shown
    settings.OPENID = replace(settings.OPENID, second_factor=())  # the operator takes it for one no longer
    assert client.get("/in-tray/").status_code == 302


def test_an_account_is_connected_and_disconnected_by_whoever_shows_their_password_again(client, provider, dana):
    provider.knows("13", email="d.obi@example.org")
    client.force_login(dana)
    assert client.get("/accounts/openid/").url.startswith("/accounts/reauthenticate/")
    assert client.post("/accounts/openid/start/").url == "/accounts/openid/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "You can now sign in with Alder staff login" in told(client.get(sign_in(client, provider, "13").url))
    other = Client()
    sign_in(other, provider, "13")
    assert person_in(other) == str(dana.pk)
    client.post("/accounts/openid/")
    assert UNKNOWN in told(sign_in(Client(), provider, "13"))


def test_nobody_connects_what_is_anothers_or_what_another_session_began(client, provider, dana):
    provider.knows("14", email=dana.email, email_verified=True)
    sign_in(Client(), provider, "14")
    erin = User.objects.create_user("erin@alder.example", "Erin", PASSWORD)
    client.force_login(erin)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "connected already" in told(sign_in(client, provider, "14"))
    leads_back = provider.signs_in(led_to(client), "15")
    client.force_login(dana)
    assert back(client, leads_back).status_code == 400
    assert SocialAccount.objects.count() == 1


def test_signing_out_ends_it_here_and_leads_to_signing_out_there(client, provider, dana):
    provider.knows("16", email=dana.email, email_verified=True)
    sign_in(client, provider, "16")
    left = client.get(client.post("/accounts/logout/").url)
    assert (person_in(client), unsafe(left)) == (None, [])
    assert "You are signed out here" in told(left)
    [there] = html.fromstring(left.content).xpath("//a[contains(., 'Sign out there too')]/@href")
    asks = requests.get(there, timeout=5)
    assert "http://testserver/" in asks.text  # where it leads back to
    end = html.fromstring(asks.content, base_url=provider.issuer).forms[0]
    ended = requests.post(end.action, data=dict(end.form_values()), timeout=5, allow_redirects=False)
    assert ended.headers["Location"] == "http://testserver/"


def test_who_came_by_a_password_is_not_sent_there_on_leaving(client, dana):
    client.post("/accounts/login/", {"login": dana.email, "password": PASSWORD})
    assert client.post("/accounts/logout/").url == "/"


def test_a_provider_that_is_down_keeps_nobody_from_leaving(client, provider):
    with provider.down():
        left = client.get("/accounts/openid/left/")
    assert (left.status_code, "You are signed out here" in told(left)) == (200, True)
    assert "Sign out there too" not in told(left)


def test_the_button_stands_on_the_sign_in_page_only_where_there_is_a_provider(client, settings):
    assert b"Sign in with Alder staff login" in client.get("/accounts/login/").content
    settings.OPENID = OpenID()
    assert b"Sign in with Alder" not in client.get("/accounts/login/").content
    assert client.post("/accounts/openid/start/").status_code == 404


def test_wrong_passwords_shut_nobody_out_of_the_provider_and_it_forgives_none(client, provider, dana):
    for _ in range(6):
        client.post("/accounts/login/", {"login": dana.email, "password": "wrong"})
    provider.knows("17", email=dana.email, email_verified=True)
    assert sign_in(Client(), provider, "17").url == "/in-tray/"
    assert "Too many tries" in told(client.post("/accounts/login/", {"login": dana.email, "password": PASSWORD}))


@pytest.mark.parametrize(
    "wrong", [{"issuer": "http://login.example"}, {"client_id": ""}, {"secret_file": ""}, {"secret_file": "/nowhere"}]
)
def test_a_provider_that_is_half_configured_stops_the_portal_from_starting(tmp_path, wrong):
    (tmp_path / "secret").write_text("hush\n")
    whole = {
        "issuer": "https://login.example", "client_id": "concordat", "secret_file": str(tmp_path / "secret"),
        "name": "Login", "trusted": ["@Alder.example"], "second_factor": ["mfa"],
    }  # fmt: skip
    assert openid_from(**whole).trusts("dana@ALDER.example")
    with pytest.raises(ImproperlyConfigured):
        openid_from(**{**whole, **wrong})
