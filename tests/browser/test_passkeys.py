"""A passkey in a real browser: added, then enough to sign in; its pages fit for everybody."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from portal.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
       "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip


def with_passkeys(context: BrowserContext) -> Page:
    """A page of a browser that keeps passkeys and shows them without asking."""
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def test_a_passkey_is_added_and_signs_in(
    open_context: Callable[[], BrowserContext],
    live_server,
    watch,
    settings,
    axe: Callable[[Page], None],
    look: Callable[[Page, str], None],
):
    cache.clear()
    site = live_server.url.replace("127.0.0.1", "localhost")  # a passkey is kept for a name, never for a number
    watch.host = site.removeprefix("http://")
    settings.SITE_URL, settings.CSRF_TRUSTED_ORIGINS = site, [site]
    User.objects.create_user("dana@alder.example", "Dana Obi", PASSWORD)
    page = with_passkeys(open_context())
    page.goto(f"{site}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    axe(page)
    look(page, "sign-in")
    page.get_by_label("Email address").fill("dana@alder.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
    axe(page)
    look(page, "passkey-add")
    page.get_by_label("Let it sign me in without my password").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{site}/accounts/2fa/webauthn/")
    axe(page)
    look(page, "passkeys")
    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/?next=/accounts/you/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{site}/accounts/you/")
