"""The pages of the product itself: base, sign-in, account, errors. What each says, and what none may do."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from lxml import html

from partners.models import Partner, Role
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.govuk import views

pytestmark = pytest.mark.django_db
PUBLIC = ["/about/", "/accessibility/", "/privacy/", "/accounts/login/", "/accounts/password/reset/", "/styleguide/"]
STATIC = Path(configured.BASE_DIR) / "static"


@pytest.fixture(autouse=True)
def demonstration(settings, tmp_path):
    settings.DEMO, settings.DATA_DIR = True, tmp_path


@pytest.fixture
def dana() -> User:
    """Data protection officer at one body and designated contact of another."""
    person = User.objects.create_user("dana@alder.example", "Dana Obi", "correct horse battery")
    with act("test.make", by=SYSTEM):
        for kind, name in (("dpo", "Alder Council"), ("contact", "Birch Trust")):
            partner = Partner(legal_name=name, short_name=name, slug=name[:5].lower(), kind="council")
            partner.save()
            Role(person=person, kind=kind, partner=partner).save()
    return person


@pytest.fixture
def signed_in(client, dana) -> Client:
    client.force_login(dana)
    return client


def page(response):
    return html.fromstring(response.content)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_answer_with_one_heading_and_a_title(client, path):
    shown = page(client.get(path))
    assert len(shown.xpath("//h1")) == 1
    assert shown.findtext(".//title").endswith(" – Concordat")


@pytest.mark.parametrize("path", PUBLIC)
def test_script_and_style_need_the_pages_own_nonce(client, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    nonces = set(re.findall(r"'nonce-([^']+)'", policy))
    written = page(response).xpath("//script | //style")
    assert written
    assert {part.get("nonce") for part in written} == nonces


@pytest.mark.parametrize("path", PUBLIC)
def test_nothing_on_a_page_comes_from_elsewhere(client, path):
    shown = page(client.get(path))
    fetched = shown.xpath("//script/@src | //link/@href | //img/@src | //iframe/@src | //form/@action")
    assert [address for address in fetched if re.match(r"(\w+:)?//", address)] == []
    assert not re.search(rb"\son\w+=|\sstyle=", client.get(path).content)


def test_style_sheets_fetch_nothing_from_elsewhere():
    for sheet in STATIC.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", sheet.read_text()), sheet


def test_neither_crown_nor_typeface_of_gov_uk_is_here():
    for sheet in (STATIC / "vendor").rglob("*.css"):
        assert not re.search(r"crest|crown\.|GDS Transport|@font-face", sheet.read_text()), sheet


def test_the_style_page_is_hidden_on_a_real_portal(client, settings):
    settings.DEMO = settings.DEBUG = False
    assert client.get("/styleguide/").status_code == 404


def test_a_sample_portal_says_so_and_a_real_one_does_not(client, settings):
    assert b"The bodies and people in it are fictional" in client.get("/about/").content
    settings.DEMO = False
    assert b"fictional" not in client.get("/about/").content


def test_the_base_page_asks_the_database_nothing_of_a_stranger(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/about/")


def test_the_base_page_asks_one_thing_of_somebody_signed_in(signed_in, django_assert_num_queries):
    with django_assert_num_queries(1):  # the session, with the person and their roles
        signed_in.get("/about/")


def test_another_capacity_is_one_button_away(signed_in):
    menu = page(signed_in.get("/about/")).xpath("//details[@data-menu]")[0]
    assert "Data protection officer, Alder Council" in menu.text_content()
    choose = menu.xpath(f".//form[@action='{reverse('partners:act_as')}']")
    assert [form.xpath(".//button")[0].text for form in choose] == ["Designated contact, Birch Trust"]
    assert choose[0].xpath(".//input[@name='next']/@value") == ["/about/"]


def test_sign_in_offers_no_open_sign_up(client):
    shown = page(client.get("/accounts/login/"))
    assert "by invitation" in shown.text_content()
    assert not [link for link in shown.xpath("//a/@href") if "signup" in link]


def test_a_wrong_password_is_told_in_a_sentence_and_the_address_kept(client, dana):
    response = client.post("/accounts/login/", {"login": "dana@alder.example", "password": "wrong"})
    shown = page(response)
    assert "The email address or the password is not right." in shown.text_content()
    assert shown.xpath("//input[@id='id_login']/@value") == ["dana@alder.example"]
    assert shown.findtext(".//title").startswith("Error: ")


def test_sample_people_sign_in_with_one_button(client, dana, settings):
    (settings.DATA_DIR / "sample-sign-ins.json").write_text(
        '[{"name": "Dana Obi", "email": "dana@alder.example", "password": "correct horse battery", "role": "DPO"}]'
    )
    form = page(client.get("/accounts/login/")).xpath("//section[@aria-labelledby='samples']//form")[0]
    typed = {field.get("name"): field.get("value") for field in form.xpath(".//input[@value]")}
    assert client.post(form.get("action"), typed).status_code == 302
    assert client.get("/accounts/you/").status_code == 200


def test_sample_people_are_never_shown_on_a_real_portal(client, settings):
    (settings.DATA_DIR / "sample-sign-ins.json").write_text('[{"name": "Dana"}]')
    settings.DEMO = False
    assert b"Sample people" not in client.get("/accounts/login/").content


def test_your_account_shows_your_roles(signed_in):
    shown = page(signed_in.get("/accounts/you/")).xpath("//main")[0].text_content()
    assert "Data protection officer, Alder Council" in shown
    assert "Designated contact, Birch Trust" in shown


@pytest.mark.parametrize("path", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"])
def test_account_pages_answer(signed_in, path):
    assert signed_in.get(path).status_code == 200


def test_changing_the_address_is_not_open(signed_in):
    assert signed_in.get("/accounts/email/").url == "/accounts/you/"


def test_a_page_open_too_long_shows_again_what_was_typed(dana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dana)
    typed = {
        "purpose": "To find <b>hot spots</b>\nby night",
        "oldpassword": "correct horse",
        "csrfmiddlewaretoken": "x",
    }
    response = client.post("/accounts/password/change/", typed)
    shown = page(response)
    assert response.status_code == 403
    assert [area.text_content() for area in shown.xpath("//textarea")] == ["To find <b>hot spots</b>\nby night"]
    assert shown.xpath("//label/text()") == ["Purpose"]
    assert b"correct horse" not in response.content


def test_a_refusal_gives_its_reason_and_the_capacity(rf: RequestFactory, dana):
    request = rf.get("/")
    request.user, request.roles = dana, list(dana.roles.all())
    request.capacity = request.roles[0]
    response = views.permission_denied(request, PermissionDenied("Only its officer may submit it."))
    told = page(response).xpath("//main")[0].text_content()
    assert response.status_code == 403
    assert "Only its officer may submit it." in told
    assert f"acting as {request.capacity.label}" in told


def test_what_is_not_there_says_so(signed_in):
    response = signed_in.get("/no-such-page/")
    assert response.status_code == 404
    assert "There is nothing here" in page(response).findtext(".//h1")


def test_the_page_for_our_own_fault_needs_no_database(rf: RequestFactory, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "What you had saved before is kept" in page(response).text_content()
