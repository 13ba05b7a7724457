"""Where each of many partners stands, and writing to all that are late, each at most once a day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.errors import NotAllowed, WrongState
from protocols.models import Chase, Decision, Snapshot
from protocols.queries.partner_status import narrowed, statuses_of
from protocols.services.chasing import chase_late
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols.test_instrument_pages import signed_in

pytestmark = pytest.mark.django_db
BODIES = [(f"Body {number:02}", "council") for number in range(1, 8)]


@pytest.fixture
def asked():
    """Seven parties asked to decide eight days ago, one of which has, and one of which was asked just now."""
    people = life.cast(*BODIES)
    version = life.draft(people)
    laws.put_in_state(version, "approval")
    with act("tests.asked", by=SYSTEM):
        snapshot = Snapshot.objects.create(version=version, number=1, text="{}", sha256="0" * 64)
        for number, party in enumerate(version.parties.all()):
            one = Decision(snapshot=snapshot, party=party, kind=RoleKind.DPO.value)
            one.asked_at = timezone.now() - timedelta(days=0 if number == 6 else 8)
            if number == 0:
                one.outcome, one.decided_at = Decision.Outcome.APPROVED, timezone.now()
                one.decided_by = people.of(party, RoleKind.DPO)
            one.save()
    return people, life.again(version)


def test_each_partner_is_late_waiting_or_done(asked):
    _people, version = asked
    found = statuses_of(version)
    assert [one.state for one in found] == ["done", "late", "late", "late", "late", "late", "waiting"]
    assert [len(narrowed(found, wanted, "")) for wanted in ("", "late", "waiting", "done")] == [7, 5, 6, 1]
    assert [one.party.partner.short_name for one in narrowed(found, "late", "body 03")] == ["Body 03"]


def test_one_press_writes_to_all_that_are_late_and_pressing_again_to_nobody(asked):
    people, version = asked
    before = OutgoingMail.objects.count()
    assert len(chase_late(by=people.officer, version=version)) == 5
    assert OutgoingMail.objects.count() == before + 5
    events = AuditEvent.objects.filter(action="protocols.partners.chase").count()
    assert chase_late(by=people.officer, version=version) == []
    assert (OutgoingMail.objects.count(), events) == (before + 5, 1)
    with act("tests.time_passes", by=SYSTEM):
        Chase.objects.update(on=timezone.localdate() - timedelta(days=1))
    assert len(chase_late(by=people.officer, version=version)) == 5


def test_only_an_officer_writes_and_only_while_something_is_owed(asked):
    people, version = asked
    with pytest.raises(NotAllowed):
        chase_late(by=people.at(people.partners[0], RoleKind.DPO), version=version)
    with pytest.raises(WrongState):
        chase_late(by=people.officer, version=life.draft(people))


def test_the_page_counts_filters_and_writes(asked):
    people, version = asked
    client = signed_in(people.officer)
    where = reverse("protocols:partner_status", args=[version.protocol.reference, version.number])
    page = client.get(f"{where}?show=done").content.decode()
    assert "1 of 7 have decided; 5 are late" in page
    assert "Body 01" in page
    assert page.count("Body 02") == 1  # in the sentence on top, and not in the list
    chase = reverse("protocols:partner_chase", args=[version.protocol.reference, version.number])
    assert "You wrote to 5 partners." in client.post(chase, follow=True).content.decode()
    assert "Nobody was written to" in client.post(chase, follow=True).content.decode()


def test_sixty_partners_take_as_many_queries_as_two(asked, django_assert_max_num_queries):
    _people, version = asked
    with django_assert_max_num_queries(8) as few:
        statuses_of(version)
    small = life.draft(life.cast())
    laws.put_in_state(small, "approval")
    with django_assert_max_num_queries(len(few)):
        statuses_of(life.again(small))
