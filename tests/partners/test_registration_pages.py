"""The public pages of registration, as somebody without an account and without script meets them."""

import pytest
from django.test import Client
from django.urls import reverse

from partners.models import Partner, Registration
from partners.services.deciding import ask_more
from partners.services.inviting import Invitee
from partners.services.inviting_bodies import invite_to_register
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from tests.opened_links import opened
from tests.partners.factories import approved_partner, officer, partnership, registered, token_mailed_to

pytestmark = pytest.mark.django_db
BODY, PEOPLE, CHECK = (reverse(f"partners:register{page}") for page in ("", "_people", "_check"))


def body(**changes: str) -> dict[str, str]:
    return {
        "partnership": str(partnership().pk), "legal_name": "Mercy Housing Limited", "short_name": "Mercy Housing",
        "kind": "housing_association", "legal_form": "registered_society", "ico_registration": " za 123456",
        "address": "1 High Street\nNorthmoor", **changes,
    }  # fmt: skip


def people(**changes: str) -> dict[str, str]:
    return {
        "contact_name": "Ann Lee", "contact_post": "Manager", "contact_email": "ann@mercy.example",
        "dpo_name": "Dana Obi", "dpo_email": "dana@obi.example",
        "signatory_name": "Sam Roe", "signatory_post": "Chief executive", "signatory_email": "sam@mercy.example",
        **changes,
    }  # fmt: skip


def text(response) -> str:
    return response.content.decode()


def fill(client: Client) -> None:
    assert client.post(BODY, body()).url == PEOPLE
    assert client.post(PEOPLE, people()).url == CHECK


def test_a_body_registers_confirms_and_waits(client):
    fill(client)
    assert "ZA123456" in text(client.get(CHECK))
    sent = client.post(CHECK, follow=True)
    assert "Check your mail" in text(sent)
    link = opened(client, reverse("partners:confirm", args=[token_mailed_to("ann@mercy.example")]))
    assert "Confirm this address" in text(client.get(link))
    assert Partner.objects.get().status == "unconfirmed"
    assert "waits for a decision" in text(client.post(link, follow=True))
    assert "waits for a decision" in text(client.get(link))
    assert Partner.objects.get().status == "waiting"


def test_sending_the_check_page_twice_registers_once(client):
    fill(client)
    client.post(CHECK)
    assert client.post(CHECK).url == reverse("partners:register_sent")
    assert Registration.objects.count() == 1


def test_no_page_of_it_changes_anything_when_it_is_only_looked_at(client):
    fill(client)
    events = AuditEvent.objects.count()
    for page in (BODY, PEOPLE, CHECK):
        assert client.get(page).status_code == 200
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ico_registration": "12345"}, "Enter the ICO registration number as it stands on the register"),
        ({"legal_name": ""}, "Enter the legal name."),
        ({"kind": ""}, "Choose the kind of body."),
        ({"address": ""}, "Enter the address."),
        ({"short_name": "x" * 121}, "121 characters is too long"),
    ],
)
def test_what_is_wrong_about_the_body_is_said_and_what_was_typed_is_still_there(client, changes, sentence):
    shown = text(client.post(BODY, body(**changes)))
    assert sentence in shown
    assert "Mercy Housing" in shown
    assert "ZA 123456" in shown.upper() or "12345" in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dpo_name": ""}, "Enter the name of the data protection officer."),
        ({"signatory_email": "sam"}, "Enter an email address in the form name@example.org.uk."),
        (
            {"signatory_email": "DANA@obi.example"},
            "The same person cannot be both data protection officer and signatory",
        ),
    ],
)
def test_what_is_wrong_about_the_people_is_said_and_what_was_typed_is_still_there(client, changes, sentence):
    client.post(BODY, body())
    shown = text(client.post(PEOPLE, people(**changes)))
    assert sentence in shown
    assert "Chief executive" in shown


def test_going_back_and_forth_loses_nothing(client):
    fill(client)
    assert "Mercy Housing Limited" in text(client.get(BODY))
    assert "Chief executive" in text(client.get(PEOPLE))
    client.post(PEOPLE, people(dpo_email="wrong"))
    assert "Sam Roe" in text(client.get(PEOPLE))


def test_a_council_is_asked_for_its_siro_and_guardian_and_a_housing_association_is_not(client):
    client.post(BODY, body())
    assert "Caldicott" not in text(client.get(PEOPLE))
    client.post(BODY, body(kind="council", legal_form="local_authority"))
    shown = text(client.get(PEOPLE))
    assert "senior information risk owner" in shown
    assert "Caldicott Guardian" in shown


