"""The pages of approving and signing: what they show, what they refuse, and that nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Decision, Signature
from protocols.queries.decisions import live_snapshot
from protocols.queries.documents import signed_document
from protocols.queries.signing import live_signing
from protocols.states import State
from tests.form_filling import form_on
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def at(name: str, version, *more) -> str:
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number, *more])


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(role.person)
    return client


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: (life.protocol_at(State.APPROVAL), life.protocol_at(State.SIGNING)))


@pytest.fixture
def deciding(begun):
    (people, version), _ = begun()
    decision = life.waiting(version)[0]
    return version, decision, signed_in(people.of(decision.party, RoleKind.DPO))


def test_the_approve_page_names_the_party_on_its_button(deciding):
    version, decision, client = deciding
    page = client.get(at("approve", version)).content.decode()
    assert f"Approve for {decision.party}" in page
    assert "has not decided on this protocol before" in page


def test_approving_from_the_page(deciding):
    version, decision, client = deciding
    sent = {"outcome": "approved", "sha256": decision.snapshot.sha256}
    response = client.post(at("approve", version), sent)
    assert response.status_code == 302
    assert Decision.objects.get(pk=decision.pk).outcome == "approved"


def test_a_reason_pinned_to_a_clause_is_kept_when_the_decision_is_refused(deciding):
    version, decision, client = deciding
    sent = {"outcome": "approved", "sha256": decision.snapshot.sha256, "pin_S21": "72 hours is too long."}
    response = client.post(at("approve", version), sent)
    assert response.status_code == 422
    assert "Ask for changes, or empty them" in response.content.decode()
    assert "72 hours is too long." in response.content.decode()
    assert Decision.objects.get(pk=decision.pk).outcome == "waiting"


def test_asking_for_changes_from_the_page_pins_the_reasons(deciding):
    version, decision, client = deciding
    sent = {"outcome": "changes", "sha256": decision.snapshot.sha256, "pin_S21": "72 hours is too long."}
    client.post(at("approve", version), sent)
    assert [pin.target for pin in decision.pins.all()] == ["S21"]
    assert life.again(version).status is State.DRAFT


def test_a_stale_approval_says_so_and_decides_nothing(deciding):
    version, _, client = deciding
    sent = {"outcome": "conditions", "sha256": "0" * 64, "text": "Train first."}
    response = client.post(at("approve", version), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "has changed since you opened this page" in page
    assert "Train first." in page


def test_a_stale_approval_shown_again_is_for_the_text_as_it_stands_now(deciding):
    version, decision, client = deciding
    response = client.post(
        at("approve", version), {"outcome": "conditions", "sha256": "0" * 64, "text": "Train first."}
    )
    again = form_on(response.content.decode(), at("approve", version))
    client.post(at("approve", version), {**again, "outcome": "conditions"})
    assert Decision.objects.get(pk=decision.pk).outcome == "conditions"


def test_who_owes_no_decision_is_shown_where_the_decisions_stand(deciding):
    version, decision, _ = deciding
    viewer = life.factories.role(RoleKind.CONTRIBUTOR, at=decision.party.partner)
    response = signed_in(viewer).get(at("approve", version))
    assert response.url == at("approvals", version)


@pytest.fixture
def signing(begun):
    _, (people, version) = begun()
    party = version.parties.select_related("partner").first()
    return people, version, party, signed_in(people.of(party, RoleKind.SIGNATORY))


def form(version, **changes) -> dict[str, str]:
    given = {
        "sha256": live_signing(version).current.sha256, "post": "Chief executive",
        "basis": "Scheme of delegation", "proof": PASSWORD,
    }  # fmt: skip
    return {**given, **changes}


def test_signing_from_the_page(signing):
    _, version, party, client = signing
    response = client.post(at("sign", version), form(version))
    assert response.status_code == 302
    assert Signature.objects.get().party == party


def test_a_wrong_password_signs_nothing_and_keeps_the_rest(signing):
    _, version, _, client = signing
    response = client.post(at("sign", version), form(version, proof="Not it, this time", basis="Standing order 12"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "That is not your password" in page
    assert "Not it, this time" not in page
    assert "Standing order 12" in page
    assert not Signature.objects.exists()


def test_the_same_signature_posted_twice_is_one(signing):
    _, version, _, client = signing
    sent = form(version)
    client.post(at("sign", version), sent)
    assert client.post(at("sign", version), sent).status_code == 302
    assert Signature.objects.count() == 1


def test_a_stale_page_signs_nothing_and_keeps_what_was_written(signing):
    people, version, party, client = signing
    sent = form(version, basis="Standing order 12")
    life.sign_for(people, version, version.parties.exclude(pk=party.pk).get())
    page = client.post(at("sign", version), sent).content.decode()
    assert "Somebody else signed since" in page
    assert "Standing order 12" in page


def test_the_file_being_signed_is_shown_and_named_as_not_signed(signing):
    _, version, _, client = signing
    response = client.get(at("document", version, live_signing(version).current.pk))
    assert response["Content-Type"] == "application/pdf"
    assert "for-signing.pdf" in response["Content-Disposition"]
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_a_stranger_gets_404_for_every_page_and_file(signing):
    _, version, _, _ = signing
    stranger = signed_in(life.factories.role(RoleKind.SIGNATORY, at=life.factories.partner("Elsewhere Council")))
    names = ("approve", "approvals", "sign", "decline", "submit", "end", "legal")
    assert {stranger.get(at(name, version)).status_code for name in names} == {404}
    assert stranger.get(at("document", version, live_signing(version).current.pk)).status_code == 404


def test_the_signed_agreement_is_downloaded_under_its_own_name():
    people, version = life.protocol_at(State.IN_FORCE)
    viewer = signed_in(people.at(people.partners[0], RoleKind.VIEWER))
    response = viewer.get(at("document", version, signed_document(version).pk), {"download": "1"})
    assert response["Content-Disposition"] == f'attachment; filename="{version.protocol.reference}-v1-signed.pdf"'
    assert b"".join(response.streaming_content) == signed_document(version).read()


def test_ending_from_the_page_needs_a_reason_and_keeps_it():
    people, version = life.protocol_at(State.IN_FORCE)
    client = signed_in(people.officer)
    assert client.post(at("end", version), {"reason": ""}).status_code == 422
    reason = {"reason": "The programme has ended."}
    assert client.post(at("end", version), reason).status_code == 422
    client.post(at("end", version), {**reason, "authority": "Order of the High Court of 3 March 2027."})
    kept = life.again(version).ended_reason
    assert kept.startswith("The programme has ended.")
    assert "High Court of 3 March 2027" in kept


def test_submitting_from_the_page_shows_what_is_missing_and_then_submits():
    people, version = life.protocol_at(State.CONSULTATION)
    client = signed_in(people.officer)
    role = people.at(people.partners[0], RoleKind.DPO)
    life.end_role(role)
    assert "has no data protection officer" in client.get(at("submit", version)).content.decode()
    life.factories.role(RoleKind.DPO, at=people.partners[0])
    client.post(at("submit", version))
    assert live_snapshot(version) is not None


def test_a_get_changes_nothing():
    people, version = life.protocol_at(State.CONSULTATION)
    client = signed_in(people.officer)
    for name in ("submit", "approve", "approvals", "sign", "decline", "end", "legal"):
        client.get(at(name, version))
    assert life.again(version).status is State.CONSULTATION
