"""The in-tray's page costs the same number of queries with one line of a kind and with thirty, for whoever reads it."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import Decision, Document, Party, ProtocolVersion, Signing, Snapshot
from protocols.queries.in_tray import in_tray_of
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows

Fill = Callable[[ProtocolVersion, int], object]


class Lines(TestCase):
    """A thematic draft with two parties, and everybody round it; what waits is made like it."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = life.cast()
        parent = life.draft(cls.people)
        laws.put_in_state(parent, "in_force")
        cls.version = life.thematic_draft(cls.people, life.again(parent))
        partner = cls.people.partners[0]
        cls.readers = [cls.people.officer, *(cls.people.at(partner, kind) for kind in rows.POSTS)]

    def read(self) -> tuple[list[int], int]:
        """What the page costs each reader, and how many lines they see together."""
        counted, lines = [], 0
        for reader in self.readers:
            self.client.force_login(reader.person)
            with CaptureQueriesContext(connection) as captured:
                assert self.client.get(reverse("protocols:in_tray")).status_code == 200
            counted.append(len(captured))
            tray = in_tray_of([reader])
            lines += sum(map(len, (tray.waiting_for_you, tray.waiting_for_others, tray.coming_up, tray.working_on)))
        return counted, lines


def drafts(like: ProtocolVersion, count: int) -> None:
    rows.agreements(like, count, "draft")


def comments(like: ProtocolVersion, count: int) -> None:
    for version in rows.agreements(like, count, "consultation"):
        rows.comments(version, 1)


def checklists(like: ProtocolVersion, count: int) -> None:
    for version in rows.agreements(like, count, "draft"):
        rows.flows(version, 1)


def decided(like: ProtocolVersion, count: int, state: str, **given: object) -> None:
    """Each party's data protection officer is asked, about each of as many protocols; or has answered so."""
    made = rows.agreements(like, count, state)
    frozen = {one.version_id: one for one in Snapshot.objects.filter(version__in=made)}
    with act("tests.rows", by=SYSTEM):
        if state == "draft":
            Snapshot.objects.filter(version__in=made).update(withdrawn_at=timezone.now())
        Decision.objects.bulk_create(
            Decision(snapshot=frozen[party.version_id], party=party, kind="dpo", **given)
            for party in Party.objects.filter(version__in=made)
        )


def asked(like: ProtocolVersion, count: int) -> None:
    decided(like, count, "approval")


def answered(outcome: str, state: str) -> Fill:
    def fill(like: ProtocolVersion, count: int) -> None:
        given = {"outcome": outcome, "text": "Train first.", "decided_at": timezone.now()}
        decider = like.parties.earliest("partner_id").partner.roles.get(kind=RoleKind.DPO.value)
        decided(like, count, state, decided_by=decider, **given)

    return fill


def signings(like: ProtocolVersion, count: int) -> None:
    made = rows.agreements(like, count, "signing")
    file = {"kind": "for_signing", "name": "none.pdf", "sha256": "0" * 64, "size": 1}
    with act("tests.rows", by=SYSTEM):
        files = Document.objects.bulk_create(
            Document(snapshot=one, **file) for one in Snapshot.objects.filter(version__in=made)
        )
        Signing.objects.bulk_create(
            Signing(snapshot=one.snapshot, stage="open", current=one, opened_at=timezone.now()) for one in files
        )


def dates(like: ProtocolVersion, count: int) -> None:
    soon = timezone.localdate() + timedelta(30)
    days = {"starts_on": soon - timedelta(300), "review_on": soon, "ends_on": soon + timedelta(30)}
    rows.agreements(like, count, "in_force", **days)


KINDS: dict[str, Fill] = {
    "protocols_worked_on": drafts,
    "comments_to_resolve": comments,
    "checklists_to_answer": checklists,
    "decisions_to_give": asked,
    "conditions_to_read": answered("conditions", "approval"),
    "changes_to_make": answered("changes", "draft"),
    "agreements_to_sign": signings,
    "reviews_and_ends_that_are_near": dates,
}


def measured(fill: Fill) -> Callable[[Lines], None]:
    def test(self: Lines) -> None:
        fill(self.version, 1)
        self.read()  # what is kept in memory from then on
        one, few = self.read()
        fill(self.version, 29)
        thirty, many = self.read()
        assert many >= few + 29
        assert thirty == one

    return test


for kind, fill in KINDS.items():
    setattr(Lines, f"test_{kind}", measured(fill))