def test_a_changed_kind_brings_back_to_the_people_it_now_calls_for(client):
    fill(client)
    client.post(BODY, body(kind="council", legal_form="local_authority"))
    assert client.get(CHECK).url == PEOPLE
    assert "Enter the name of the Caldicott Guardian." in text(client.get(PEOPLE))


def test_a_later_page_sends_back_to_what_comes_first(client):
    partnership()
    for page in (PEOPLE, CHECK, reverse("partners:register_listed"), reverse("partners:register_sent")):
        assert client.get(page).url == BODY
    client.post(BODY, body())
    assert client.get(CHECK).url == PEOPLE


def test_a_body_that_has_registered_is_refused_on_the_first_page(client):
    approved_partner("Mercy Housing Limited")
    assert "Mercy Housing Limited has already registered." in text(client.post(BODY, body()))


def test_somebody_who_registers_in_between_is_told_of_and_nothing_is_lost(client):
    fill(client)
    approved_partner("Mercy Housing Limited")
    shown = text(client.post(CHECK, follow=True))
    assert "has already registered" in shown
    assert "1 High Street" in shown


def test_without_a_partnership_the_page_says_so(client):
    assert "There is no partnership here yet" in text(client.get(BODY))


def test_with_several_partnerships_one_is_chosen(client):
    partnership()
    other = partnership("Another Partnership", "AN")
    assert "Another Partnership" in text(client.get(BODY))
    client.post(BODY, body(partnership=str(other.pk)))
    client.post(PEOPLE, people())
    client.post(CHECK)
    assert Registration.objects.get().partnership == other


class TestListed:
    @pytest.fixture
    def listed(self) -> Partner:
        with act("test.list", by=SYSTEM):
            made = Partner(
                legal_name="Mercy Housing Limited", short_name="Mercy", slug="mercy", kind="housing_association",
                legal_form="registered_society", source="a-register", source_code="M1", nation="England",
            )  # fmt: skip
            made.save()
        return made

    def test_a_listed_body_is_offered_and_taken(self, client, listed):
        asked = client.post(BODY, body(), follow=True)
        assert "Yes, this is us" in text(asked)
        assert client.post(reverse("partners:register_listed"), {"answer": "yes"}).url == PEOPLE
        client.post(PEOPLE, people())
        client.post(CHECK)
        assert Registration.objects.get().partner == listed

    def test_another_body_of_that_name_is_asked_to_tell_itself_apart(self, client, listed):
        client.post(BODY, body())
        back = client.post(reverse("partners:register_listed"), {"answer": "no"}, follow=True)
        assert "Add to the legal name what tells your organisation apart" in text(back)
        assert "1 High Street" in text(back)

    def test_an_invited_contact_finds_it_filled_in_and_need_not_confirm(self, client, listed):
        contact = Invitee("Ann Lee", "ann@mercy.example", "Manager")
        invite_to_register(by=officer(), partnership=partnership(), partner=listed, contact=contact)
        link = opened(client, reverse("partners:invited", args=[token_mailed_to("ann@mercy.example")]))
        assert "Begin" in text(client.get(link))
        assert "Mercy Housing Limited" in text(client.post(link, follow=True))
        client.post(BODY, body())
        assert "ann@mercy.example" in text(client.get(PEOPLE))
        client.post(PEOPLE, people())
        assert "waits for a decision" in text(client.post(CHECK, follow=True))
        assert "waits for a decision" in text(client.get(link))


def test_the_officers_question_is_answered_from_the_mail(client):
    waiting = registered("Mercy Housing Limited")
    ask_more(by=officer(), registration=waiting, question="Which number is yours?")
    link = opened(client, reverse("partners:reply", args=[token_mailed_to(waiting.contact_email)]))
    assert "Which number is yours?" in text(client.get(link))
    given = {"text": "This one.", "ico_registration": "12", "address": "1 High Street"}
    wrong = text(client.post(link, given))
    assert "Enter the ICO registration number" in wrong
    assert "This one." in wrong
    assert "waits for a decision" in text(client.post(link, given | {"ico_registration": "z7654321"}, follow=True))
    assert "waits for a decision" in text(client.post(link, given | {"ico_registration": "z7654321"}, follow=True))


@pytest.mark.parametrize("page", ["confirm", "reply", "invited"])
def test_a_link_that_is_not_in_use_is_told_so(client, page):
    answer = client.get(reverse(f"partners:{page}", args=["nothing"]), follow=True)
    assert answer.status_code == 410
    assert "This link is not in use any more." in text(answer)
