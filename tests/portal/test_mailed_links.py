"""The token of a mailed link leaves the address as the link is opened, and no address after that opens it elsewhere."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Session
from portal.mailed_links import cookie_of, name_of
from tests.addresses import addresses

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-a-mail"
LINKS = ["partners:invitation", "partners:invited", "partners:confirm", "partners:reply", "protocols:guest_sign",
         "protocols:guest_file", "protocols:guest_decline", "protocols:copy_link"]  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_opened_a_link_leads_to_an_address_without_its_token(client, name):
    led = client.get(reverse(name, args=[TOKEN]))
    assert led.status_code == 302
    assert led.url == reverse(name, args=[name_of(TOKEN)])
    assert TOKEN not in led.url
    cookie = led.cookies[cookie_of(name_of(TOKEN))]
    assert (cookie.value, bool(cookie["httponly"]), cookie["samesite"], cookie["max-age"]) == (TOKEN, True, "Lax", "")
    assert led.headers["Referrer-Policy"] == "no-referrer"
    page = client.get(led.url)
    assert page.status_code == 410  # nobody was sent it
    assert all("no-store" in answer.headers["Cache-Control"] for answer in (led, page))
    assert TOKEN not in page.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("name", LINKS)
def test_the_address_after_it_opens_nothing_in_another_browser(name):
    answer = Client().get(reverse(name, args=[name_of(TOKEN)]))
    assert answer.status_code == 410
    assert "Open the link in your mail again" in answer.content.decode()


def test_nor_with_the_token_of_another_link(client):
    client.cookies.load({cookie_of(name_of(TOKEN)): "another"})
    answer = client.get(reverse("partners:reply", args=[name_of(TOKEN)]))
    assert "Open the link in your mail again" in answer.content.decode()


@pytest.mark.parametrize("name", LINKS)
def test_nothing_is_taken_at_an_address_with_a_token_and_its_words_are_shown(client, name, caplog):
    answer = client.post(reverse(name, args=[TOKEN]), {"reason": "The board said no."})
    assert answer.status_code == 403
    assert "The board said no." in answer.content.decode()
    assert f": {name}" in caplog.text
    assert TOKEN not in caplog.text


def test_these_are_all_the_addresses_that_take_a_token():
    taking = {one.name for one in addresses() if "token" in one.parameters}
    steps = {name for name in taking if name.startswith(("legal_basis:", "protocols:legal_"))}
    assert taking - steps == {*LINKS, "protocols:guest_code"}
