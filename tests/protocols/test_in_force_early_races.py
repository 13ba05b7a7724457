"""In force between those who have signed, raced on PostgreSQL: two last signatures, and a signature against closing."""

import pytest

from partners.roles import RoleKind
from portal.audit.checks import breaks
from portal.audit.models import AuditEvent
from protocols.documents.verifying import verify
from protocols.errors import Refused
from protocols.facts.binding import bound_parties
from protocols.models import ComingIntoForce, Document, Signature
from protocols.queries.documents import signed_document
from protocols.services.closing import close_signing
from protocols.services.keys import authority
from protocols.services.sealing import seal
from protocols.services.signing import sign
from protocols.states import State
from tests.protocols import early
from tests.protocols import factories_life as life
from tests.protocols.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def signature(people, version, index: int):
    signing = early.signing(version)
    shown, by = signing.current.sha256, people.at(people.partners[index], RoleKind.SIGNATORY)
    return lambda: sign(by=by, signing=signing, sha256=shown, post="Chief executive", basis="Delegation")


def test_the_last_signature_against_closing_gives_one_sealed_file_that_says_who_is_bound():
    people, version = early.opened(3)
    version = early.sign(people, version, 0, 1)
    came = at_once(
        signature(people, version, 2),
        lambda: close_signing(by=people.officer, version=version, reason="The rest left."),
    )
    signing = early.signing(version)
    assert signing.stage == "complete"
    sealed = at_once(*[lambda: seal(early.signing(version))] * 3)
    assert [one for one in sealed if one is not None] == [signed_document(version)]
    found = verify(signed_document(version).read(), authority())
    signed = Signature.objects.filter(void_at=None).count()
    assert (found.whole, len(found.signatories), len(bound_parties(life.again(version)))) == (True, signed, signed)
    assert (signed == 3) == isinstance(came[0], Signature)
    assert ComingIntoForce.objects.get().closed_at is not None
    assert list(breaks()) == []


def test_two_signatures_that_are_enough_at_once_bring_it_into_force_once():
    people, version = early.opened(4)
    version = early.sign(people, version, 0)
    came = at_once(signature(people, version, 1), signature(people, version, 2))
    late = [index for index, one in enumerate(came, start=1) if isinstance(one, Refused)]
    assert len(late) == 1
    early.sign(people, version, *late)
    assert life.again(version).status is State.IN_FORCE
    assert AuditEvent.objects.filter(action="protocols.come_into_force").count() == 1
    assert sorted(one.signs_late for one in bound_parties(version)) == [False, False, True]
    assert Document.objects.filter(kind="signed").count() == 0
