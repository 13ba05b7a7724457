"""One line of each kind in somebody's in-tray, as rows written in one go."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from datasets.models import Want
from partners.models import NamedOfficer, Partner, Registration
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import (
    Adherence,
    Agreement,
    Comment,
    Condition,
    Decision,
    Document,
    Instrument,
    JoinRequest,
    Mention,
    Objection,
    PaperSignature,
    Party,
    ProtocolVersion,
    Review,
    Section,
    Signing,
    Snapshot,
    Suggestion,
    SummaryReading,
)
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows

DAY = timedelta(days=1)
HASH = "0" * 64


def one_of_each(people: life.Cast, like: ProtocolVersion) -> None:
    """Everything that can wait for an officer, and for the people of the first partner, under protocols like one."""
    today = timezone.localdate()
    partner, other = people.partners
    with act("tests.waiting", by=SYSTEM):
        _asked_of_partners(people, partner, other)
        _written(people, like)
        _approved(people, like)
        _signed(people, like)
        _in_force(people, rows.agreements(like, 1, "in_force", **_begun(today))[0], today)
        _kept_alive(people, like, today)


def _begun(today: date) -> dict[str, date]:
    return {"starts_on": today - 300 * DAY, "review_on": today + 300 * DAY, "ends_on": today + 600 * DAY}


def _asked_of_partners(people: life.Cast, partner: Partner, other: Partner) -> None:
    place = people.officer.partnership
    asks = Partner.objects.create(legal_name="New", short_name="New", slug="new", kind="council", status="waiting")
    Registration.objects.create(partner=asks, partnership=place, contact_name="N", contact_post="N",
                                contact_email="n@example.org", token_hash=HASH)  # fmt: skip
    NamedOfficer.objects.create(partner=partner, kind="caldicott_guardian", name="Sid", email="sid@example.org")
    Want.objects.create(partnership=place, asker=other, holder=partner, what="Cases", purpose="Planning",
                        nonce=uuid4(), asked_by="Somebody", asked_at=timezone.now())  # fmt: skip
    Agreement.objects.create(partnership=place, title="Older", review_on=timezone.localdate(), raw=[], line=1)


def _written(people: life.Cast, like: ProtocolVersion) -> None:
    draft, asked, sent_back = (*rows.agreements(like, 2, "consultation"), *rows.agreements(like, 1, "draft"))
    rows.flows(draft, 1)
    reader = people.at(people.partners[0], RoleKind.DPO)
    for named in (reader, people.at(people.partners[0], RoleKind.CONTRIBUTOR), people.officer):
        said = Comment.objects.create(version=asked, author=people.officer, body="Why?", nonce=uuid4())
        Mention.objects.create(comment=said, role=named)
    section = draft.sections.first() or _section(draft)
    Suggestion.objects.create(section=section, base_revision=1, base_sha256=HASH, author=reader, suggested_by="Dana",
                              nonce=uuid4())  # fmt: skip
    _decision(people, sent_back, "dpo", "changes")
    older = rows.agreements(like.parent, 1, "superseded")[0]
    same = {one.attname: getattr(older, one.attname) for one in older._meta.fields if one.name != "id"}
    ProtocolVersion.objects.create(**{**same, "number": 2, "state": "in_force"})
    rows.agreements(like, 1, "draft", parent_id=older.pk)


def _section(version: ProtocolVersion) -> Section:
    rows.sections(version, 1)
    return version.sections.first()


def _approved(people: life.Cast, like: ProtocolVersion) -> None:
    waiting, against, first, second = rows.agreements(like, 4, "approval")
    _decision(people, waiting, "dpo", "waiting")
    _decision(people, against, "dpo", "against")
    for version, state in ((first, "open"), (second, "proposed")):
        decision = _decision(people, version, "dpo", "conditions")
        said = {"evidence": "Done.", "proposed_at": timezone.now(), "proposed_by": people.officer, "state": state}
        Condition.objects.create(decision=decision, number=1, text="Train.",
                                 due_on=timezone.localdate() + DAY, **(said if state != "open" else {}))  # fmt: skip


def _decision(people: life.Cast, version: ProtocolVersion, kind: str, outcome: str) -> Decision:
    party = version.parties.get(partner=people.partners[0])
    by = people.at(people.partners[0], RoleKind(kind))
    given = {} if outcome == "waiting" else {"decided_at": timezone.now(), "decided_by": by, "text": "Train."}
    return Decision.objects.create(snapshot=version.snapshots.get(), party=party, kind=kind, outcome=outcome, **given)


def _signed(people: life.Cast, like: ProtocolVersion) -> None:
    left = rows.agreements(like.parent, 1, "in_force")[0]
    Party.objects.filter(version=left, partner=people.partners[0]).update(bound_until=timezone.localdate() - DAY)
    [open_now] = rows.agreements(like, 1, "signing")
    [stopped] = rows.agreements(like, 1, "signing", parent_id=left.pk)
    [past] = rows.agreements(like, 1, "signing", commencement="date", signing_closes_on=timezone.localdate() - DAY)
    for version in (open_now, stopped, past):
        signing = _opened(version.snapshots.get())
    party = version.parties.get(partner=people.partners[1])
    scan = Document.objects.create(snapshot=signing.snapshot, kind="scan", name="scan.pdf", sha256=HASH, size=1)
    PaperSignature.objects.create(signing=signing, party=party, name="Sam", post="Chief", basis="Scheme",
                                  signed_on=timezone.localdate(), sha256=HASH, scan=scan,
                                  brought_by=people.at(people.partners[1], RoleKind.SIGNATORY))  # fmt: skip


def _opened(snapshot: Snapshot) -> Signing:
    file = Document.objects.create(snapshot=snapshot, kind="for_signing", name="none.pdf", sha256=HASH, size=1)
    return Signing.objects.create(snapshot=snapshot, stage="open", current=file, opened_at=timezone.now())


def _in_force(people: life.Cast, version: ProtocolVersion, today: date) -> None:
    mine, theirs = version.parties.order_by("partner_id")
    same = {"version": version, "effective_on": today + 30 * DAY, "reason": "So it is."}
    contact = people.at(people.partners[0], RoleKind.CONTACT)
    Instrument.objects.create(**same, number=1, kind="withdrawal", party=mine, begun_by=contact)
    joins = Instrument.objects.create(
        **same, number=2, kind="accession", party=theirs, begun_by=people.officer, objections_until=today + 9 * DAY
    )
    Objection.objects.create(instrument=joins, party=mine, reason="No.", made_by=contact)
    to_sign = Instrument.objects.create(**same, number=3, kind="renewal", begun_by=people.officer, state="signing")
    to_sign.signers.add(mine)
    _opened(Snapshot.objects.create(version=version, instrument=to_sign, number=2, text="{}", sha256=HASH))
    decided = Instrument.objects.create(**same, number=4, kind="termination", begun_by=people.officer, state="approval")
    frozen = Snapshot.objects.create(version=version, instrument=decided, number=3, text="{}", sha256=HASH)
    Decision.objects.create(snapshot=frozen, party=mine, kind="dpo")
    third = Partner.objects.create(legal_name="Third", short_name="Third", slug="third", kind="council")
    JoinRequest.objects.create(version=version, partner=third, reason="We too.", asked_by=contact, nonce=uuid4())


def _kept_alive(people: life.Cast, like: ProtocolVersion, today: date) -> None:
    long_ago = {"starts_on": today - 400 * DAY, "review_on": today + 5 * DAY, "ends_on": today + 9 * DAY}
    [due, reviewed] = rows.agreements(like, 2, "in_force", **long_ago)
    [few] = rows.agreements(like, 1, "in_force", **_begun(today))
    Party.objects.filter(version=few).update(bound_until=today - DAY)
    Review.objects.create(version=reviewed, due_on=reviewed.review_on, outcome="vary", reason="New law.",
                          held_by=people.officer, nonce=uuid4())  # fmt: skip
    Adherence.objects.create(protocol=due.protocol, version=due, partner=people.partners[0], due_on=today,
                             asked_on=today)  # fmt: skip
    for kind in (*rows.POSTS, RoleKind.CONTACT):
        role = people.at(people.partners[0], kind)
        SummaryReading.objects.create(version=due, person=role.person, partner=role.partner, role=role,
                                      asked_at=timezone.now())  # fmt: skip
