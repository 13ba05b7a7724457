"""Rules of approving and signing that must hold when several act at once, raced on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from partners.roles import RoleKind
from portal.audit.checks import breaks
from protocols.documents.verifying import verify
from protocols.errors import Refused
from protocols.models import Document, Signature, Signing
from protocols.queries.documents import signed_document
from protocols.queries.signing import live_signing
from protocols.services.keys import authority
from protocols.services.moving import take_back
from protocols.services.sealing import seal
from protocols.services.signing import decline, prepare_signing, sign
from protocols.services.submitting import submit
from protocols.services.texts import save_section
from protocols.states import State
from tests.protocols import factories_life as life

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Make the calls at the same moment, each on its own connection; what each gave, or how it was refused."""
    start = Barrier(len(calls))

    def one(call: Callable[[], object]) -> object:
        try:
            start.wait()
            return call()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(one, calls))


def signature(people: life.Cast, signing: Signing, index: int) -> Callable[[], object]:
    shown, by = signing.current.sha256, people.at(people.partners[index], RoleKind.SIGNATORY)
    return lambda: sign(by=by, signing=signing, sha256=shown, post="Chief executive", basis="Delegation")


def test_two_last_signatures_at_once_are_taken_one_after_the_other():
    people, version = life.protocol_at(State.SIGNING)
    signing = live_signing(version)
    came = at_once(signature(people, signing, 0), signature(people, signing, 1))
    assert sorted(isinstance(one, Signature) for one in came) == [False, True]
    signing = live_signing(version)
    late = next(index for index, one in enumerate(came) if isinstance(one, Refused))
    signature(people, signing, late)()
    assert live_signing(version).stage == Signing.Stage.COMPLETE
    assert len(verify(live_signing(version).current.read(), authority()).signatories) == 2


def test_one_signatory_who_presses_twice_signs_once():
    people, version = life.protocol_at(State.SIGNING)
    came = at_once(*[signature(people, live_signing(version), 0)] * 4)
    assert {one.pk for one in came if isinstance(one, Signature)} == {Signature.objects.get().pk}
    assert not [one for one in came if isinstance(one, Refused)]


def test_two_signatories_of_one_party_at_once_give_one_signature():
    people, version = life.protocol_at(State.SIGNING)
    signing = live_signing(version)
    deputy = life.factories.role(RoleKind.SIGNATORY, at=people.partners[0])
    shown = signing.current.sha256
    at_once(
        signature(people, signing, 0),
        lambda: sign(by=deputy, signing=signing, sha256=shown, post="Deputy", basis="Delegation"),
    )
    assert Signature.objects.count() == 1


def test_the_last_two_approvals_at_once_open_one_signing():
    people, version = life.protocol_at(State.APPROVAL)
    at_once(*[lambda decision=decision: life.approve(people, decision) for decision in life.waiting(version)])
    assert life.again(version).status is State.SIGNING
    assert Signing.objects.count() == 1


def test_submitting_at_once_freezes_one_snapshot():
    people, version = life.protocol_at(State.CONSULTATION)
    came = at_once(*[lambda: submit(by=people.officer, version=version)] * 3)
    assert len({snapshot.pk for snapshot in came}) == 1


def test_the_file_is_prepared_once_and_sealed_once_however_many_workers_try():
    people, version = life.protocol_at(State.APPROVAL)
    for decision in life.waiting(version):
        life.approve(people, decision)
    snapshot = live_signing(version).snapshot
    at_once(*[lambda: prepare_signing(snapshot)] * 3)
    assert Document.objects.filter(kind="for_signing").count() == 1
    for party in version.parties.select_related("partner"):
        life.sign_for(people, version, party)
    came = at_once(*[lambda: seal(live_signing(version))] * 3)
    assert [one for one in came if one is not None] == [signed_document(version)]
    assert list(breaks()) == []


def test_a_signature_against_a_refusal_to_sign_leaves_no_signature_that_counts():
    people, version = life.protocol_at(State.SIGNING)
    signing = live_signing(version)
    refuses = people.at(people.partners[1], RoleKind.SIGNATORY)
    at_once(
        signature(people, signing, 0),
        lambda: decline(by=refuses, signing=signing, reason="The board said no."),
    )
    assert life.again(version).status is State.DRAFT
    assert not Signature.objects.filter(void_at=None).exists()
    assert Signing.objects.get().stage == Signing.Stage.VOID
    assert list(breaks()) == []


def test_the_last_signature_against_a_refusal_has_one_winner():
    people, version = life.protocol_at(State.SIGNING)
    life.sign_for(people, version, version.parties.select_related("partner").first())
    signing = live_signing(version)
    left = next(n for n, partner in enumerate(people.partners) if partner != version.parties.first().partner)
    regrets = people.at(people.partners[1 - left], RoleKind.SIGNATORY)
    at_once(signature(people, signing, left), lambda: decline(by=regrets, signing=signing, reason="We think again."))
    counted = Signature.objects.filter(void_at=None).count()
    ended = (life.again(version).status, Signing.objects.get().stage, counted)
    assert ended in {(State.DRAFT, Signing.Stage.VOID, 0), (State.SIGNING, Signing.Stage.COMPLETE, 2)}


def test_an_approval_against_taking_back_never_opens_a_signing_of_a_draft():
    people, version = life.protocol_at(State.APPROVAL)
    first, last = life.waiting(version)
    life.approve(people, first)
    at_once(lambda: life.approve(people, last), lambda: take_back(by=people.officer, version=version))
    now, snapshot = life.again(version), version.snapshots.get()
    assert now.status in {State.DRAFT, State.SIGNING}
    assert (now.status is State.DRAFT) == (snapshot.withdrawn_at is not None)
    assert Signing.objects.exists() == (now.status is State.SIGNING)


def test_an_edit_against_submitting_is_in_what_was_submitted_or_is_refused():
    people, version = life.protocol_at(State.CONSULTATION)
    section = version.sections.select_related("version__protocol__partnership").get(section_id="S07")
    words = "<ol><li>Written at the last moment.</li></ol>"
    came = at_once(
        lambda: save_section(by=people.officer, section=section, body=words, revision=section.revision),
        lambda: submit(by=people.officer, version=version),
    )
    frozen = next(one["html"] for one in version.snapshots.get().content["sections"] if one["id"] == "S07")
    kept = version.sections.get(section_id="S07").body
    assert ("last moment" in frozen) == ("last moment" in kept) == (not isinstance(came[0], Refused))
    assert life.again(version).status is State.APPROVAL
