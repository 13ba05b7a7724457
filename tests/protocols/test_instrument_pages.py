"""The pages of documents after signing: begun, read, decided on, signed; in-trays, mail, flows and the register."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.mail.models import OutgoingMail
from protocols.kinds import SigningMethod
from protocols.models import Instrument, ProtocolVersion
from protocols.queries.approvals import address_of_decision
from protocols.queries.in_tray import in_tray_of
from protocols.queries.signing import signing_of
from protocols.services.instruments.beginning import abandon_instrument
from protocols.services.instruments.submitting import submit_instrument
from protocols.services.signing import prepare_signing
from protocols.views.next_acts import next_act
from tests.form_filling import form_on
from tests.partners import factories as people_factories
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols.instruments import InForce, again, in_force

pytestmark = pytest.mark.django_db
Kind = Instrument.Kind


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(in_force)


@pytest.fixture
def world(begun):
    return begun()


def at(name, version, *more):
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number, *more])


def signed_in(role):
    return people_factories.sign_in(Client(), role)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_a_withdrawal_is_begun_from_its_form_and_nothing_typed_is_lost(world):
    client, version = signed_in(world.people.officer), world.version
    with act("tests.notice", by=SYSTEM):
        version.variables.create(key="notice_days", value="90")
    where, today = at("instrument_begin", version, "withdrawal"), timezone.localdate()
    found = form_on(client.get(where).content.decode(), where)
    typed = {
        **found, "partner": world.people.partners[0].pk, "reason": "It closes.", "at_once": "no", "data": "destroyed",
        **day("effective_on", today), **day("given_on", today), **day("data_by", today.replace(year=today.year + 1)),
    }  # fmt: skip
    refused = client.post(where, typed)
    assert refused.status_code == 422
    assert "90 days’ notice" in refused.content.decode()
    assert "It closes." in refused.content.decode()
    later = today.replace(year=today.year + 1, day=1)
    for _ in range(2):
        assert client.post(where, {**typed, **day("effective_on", later)}).status_code == 302
    made = version.instruments.get()
    assert (made.kind, made.terms["data"], made.party.partner) == (
        "withdrawal",
        "destroyed",
        world.people.partners[0],
    )
    page = client.get(at("instrument", version, made.number)).content.decode()
    assert "Submit for approval" in page
    assert "destroys the data" in page


def test_each_kind_is_offered_in_plain_words_and_only_the_officer_may_begin(world):
    page = signed_in(world.people.officer).get(at("instrument_choose", world.version)).content.decode()
    for words in ("A partner joins", "A party leaves", "The agreement ends"):
        assert words in page
    dpo = signed_in(world.people.at(world.people.partners[0], RoleKind.DPO))
    assert "Only an officer of" in dpo.get(at("instruments", world.version)).content.decode()


def test_it_is_decided_on_and_signed_on_its_own_pages_with_a_line_in_each_in_tray(world):
    party = world.people.partners[0]
    dpo, signatory = (world.people.at(party, kind) for kind in (RoleKind.DPO, RoleKind.SIGNATORY))
    instrument = world.begin(Kind.SUSPENSION)
    snapshot = submit_instrument(by=world.people.officer, instrument=instrument)
    [line] = [one for one in in_tray_of([dpo]).waiting_for_you if "suspension" in one.what]
    [decision] = snapshot.decisions.all()
    assert line.link == address_of_decision(decision)
    assert next_act(dpo, world.version).href == at("instrument_approve", world.version, instrument.number)
    assert signed_in(dpo).get(next_act(dpo, world.version).href).url == line.link
    sent = {"sha256": snapshot.sha256, "outcome": "approved"}
    assert signed_in(dpo).post(address_of_decision(decision), sent).status_code == 302
    assert not [one for one in in_tray_of([dpo]).waiting_for_you if "suspension" in one.what]
    assert not in_tray_of([signatory]).waiting_for_you  # the file is still to be made
    prepare_signing(snapshot)
    [line] = [one for one in in_tray_of([signatory]).waiting_for_you if "suspension" in one.what]
    client = signed_in(signatory)
    found = form_on(client.get(line.link).content.decode(), line.link)
    answer = client.post(line.link, {**found, "basis": "Scheme", "post": "Chief", "proof": "correct horse battery"})
    assert answer.status_code == 302
    assert signing_of(instrument).stage == "complete"
    assert signing_of(instrument).signatures.get().method is SigningMethod.PASSWORD
    assert not [one for one in in_tray_of([signatory]).waiting_for_you if "suspension" in one.what]


def test_mail_says_whose_turn_it_is_and_leads_to_the_instrument(world):
    submit_instrument(by=world.people.officer, instrument=world.begin(Kind.ACCESSION))
    sent = list(OutgoingMail.objects.filter(subject__contains="accession 1"))
    assert any(one.subject.startswith("Decide on accession 1") for one in sent)
    assert sum(one.subject.startswith("A partner asks to join") for one in sent) == 6
    assert all("/after/1/" in one.text for one in sent)


def test_a_viewer_sees_what_is_signed_and_no_draft(world):
    viewer = world.people.at(world.people.partners[0], RoleKind.VIEWER)
    instrument = world.begin(Kind.SUSPENSION)
    where = at("instrument", world.version, instrument.number)
    assert signed_in(viewer).get(where).status_code == 404
    world.signed(instrument)
    assert signed_in(viewer).get(where).status_code == 200


def test_whoever_was_to_join_sees_nothing_once_it_is_given_up(world):
    instrument = world.begin(Kind.ACCESSION)
    client = signed_in(world.people.at(world.joins, RoleKind.DPO))
    assert client.get(at("instruments", world.version)).status_code == 200
    abandon_instrument(by=world.people.officer, instrument=instrument)
    assert client.get(at("instruments", world.version)).status_code == 404


def test_a_suspended_party_is_marked_where_its_flows_show_and_on_the_register():
    people, version, _flow = life.thematic_with_flow()
    laws.put_in_state(version, "in_force")
    world = InForce(people, life.again(version), people.partners[0])
    world.done(Kind.SUSPENSION)
    client = signed_in(people.officer)
    said = f"Nothing flows to or from {people.partners[0]}"
    for name in ("flows", "instruments", "version"):
        page = client.get(at(name, version)).content.decode()
        assert said in page or "suspended since" in page.lower(), name
    assert said in client.get(at("flows", version)).content.decode()


def test_the_list_takes_the_same_queries_at_one_and_at_many(world, django_assert_max_num_queries):
    client = signed_in(world.people.officer)
    world.begin(Kind.SUSPENSION)
    where = at("instruments", world.version)
    client.get(where)
    with django_assert_max_num_queries(40) as first:
        client.get(where)
    with act("tests.more", by=SYSTEM):
        for number in range(2, 22):
            made = Instrument(
                version=world.version, number=number, kind="renewal", state="abandoned", begun_by=world.people.officer,
                effective_on=timezone.localdate(), reason="So.",
            )  # fmt: skip
            made.save()
            made.signers.set(world.version.parties.all())
    with django_assert_max_num_queries(len(first)):
        client.get(where)


def test_an_agreement_with_too_few_parties_is_told_and_offered_to_be_ended(world):
    with act("tests.left", by=SYSTEM):
        party = world.version.parties.first()
        party.bound_until = timezone.localdate().replace(year=2020, day=1)
        party.save()
    page = signed_in(world.people.officer).get(at("instruments", world.version)).content.decode()
    assert "is still bound, so nobody is bound to anybody" in page
    assert any("fewer than two" in one.what for one in in_tray_of([world.people.officer]).waiting_for_you)


def test_a_draft_is_submitted_taken_back_and_given_up_from_its_page(world):
    client, instrument = signed_in(world.people.officer), world.begin(Kind.RENEWAL)
    for name, state in (("submit", "approval"), ("take_back", "draft"), ("give_up", "abandoned")):
        for _ in range(2):
            assert client.post(at(f"instrument_{name}", world.version, instrument.number)).status_code == 302
        assert again(instrument).state == state
    assert ProtocolVersion.objects.get(pk=world.version.pk).state == "in_force"
