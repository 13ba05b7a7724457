"""A party that leaves the overarching protocol while a thematic one that names it is being approved or signed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.govuk.days import day
from portal.mail.models import OutgoingMail
from protocols import permissions
from protocols.errors import WrongState
from protocols.facts.binding import bound_parties
from protocols.facts.parents import outside_parent, unable_to_sign
from protocols.models import Document, Instrument, Party, ProtocolVersion, Signature, Signing
from protocols.queries.in_tray import in_tray_of
from protocols.queries.signing import live_signing
from protocols.queries.signing_order import why_over
from protocols.services.closing import commence_due
from protocols.services.commencing import come_into_force, leave_with_parent, settle
from protocols.services.matters import OfVersion
from protocols.services.moving import take_back
from protocols.services.sealing import seal_due
from protocols.services.stepping import locked
from protocols.services.varying import vary
from protocols.states import Action, State
from tests.protocols import factories_life as life
from tests.protocols.test_instrument_pages import signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def begun(beginning):
    def make():
        people, version, _ = life.thematic_with_flow()
        version = life.submitted(people, version)
        for one in life.waiting(version):
            life.approve(people, one)
        return people, life.again(version)

    return beginning.make(make)


@pytest.fixture
def world(begun):
    """A thematic version open for signature; nothing is rendered, for nothing is signed."""
    people, version = begun()
    at_stage(version, Signing.Stage.OPEN)
    return people, version


def at_stage(version: ProtocolVersion, stage: str) -> Signing:
    """The signing, as far as that, with a file that nobody reads."""
    signing = live_signing(version)
    with act("tests.stage", by=SYSTEM):
        if signing.current is None:
            file = Document(
                snapshot=signing.snapshot, kind=Document.Kind.FOR_SIGNING, name="file", sha256="a" * 64, size=1, pages=1
            )
            file.save()
            signing.current, signing.opened_at = file, timezone.now()
        signing.stage = stage
        signing.save()
    return signing


def leaves(people: life.Cast, parent: ProtocolVersion, last: date) -> None:
    """The first partner leaves the overarching protocol."""
    with act("tests.leaves", by=SYSTEM):
        Party.objects.filter(version=parent, partner=people.partners[0]).update(bound_until=last)


def test_until_its_last_day_is_over_a_party_signs_and_nobody_takes_the_text_back(world):
    people, version = world
    leaves(people, version.parent, timezone.localdate())
    assert why_over(live_signing(version), life.party(version, people.partners[0])) is None
    with pytest.raises(WrongState, match="Every party has approved"):
        take_back(by=people.officer, version=version)


def test_afterwards_it_cannot_sign_and_the_pages_say_what_to_do(world):
    people, version = world
    leaves(people, version.parent, timezone.localdate() - DAY)
    gone = life.party(version, people.partners[0])
    assert unable_to_sign(version) == [gone]
    with pytest.raises(WrongState, match=r"is not bound by .* takes this back to draft"):
        life.sign_for(people, version, gone)
    assert why_over(live_signing(version), life.party(version, people.partners[1])) is None
    here = [version.protocol.reference, version.number]
    page = signed_in(people.of(gone, RoleKind.SIGNATORY)).get(reverse("protocols:sign", args=here)).content.decode()
    assert "it cannot sign what is made under it" in page
    assert "sign-here" not in page
    officer = signed_in(people.officer)
    for name in ("version", "sign"):
        assert "It cannot sign this" in officer.get(reverse(f"protocols:{name}", args=here)).content.decode()
    [item] = [one for one in in_tray_of([people.officer]).waiting_for_you if "cannot sign" in one.what]
    assert item.link == reverse("protocols:take_back", args=here)


def test_in_trays_offer_nobody_a_signature_that_would_be_refused_and_say_why(world):
    people, version = world
    signatories = [people.at(partner, RoleKind.SIGNATORY) for partner in people.partners]
    first, second = (f"Sign for {partner}" for partner in people.partners)
    told = [[one.what for one in in_tray_of([role]).waiting_for_you] for role in signatories]
    assert told == [[first], [second]]
    leaves(people, version.parent, timezone.localdate() - DAY)
    [item] = in_tray_of([signatories[0]]).waiting_for_you
    parent = version.parent.protocol.reference
    assert (item.what, item.button) == (f"{people.partners[0]} cannot sign this: not bound by {parent}", "See why")
    assert item.link == reverse("protocols:sign", args=[version.protocol.reference, version.number])
    assert [one.what for one in in_tray_of([signatories[1]]).waiting_for_you] == [second]


def test_a_text_that_names_it_is_not_sealed_and_goes_back_to_draft_once(world):
    people, version = world
    signing = at_stage(version, Signing.Stage.COMPLETE)
    leaves(people, version.parent, timezone.localdate() - DAY)
    assert seal_due() == 0
    assert life.again(version).status is State.SIGNING
    assert not permissions.may(people.at(people.partners[0], RoleKind.SIGNATORY), version, Action.BACK_TO_DRAFT)
    for _ in range(2):
        assert take_back(by=people.officer, version=version).status is State.DRAFT
    told = OutgoingMail.objects.filter(subject__endswith="has stopped")
    assert {mail.to for mail in told} >= {people.at(one, RoleKind.SIGNATORY).person.email for one in people.partners}
    signing.refresh_from_db()
    assert (signing.stage, live_signing(version)) == (Signing.Stage.VOID, None)


def test_whoever_leaves_on_the_day_it_is_sealed_leaves_it_too(world):
    people, version = world
    leaves(people, version.parent, timezone.localdate())
    with act("tests.seal", by=SYSTEM):
        leave_with_parent(version)
    last = {one.partner: one.bound_until for one in version.parties.select_related("partner")}
    assert last == {people.partners[0]: timezone.localdate(), people.partners[1]: None}


def signed_by_both(people: life.Cast, version: ProtocolVersion) -> Signing:
    """Open to both parties, who sign; it comes into force between those who have signed by a day."""
    signing = at_stage(version, Signing.Stage.OPEN)
    with act("tests.signatures", by=SYSTEM):
        today = timezone.localdate()
        early = {"commencement": "date", "starts_on": today, "signing_closes_on": today + 9 * DAY}
        ProtocolVersion.objects.filter(pk=version.pk).update(**early)
        for party in version.parties.select_related("partner"):
            file = Document(
                snapshot=signing.snapshot, kind=Document.Kind.FOR_SIGNING, name="file", sha256="b" * 64, size=1, pages=1
            )
            file.save()
            Signature(
                signing=signing, party=party, role=people.of(party, RoleKind.SIGNATORY), name="Sam Reed", post="Chief",
                basis="Scheme of delegation", signed_sha256="a" * 64, result=file,
            ).save()  # fmt: skip
    return signing


def test_whoever_leaves_on_the_day_it_comes_into_force_early_leaves_it_too(world):
    people, version = world
    signed_by_both(people, version)
    leaves(people, version.parent, timezone.localdate())
    assert commence_due() == 1
    version = life.again(version)
    assert version.status is State.IN_FORCE
    last = {one.partner: one.bound_until for one in version.parties.select_related("partner")}
    assert last == {people.partners[0]: timezone.localdate(), people.partners[1]: None}


def test_whoever_left_after_signing_does_not_count_among_those_who_bring_it_into_force(world):
    people, version = world
    signing = signed_by_both(people, version)
    leaves(people, version.parent, timezone.localdate() - DAY)
    assert commence_due() == 0
    assert life.again(version).status is State.SIGNING
    with act("tests.begins", by=SYSTEM):  # as where enough others have signed
        come_into_force(locked(version), signing)
    version = life.again(version)
    assert [one.partner for one in bound_parties(version)] == [people.partners[1]]
    [event] = AuditEvent.objects.filter(action="protocols.come_into_force")
    assert event.details["signed"] == [str(life.party(version, people.partners[1]))]


def test_whoever_signs_it_late_on_its_last_day_leaves_it_on_that_day_too(world):
    people, version = world
    signing = signed_by_both(people, version)
    leaves(people, version.parent, timezone.localdate())
    with act("tests.late", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state=State.IN_FORCE.value)
        Party.objects.filter(version=version, partner=people.partners[0]).update(signs_late=True)
        held = locked(version)
        settle(OfVersion(held), signing, life.party(held, people.partners[0]))
    found = life.party(version, people.partners[0])
    assert (found.bound_from, found.bound_until) == (timezone.localdate(), timezone.localdate())


def test_whoever_accedes_by_it_can_sign_and_whoever_left_a_later_version_cannot(world):
    people, version = world
    newer = vary(by=people.officer, version=version.parent)
    with act("tests.states", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.parent_id).update(state=State.SUPERSEDED.value)
        ProtocolVersion.objects.filter(pk=newer.pk).update(state=State.IN_FORCE.value)
    assert unable_to_sign(version) == []
    leaves(people, newer, timezone.localdate() - DAY)
    [gone] = outside_parent()
    assert (gone.version, gone.partner) == (version, people.partners[0])
    with act("tests.accedes", by=SYSTEM):
        Party.objects.filter(pk=gone.pk).update(accedes_to_parent=True)
    assert unable_to_sign(version) == []


def test_beforehand_the_page_says_when_it_leaves(world):
    people, version = world
    last = timezone.localdate() + 9 * DAY
    with act("tests.withdrawal", by=SYSTEM):
        Instrument(
            version=version.parent, number=1, kind=Instrument.Kind.WITHDRAWAL, state=State.IN_FORCE.value,
            party=life.party(version.parent, people.partners[0]), effective_on=last, reason="It merges.",
            begun_by=people.officer, nonce=uuid4(),
        ).save()  # fmt: skip
    page = signed_in(people.officer).get(reverse("protocols:sign", args=[version.protocol.reference, version.number]))
    assert f"its last day is {day(last)}, and after it, it cannot sign this" in page.content.decode()
