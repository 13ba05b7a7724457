"""Every kind of instrument: who approves and who signs it, what it says, and what it brings about."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.errors import Invalid, WrongState
from protocols.facts.binding import bound_parties, suspended, too_few
from protocols.facts.parents import bound_by
from protocols.kinds import ANSWERING, Approvers, Signers
from protocols.loader.instruments import instrument_wordings
from protocols.models import Decision, Instrument, Snapshot, VariableValue
from protocols.queries.instruments import notice_days, worded
from protocols.queries.varying import variation_of
from protocols.services import effects
from protocols.services.effects import EFFECTS, carry_out_due
from protocols.services.ending import terminate
from protocols.services.instruments.beginning import change_instrument
from protocols.services.instruments.submitting import submit_instrument, take_back_instrument
from protocols.services.instruments.terms import CHECKS
from protocols.services.sealing import seal_due
from protocols.services.signing import sign
from protocols.services.texts import save_section
from protocols.services.varying import vary
from protocols.states import State
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols.instruments import TERMS, again, in_force, tomorrow

pytestmark = pytest.mark.django_db
Kind = Instrument.Kind
DPO, SIRO, GUARDIAN = RoleKind.DPO.value, RoleKind.SIRO.value, RoleKind.CALDICOTT_GUARDIAN.value


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(in_force)


@pytest.fixture
def world(begun):
    return begun()


def names(parties):
    return [party.partner.short_name for party in parties]


def text_of(instrument):
    return " ".join(paragraph for clause in worded(instrument) for paragraph in clause.paragraphs)


def test_every_kind_has_its_answering_wording_terms_and_effect():
    kinds = {kind.value for kind in Kind}
    assert set(ANSWERING) == set(instrument_wordings()) == kinds
    assert {kind.value for kind in CHECKS} == {kind.value for kind in EFFECTS} == kinds


# kind: how many of the two bound parties sign, and which posts decide for a party that the agreement asked three posts
MATRIX = {
    Kind.ACCESSION: (0, [DPO]),
    Kind.WITHDRAWAL: (1, [DPO]),
    Kind.RENEWAL: (2, [DPO, GUARDIAN, SIRO]),
    Kind.SUSPENSION: (1, [DPO]),
    Kind.RESUMPTION: (1, [DPO, GUARDIAN, SIRO]),
    Kind.TERMINATION: (2, [DPO]),
}


@pytest.mark.parametrize("kind", list(Kind))
def test_who_approves_and_who_signs(world, kind):
    version, first = world.version, life.party(world.version, world.people.partners[0])
    with act("tests.asked", by=SYSTEM):
        own = version.snapshots.filter(instrument=None).first() or Snapshot.objects.create(
            version=version, number=1, text="{}", sha256="0" * 64
        )
        for post in (DPO, GUARDIAN, SIRO):
            Decision.objects.get_or_create(snapshot=own, party=first, kind=post)
    if kind == Kind.RESUMPTION:
        world.done(Kind.SUSPENSION)
    snapshot = submit_instrument(by=world.people.officer, instrument=world.begin(kind))
    signers, posts = MATRIX[kind]
    signing = set(names(snapshot.instrument.signers(manager="everyone").select_related("partner")))
    bound = set(names(bound_parties(version)))
    assert len(signing & bound) == signers
    assert signing == ({"Riverside Homes"} if not signers else signing & bound)
    about = first.pk if signers else snapshot.instrument.party_id
    asked = snapshot.decisions.filter(party=about).values_list("kind", flat=True)
    assert sorted(asked) == sorted(posts)
    assert (len(signing) > 1) == (ANSWERING[kind].signers is Signers.ALL)
    assert (len(posts) > 1) == (ANSWERING[kind].approvers is Approvers.AS_AGREEMENT)


def test_a_party_leaves_after_its_notice_and_the_others_stay_bound():
    world = in_force(("Wigan Council", "council"), ("Northmoor Police", "police"), ("Northmoor Fire", "fire"))
    with act("tests.notice", by=SYSTEM):
        VariableValue.objects.create(version=world.version, key="notice_days", value="90")
    days, today = notice_days(world.version), timezone.localdate()
    terms = {"at_once": "no", "given_on": today.isoformat(), "data": "returned", "data_by": "2041-03-03"}
    with pytest.raises(Invalid, match=f"{days} days’ notice") as caught:
        world.begin(Kind.WITHDRAWAL, terms=terms, effective_on=today + timedelta(days=days - 1))
    assert (days, caught.value.field) == (90, "effective_on")
    last = today + timedelta(days=days)
    instrument = world.done(Kind.WITHDRAWAL, terms=terms, effective_on=last)
    assert "3 March 2041" in text_of(instrument)
    assert instrument.applied_at is None
    with pytest.MonkeyPatch.context() as later:
        later.setattr(effects, "_today", lambda: last)
        assert carry_out_due() == 1
    assert names(bound_parties(world.version, last)) == ["Northmoor Fire", "Northmoor Police", "Wigan Council"]
    assert names(bound_parties(world.version, last + timedelta(days=1))) == ["Northmoor Fire", "Northmoor Police"]


def test_who_left_the_overarching_protocol_is_bound_no_more_there_or_under_it(world):
    thematic = life.thematic_draft(world.people, world.version)
    laws.put_in_state(thematic, "in_force")
    world.done(Kind.WITHDRAWAL)
    gone = world.people.partners[0]
    party = life.party(life.again(thematic), gone)
    assert party.bound_until == timezone.localdate()
    assert gone.pk in bound_by(world.version.pk)
    with act("tests.time_passes", by=SYSTEM):
        for one in gone.parties.all():
            one.bound_until = timezone.localdate() - timedelta(days=1)
            one.save(update_fields=["bound_until"])
    assert gone.pk not in bound_by(world.version.pk)
    assert too_few(world.version)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"data": ""}, "data"),
        ({"data": "kept", "data_by": "2041-01-01"}, "data_law"),
        ({"data": "kept", "data_law": "An Act.", "data_by": "2020-01-01"}, "data_by"),
        ({"data": "returned"}, "data_by"),
        ({"at_once": "perhaps"}, "at_once"),
        ({"at_once": "breach", "at_once_reason": ""}, "at_once_reason"),
        ({"at_once": "no", "given_on": ""}, "given_on"),
        ({"at_once": "no", "given_on": "2090-01-01"}, "given_on"),
    ],
)
def test_what_a_withdrawal_has_to_say_is_told_beside_the_field(world, changes, field):
    with pytest.raises(Invalid) as caught:
        world.begin(Kind.WITHDRAWAL, terms={**TERMS[Kind.WITHDRAWAL], **changes})
    assert caught.value.field == field


def test_a_new_version_leaves_out_who_has_signed_that_it_leaves(world):
    world.done(Kind.ACCESSION)
    world.done(Kind.WITHDRAWAL, effective_on=tomorrow())
    new = vary(by=world.people.officer, version=life.again(world.version))
    assert names(new.parties.select_related("partner")) == ["Northmoor Police", "Riverside Homes"]


def test_a_variation_tells_what_changes_and_who_approves_and_signs():
    people, version = life.protocol_at(State.IN_FORCE)
    assert variation_of(version) is None
    new = vary(by=people.officer, version=version)
    section = new.sections.get(section_id="S21")
    save_section(by=people.officer, section=section, body="<ol><li>New words.</li></ol>", revision=section.revision)
    found = variation_of(life.again(new))
    assert any(section.title in one.name for one in found.changes)
    assert all("1 clause changed" in one.why for one in found.approvers)
    assert sorted(found.signers) == ["Northmoor Police", "Wigan Council"]
    assert [one.who for one in found.approvers] == [
        f"{name}, data protection officer" for name in sorted(found.signers)
    ]
    assert (list(found.joining), list(found.leaving)) == ([], [])


def test_a_renewal_gives_a_new_review_date_and_end_and_every_party_signs(world):
    world.done(Kind.RENEWAL, terms={"review_on": "2040-01-01", "ends_on": "2042-05-06"})
    version = life.again(world.version)
    assert (version.review_on, version.ends_on) == (date(2040, 1, 1), date(2042, 5, 6))


@pytest.mark.parametrize(
    ("terms", "field"),
    [({"review_on": "2020-01-01"}, "review_on"), ({"review_on": "2040-01-01", "ends_on": "2019-01-01"}, "ends_on")],
)
def test_a_renewal_looks_forward(world, terms, field):
    with pytest.raises(Invalid) as caught:
        world.begin(Kind.RENEWAL, terms=terms)
    assert caught.value.field == field


def test_sharing_pauses_and_begins_again(world):
    party = life.party(world.version, world.people.partners[0])
    with pytest.raises(Invalid, match="not suspended"):
        world.begin(Kind.RESUMPTION)
    world.done(Kind.SUSPENSION)
    assert suspended(world.version) == {party.pk: timezone.localdate()}
    assert suspended(world.version, timezone.localdate() - timedelta(days=1)) == {}
    assert party in bound_parties(world.version)
    with pytest.raises(Invalid, match="suspended already"):
        world.begin(Kind.SUSPENSION)
    world.done(Kind.RESUMPTION)
    assert suspended(world.version) == {}


def test_all_parties_end_it_and_what_else_is_under_way_comes_to_nothing(world):
    other = world.approved(world.begin(Kind.ACCESSION))
    world.done(Kind.TERMINATION)
    version = life.again(world.version)
    assert (version.status, version.ended_reason) == (State.TERMINATED, "The board decided so.")
    assert again(other).status is State.ABANDONED
    assert other.snapshots.get().signing.stage == "void"


def test_what_all_were_to_sign_lapses_when_a_party_joins(world):
    renewal = world.approved(world.begin(Kind.RENEWAL))
    world.done(Kind.ACCESSION)
    assert again(renewal).status is State.ABANDONED
    assert "Riverside Homes" in names(world.begin(Kind.RENEWAL).signers(manager="everyone").select_related("partner"))


def test_what_was_sealed_late_takes_effect_on_the_day_of_the_seal(world):
    instrument = world.approved(world.begin(Kind.ACCESSION))
    with act("tests.time_passes", by=SYSTEM):
        Instrument.objects.filter(pk=instrument.pk).update(effective_on=timezone.localdate() - timedelta(days=3))
    by = world.people.at(world.joins, RoleKind.SIGNATORY)
    signing = instrument.snapshots.get().signing
    sign(by=by, signing=signing, sha256=signing.current.sha256, post="Chief executive", basis="Scheme")
    seal_due()
    assert again(instrument).party.bound_from == timezone.localdate()


def test_a_thematic_protocol_is_joined_only_by_who_is_bound_by_the_overarching_one(world):
    thematic = life.thematic_draft(world.people, world.version)
    laws.put_in_state(thematic, "in_force")
    world.version = life.again(thematic)
    with pytest.raises(Invalid, match="joins that first"):
        world.begin(Kind.ACCESSION)


def test_a_draft_can_be_changed_and_an_older_form_does_not_overwrite_it(world):
    instrument, by = world.begin(Kind.SUSPENSION), world.people.officer
    content = world.content(Kind.SUSPENSION, reason="Another reason.")
    changed = change_instrument(by=by, instrument=instrument, content=content, revision=1)
    assert (changed.reason, changed.revision) == ("Another reason.", 2)
    assert change_instrument(by=by, instrument=instrument, content=content, revision=1).revision == 2
    with pytest.raises(WrongState, match="changed this since"):
        change_instrument(by=by, instrument=instrument, content=world.content(Kind.SUSPENSION), revision=1)
    submit_instrument(by=by, instrument=changed)
    with pytest.raises(WrongState):
        change_instrument(by=by, instrument=changed, content=world.content(Kind.SUSPENSION), revision=2)
    assert take_back_instrument(by=by, instrument=changed).status is State.DRAFT


def test_a_day_that_has_passed_is_told_at_submission(world):
    instrument = world.begin(Kind.SUSPENSION)
    with act("tests.time_passes", by=SYSTEM):
        Instrument.objects.filter(pk=instrument.pk).update(effective_on=timezone.localdate() - timedelta(days=3))
    with pytest.raises(Invalid, match="today at the earliest"):
        submit_instrument(by=world.people.officer, instrument=instrument)
    assert again(instrument).status is State.DRAFT


def test_an_officer_ends_it_alone_only_on_a_recorded_authority(world):
    with pytest.raises(Invalid) as caught:
        terminate(by=world.people.officer, version=world.version, reason="Over.", authority=" ")
    assert caught.value.field == "authority"
    ended = terminate(by=world.people.officer, version=world.version, reason="Over", authority="An order of the court")
    assert ended.ended_reason == "Over. Ended on this authority: An order of the court."
