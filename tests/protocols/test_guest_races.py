"""A guest and a signatory who sign at the same moment, raced on PostgreSQL."""

import pytest

from partners.services.tokens import token_hash
from portal.audit.acts import SYSTEM, act
from protocols.documents.verifying import verify
from protocols.errors import Refused
from protocols.models import Guest, Signature
from protocols.queries.documents import signed_document
from protocols.queries.signing import live_signing
from protocols.services.acting_as_guest import sign_as_guest
from protocols.services.keys import authority
from protocols.services.sealing import seal
from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols import factories_signing as signings
from tests.protocols.test_races import at_once, signature

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_a_guest_and_a_signatory_who_sign_last_at_once_give_one_sealed_file():
    people, version = life.protocol_at(State.SIGNING)
    guest, code = signings.ask_guest(people, version, 0)
    with act("tests.link", by=SYSTEM):
        Guest.objects.filter(pk=guest.pk).update(token_hash=token_hash("link"))
    shown = live_signing(version).current.sha256
    came = at_once(
        signature(people, live_signing(version), 1),
        lambda: sign_as_guest(token="link", code=code, sha256=shown, post="Chair", basis="Minute 4"),
    )
    assert sorted(isinstance(one, Signature) for one in came) == [False, True]
    if isinstance(came[0], Refused):
        signature(people, live_signing(version), 1)()
    else:
        signings.guest_signs(version, "link", code)
    sealed = [one for one in at_once(*[lambda: seal(live_signing(version))] * 2) if one is not None]
    assert sealed == [signed_document(version)]
    assert {one.method for one in verify(sealed[0].read(), authority()).signatories} == {"portal", "link_and_code"}
