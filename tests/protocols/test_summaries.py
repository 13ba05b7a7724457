"""The training ledger: the plain summary from what was signed, who confirmed it, and asking again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, NotAllowed
from protocols.models import ProtocolVersion, Snapshot, StaffCount, SummaryReading
from protocols.queries.in_tray import in_tray_of
from protocols.queries.protocols import address_of
from protocols.queries.summaries import briefed_everywhere, briefed_of, summary_for
from protocols.services.summaries.asking import ask_again, ask_to_read
from protocols.services.summaries.reading import confirm_summary, count_staff
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols import factories_life as life
from tests.protocols.factories_living import KEPT, in_force

pytestmark = pytest.mark.django_db
HASH = "5" * 64
NOBODY = {"name": "", "post": ""}
PARTIES = [
    {"key": "a", "short_name": "Wigan Council", "dpo": {"name": "Dana Obi", "post": "Data protection officer"}},
    {"key": "b", "short_name": "Northmoor Police", "dpo": NOBODY},
]
FLOW = {"title": "Cases", "sender": "a", "recipients": ["b"], "items": ["Name"], "purpose": "Plan the response",
        "method": "Secure email", "retention": "Two years"}  # fmt: skip
REFUSED = {"title": "Council tax records", "laws": ["LGFA 1992"]}
LIMITS = [{"limits": [{"text": "Only for the response", "cite": "s.115"}]}] * 2
CONTENT = {"parties": PARTIES, "flows": [FLOW], "refused_flows": [REFUSED], "legal_record": LIMITS}


@pytest.fixture
def world():
    people = life.cast()
    return people, in_force(people, **CONTENT)


def confirm(by, version) -> SummaryReading:
    return confirm_summary(by=by, version=version, sha256=HASH)


def newer(version: ProtocolVersion) -> ProtocolVersion:
    """The next version, in force in its place, with the same parties."""
    with act("tests.newer", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state="superseded")
        made = ProtocolVersion.objects.get(pk=version.pk)
        made.pk, made.number, made.state = None, version.number + 1, "in_force"
        made.save()
        for party in version.parties.all():
            party.pk, party.version = None, made
            party.save()
        signed = version.snapshots.get()
        Snapshot(version=made, number=1, text=signed.text, sha256=signed.sha256).save()
    return life.again(made)


def test_the_summary_says_what_was_signed(world):
    _people, version = world
    told = summary_for(version).summary
    assert [(one.sender, one.recipients) for one in told.shared] == [("Wigan Council", "Northmoor Police")]
    assert told.not_shared == ["Council tax records: the law stops it (LGFA 1992)."]
    assert told.limits == ["Only for the response"]
    assert tuple(told.undertakings) == KEPT
    assert told.ask == ["Dana Obi, Data protection officer, Wigan Council"]
    assert summary_for(life.draft(_people)) is None


def test_a_person_confirms_once_for_the_partner_they_act_for(world):
    people, version = world
    viewer = people.at(people.partners[0], RoleKind.VIEWER)
    assert confirm(viewer, version).confirmed_at == confirm(viewer, version).confirmed_at
    twice = life.second_role(viewer, RoleKind.CONTRIBUTOR, at=people.partners[0])
    confirm(twice, version)
    assert SummaryReading.objects.count() == 1
    with pytest.raises(Invalid, match="has changed"):
        confirm_summary(by=viewer, version=version, sha256="0" * 64)
    with pytest.raises(NotAllowed):
        confirm(people.officer, version)
    with pytest.raises(NotAllowed):
        confirm(factories.role(RoleKind.VIEWER, at=factories.partner("Elsewhere Council")), version)


def test_people_are_asked_once_and_wait_until_they_have_confirmed(world):
    people, version = world
    contributor = people.at(people.partners[0], RoleKind.CONTRIBUTOR)
    assert ask_to_read(by=contributor, version=version) == 3
    assert ask_to_read(by=people.officer, version=version) == 3
    assert ask_to_read(by=people.officer, version=version) == 0
    assert OutgoingMail.objects.filter(subject__contains="read what may be shared").count() == 6
    assert [one.what for one in in_tray_of([contributor]).waiting_for_you] == ["Read what may be shared"]
    confirm(contributor, version)
    assert in_tray_of([contributor]).waiting_for_you == []
    with pytest.raises(NotAllowed):
        ask_to_read(by=people.at(people.partners[0], RoleKind.SIGNATORY), version=version)


def test_who_read_an_earlier_version_is_asked_again_once_while_they_hold_a_role(world):
    people, version = world
    stays = people.at(people.partners[0], RoleKind.DPO)
    leaves = people.at(people.partners[1], RoleKind.DPO)
    for role in (stays, leaves):
        confirm(role, version)
    assert ask_again() == 0
    life.end_role(leaves)
    made = newer(version)
    assert [ask_again(), ask_again()] == [1, 0]
    waiting = SummaryReading.objects.get(version=made)
    assert (waiting.person, waiting.confirmed_at) == (stays.person, None)


def test_people_without_an_account_are_counted_by_their_contact(world):
    people, version = world
    contact = people.at(people.partners[0], RoleKind.CONTACT)
    for number in (40, 45, 45):
        count_staff(by=contact, version=version, number=number, how="Team meeting")
    assert StaffCount.objects.get().number == 45
    confirm(people.at(people.partners[0], RoleKind.VIEWER), version)
    own = next(one for one in briefed_of(version) if one.partner == people.partners[0])
    assert (own.read, own.counted, own.total) == (1, 45, 46)
    [whole] = briefed_everywhere(people.officer)
    assert (whole.version, whole.total) == (version, 46)
    with pytest.raises(NotAllowed, match="designated contact"):
        count_staff(by=people.at(people.partners[0], RoleKind.DPO), version=version, number=3)
    with pytest.raises(Invalid):
        count_staff(by=contact, version=version, number=-1)


def test_the_page_shows_the_summary_and_the_button_confirms_it(world):
    people, version = world
    client = sign_in(Client(), people.at(people.partners[0], RoleKind.VIEWER))
    path = address_of("summary", version)
    shown = client.get(path).content.decode()
    assert "Wigan Council gives it to Northmoor Police: Plan the response" in shown
    assert "I have read it" in shown
    assert client.post(address_of("summary_confirm", version), {"sha256": HASH}).status_code == 302
    assert "You confirmed it on" in client.get(path).content.decode()


def test_the_counts_cost_the_same_for_one_protocol_and_for_thirty(world):
    people, version = world
    confirm(people.at(people.partners[0], RoleKind.VIEWER), version)
    client = sign_in(Client(), people.officer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/protocols/briefed/").status_code == 200
        return len(captured)

    cost()
    few = cost()
    for _ in range(29):
        in_force(people, **CONTENT)
    assert cost() == few
