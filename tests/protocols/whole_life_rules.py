"""What must hold after every move, whoever made it; said anew here, and not by the code that it tries."""

import hashlib
from collections import Counter
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.models import (
    Adherence,
    Condition,
    Decision,
    Document,
    Guest,
    Handover,
    Instrument,
    PaperSignature,
    Party,
    ProtocolVersion,
    Signature,
    Signing,
    Snapshot,
)
from protocols.states import State
from tests.protocols.whole_life import World, grows, signers

AS_GUEST = {"protocols.decline", "protocols.guest.code", "protocols.guest.wrong_code", "protocols.sign"}
AGREED = {"approved", "conditions", "not_followed"}
SEALED = [state.value for state in (State.IN_FORCE, State.SUPERSEDED, State.EXPIRED, State.TERMINATED)]
OFFICER, DPO, SIGNATORY = {RoleKind.OFFICER}, {RoleKind.DPO}, {RoleKind.SIGNATORY}
BEGINNERS = {RoleKind.OFFICER, RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.SIGNATORY}
OWN_ACTS = {"withdrawal", "suspension", "resumption"}
ARRANGERS, ANYONE = {RoleKind.OFFICER, RoleKind.CONTACT}, set(RoleKind)
MAY: dict[str, set[RoleKind]] = {
    "partners.deputy.end": DPO,
    "partners.deputy.name": DPO,
    "partners.role.end": {RoleKind.CONTACT},
    "protocols.adherence.give": {RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.DPO},
    "protocols.advice.answer": {RoleKind.SIGNATORY, RoleKind.SIRO},
    "protocols.comment.add": ANYONE - {RoleKind.VIEWER},
    "protocols.condition.change": OFFICER | DPO,
    "protocols.consultation.open": OFFICER,
    "protocols.decide": DPO,
    "protocols.decide.again": DPO,
    "protocols.decline": SIGNATORY,
    "protocols.draft.take_back": OFFICER,
    "protocols.guest.code": ARRANGERS,
    "protocols.guest.invite": ARRANGERS,
    "protocols.guest.withdraw": ARRANGERS,
    "protocols.instrument.abandon": BEGINNERS,
    "protocols.instrument.begin": BEGINNERS,
    "protocols.instrument.submit": BEGINNERS,
    "protocols.instrument.take_back": BEGINNERS,
    "protocols.paper.accept": ARRANGERS,
    "protocols.paper.bring": ARRANGERS,
    "protocols.paper.refuse": ARRANGERS,
    "protocols.section.save": {RoleKind.OFFICER, RoleKind.CONTRIBUTOR},
    "protocols.sign": SIGNATORY,
    "protocols.signing.hand_over": {RoleKind.CONTACT, RoleKind.SIGNATORY},
    "protocols.signing.plan": OFFICER,
    "protocols.submit": OFFICER,
    "protocols.terminate": OFFICER,
    "protocols.version.abandon": OFFICER,
    "protocols.version.vary": OFFICER,
}
MADE_BY: list[tuple[QuerySet, set[str]]] = [
    (Document.objects.filter(kind="signed"), {"protocols.seal"}),
    (Guest.objects.all(), {"protocols.guest.invite"}),
    (Handover.objects.all(), {"protocols.signing.hand_over"}),
    (Instrument.objects.all(), {"protocols.instrument.begin"}),
    (PaperSignature.objects.all(), {"protocols.paper.bring"}),
    (ProtocolVersion.objects.all(), {"protocols.protocol.create", "protocols.version.vary"}),
    (Role.objects.exclude(deputises_for=None), {"partners.deputy.name"}),
    (Signature.objects.all(), {"protocols.sign", "protocols.paper.accept"}),
    (Signing.objects.all(), {"protocols.all_approved"}),
    (Snapshot.objects.all(), {"protocols.submit", "protocols.instrument.submit"}),
]


def nobody_acted_without_the_capacity(world: World, events: list[AuditEvent]) -> None:
    """Each event is of somebody who held, on that day, a role that may do it, with a part in the protocol."""
    at_it = {partner.pk for partner in (*world.parties, world.joins)}
    for event in events:
        if event.role_id is None:
            a_guest_with_an_open_link_or_the_portal(world, event)
            continue
        role = world.held[event.role_id]
        assert role.person_id == event.person_id, event
        assert role.starts_on <= world.today, (event, role)
        assert role.ends_on is None or world.today < role.ends_on, (event, role)
        assert RoleKind(role.kind) in MAY[event.action], (event.action, role)
        assert role.partnership_id == world.officer.partnership_id or role.partner_id in at_it, (event, role)
        if event.subject_type == "protocols.instrument" and MAY[event.action] is BEGINNERS:
            a_party_begins_its_own_act(role, Instrument.objects.get(pk=event.subject_id))
        if event.action == "protocols.section.save":
            world.wrote.add((world.version.pk, role.person_id))
        if event.action == "protocols.decide" and event.subject_type == "protocols.protocolversion":
            assert (int(event.subject_id), role.person_id) not in world.wrote, f"{role} decides on their own draft"


def a_party_begins_its_own_act(role: Role, instrument: Instrument) -> None:
    """Nobody but an officer begins, submits, takes back or gives up anything else."""
    if role.role is not RoleKind.OFFICER:
        assert instrument.kind in OWN_ACTS, (role, instrument)
        assert instrument.party.partner_id == role.partner_id, (role, instrument)


def a_guest_with_an_open_link_or_the_portal(world: World, event: AuditEvent) -> None:
    """Whoever acts without a role: a guest whose link was neither used, withdrawn nor old, or the portal itself."""
    if event.actor_name == "Concordat":
        assert event.action not in MAY, event
        return
    assert event.action in AS_GUEST, event
    [guest] = [one for one in world.held_guests.values() if f"mailed to {one.email} " in event.capacity]
    if event.action != "protocols.guest.wrong_code":  # which is counted even where nothing is left to sign
        assert (guest.used_at, guest.declined_at) == (None, None), event
    assert guest.withdrawn_at is None, event
    assert guest.expires_at > timezone.now() - timedelta(minutes=1), event
    assert event.organisation_id == guest.party.partner_id, event


def signed_in_turn_by_whom_it_was_handed_to(world: World, events: list[AuditEvent]) -> None:
    """Nobody signed before those of an earlier turn, nor in the place of whoever the party's signing was handed to."""
    if not any(event.action in ("protocols.sign", "protocols.paper.accept") for event in events):
        return
    one = Signature.objects.select_related("signing__snapshot", "party").latest("pk")
    signing, snapshot = one.signing, one.signing.snapshot
    turns = {key[2]: number for key, number in world.held_turns.items() if key[:2] == plan_of(snapshot)}
    signed = set(signing.signatures.exclude(pk=one.pk).values_list("party", flat=True))
    mine = turns.get(one.party_id, max(turns.values(), default=1))
    early = [party for party, number in turns.items() if number < mine and party not in signed]
    assert not early, f"{one} before {early}"
    handed = signing.handovers.filter(party=one.party_id).last()
    if handed is not None and one.role_id is not None and handed.to.is_current():
        assert handed.to_id == one.role_id, f"{one} in the place of {handed}"


def plan_of(snapshot: Snapshot) -> tuple[int, int | None]:
    """What a plan is kept for."""
    return snapshot.version_id, snapshot.instrument_id


def a_signature_is_given_by_whoever_may() -> None:
    """By the party's own signatory, by one guest asked for the party, or from a page that two people looked at."""
    rows = Signature.objects.select_related(
        "party", "role", "guest__invited_by", "paper__brought_by", "paper__decided_by", "signing__snapshot"
    )
    for one in rows:
        if one.role is not None:
            assert (one.role.kind, one.role.partner_id) == (RoleKind.SIGNATORY.value, one.party.partner_id), one
            continue
        asked = one.guest or one.paper
        assert (asked.signing_id, asked.party_id) == (one.signing_id, one.party_id), one
        if one.guest is not None:
            assert one.guest.used_at is not None, one
            assert may_arrange(one.guest.invited_by, one), one
            continue
        two = one.paper.brought_by, one.paper.decided_by
        assert one.paper.sha256 == one.signing.snapshot.sha256, one
        assert all(may_arrange(each, one) for each in two), one
        assert two[0].person_id != two[1].person_id, one
        assert RoleKind.OFFICER.value in {each.kind for each in two}, one


def may_arrange(role: Role, one: Signature) -> bool:
    """An officer, or the contact of the party that signs."""
    return role.role is RoleKind.OFFICER or (role.role, role.partner_id) == (RoleKind.CONTACT, one.party.partner_id)


def a_guest_signs_once() -> None:
    """A link that was used has its one signature, and one without has none."""
    used = set(Guest.objects.exclude(used_at=None).values_list("pk", flat=True))
    assert used == set(Signature.objects.exclude(guest=None).values_list("guest", flat=True))


def conditions_are_closed_by_the_post_that_set_them() -> None:
    """And never by the officer who says that they are met."""
    for one in Condition.objects.exclude(closed_by=None).select_related("closed_by", "decision__party"):
        post = one.decision.kind, one.decision.party.partner_id
        assert (one.closed_by.kind, one.closed_by.partner_id) == post, one


def a_deputy_acts_for_somebody_of_that_post() -> None:
    """At the same partner, in days that end, and never for themselves."""
    for one in Role.objects.exclude(deputises_for=None).select_related("deputises_for"):
        post = one.deputises_for.kind, one.deputises_for.partner_id
        assert (one.kind, one.partner_id) == post, one
        assert one.ends_on is not None, one
        assert one.person_id != one.deputises_for.person_id, one


def a_statement_is_its_partners_own() -> None:
    """Given by somebody at the partner that it is of."""
    for one in Adherence.objects.exclude(given_at=None).select_related("given_by"):
        assert one.given_by.partner_id == one.partner_id, one


def each_change_after_signing_has_its_document() -> None:
    """Who left, who joined, and what ended in agreement: each by an instrument that all its signers signed."""
    sealed = set(Document.objects.filter(kind="signed").exclude(snapshot__instrument=None).values_list(
        "snapshot__instrument", flat=True))  # fmt: skip
    for one in Instrument.objects.exclude(applied_at=None):
        assert one.pk in sealed, f"{one} took effect unsigned"
        assert one.effective_on <= timezone.localdate(), f"{one} took effect before its day"
    applied = Instrument.objects.exclude(applied_at=None)
    for party in Party.objects.exclude(bound_until=None):
        assert applied.filter(kind=Instrument.Kind.WITHDRAWAL, party=party).exists(), f"{party} left without a word"
    for party in Party.objects.exclude(bound_from=None):
        assert applied.filter(pk=party.joins_by_id).exists(), f"{party} joined without a word"


def carried_over_means_unchanged() -> None:
    """An approval that was carried over is of the same text, for that party, as when it was given."""
    for one in Decision.objects.exclude(carried_from=None).select_related("snapshot", "carried_from__snapshot"):
        old, new = one.carried_from.snapshot.content, one.snapshot.content
        texts = [[(each["id"], each["html"]) for each in content["sections"]] for content in (old, new)]
        assert texts[0] == texts[1], f"{one} was carried over to another text"


def a_signature_stands_on_that_partys_approval() -> None:
    """Of exactly that text, which has not been taken back."""
    for one in Signature.objects.filter(void_at=None).select_related("signing__snapshot", "party", "role"):
        snapshot = one.signing.snapshot
        asked = Decision.objects.filter(snapshot=snapshot, party__partner=one.party.partner_id)
        outcomes = set(asked.values_list("outcome", flat=True))
        assert outcomes, f"{one} signed what was never approved for it"
        assert outcomes <= AGREED, (one, outcomes)
        assert snapshot.withdrawn_at is None, one


def each_decision_is_of_the_post_that_was_asked() -> None:
    """Given by whoever held that post at that party."""
    for one in Decision.objects.exclude(decided_by=None).select_related("decided_by", "party"):
        assert (one.decided_by.kind, one.decided_by.partner_id) == (one.kind, one.party.partner_id), one


def signatures_follow_one_another() -> None:
    """Each was put on the file that the one before it left, the first on the file that the portal certified."""
    for signing in Signing.objects.all():
        signed = list(signing.signatures.select_related("result").order_by("pk"))
        results = {one.result_id for one in signed}
        made = Document.objects.filter(snapshot=signing.snapshot, kind="for_signing").exclude(pk__in=results)
        files = [*made, *[one.result for one in signed]]
        assert made.count() == (signing.opened_at is not None), signing
        for before, one in zip(files, signed, strict=False):
            assert one.signed_sha256 == before.sha256, one
        assert grows([document.read() for document in files]), signing


def in_force_means_all_signed_exactly_those_bytes() -> None:
    """The sealed file goes on from the last signature's, which goes on from every other's; nobody else signed it."""
    versions = ProtocolVersion.objects.filter(state__in=SEALED)
    instruments = Instrument.objects.filter(state=State.IN_FORCE.value)
    texts = [(one, {"version": one, "instrument": None}) for one in versions]
    texts += [(one, {"instrument": one}) for one in instruments]
    for one, query in texts:
        snapshot = Snapshot.objects.get(withdrawn_at=None, **query)
        sealed = snapshot.documents.get(kind="signed")
        given = list(snapshot.signing.signatures.filter(void_at=None).select_related("party", "result"))
        assert {each.party.partner_id for each in given} == signers(one), one
        assert len(given) == len(signers(one)), one
        assert grows([max((each.result for each in given), key=lambda file: file.size).read(), sealed.read()]), one
        assert snapshot.sha256 == hashlib.sha256(snapshot.text.encode()).hexdigest(), one
        for party in one.parties.all() if isinstance(one, ProtocolVersion) else []:
            assert party.signatures.filter(void_at=None).exists(), f"{party} is bound by {one}, and did not sign"


def one_version_in_force_at_most() -> None:
    """Of each protocol."""
    held = list(ProtocolVersion.objects.filter(state=State.IN_FORCE.value).values_list("protocol", flat=True))
    assert len(held) == len(set(held))


def each_row_has_the_event_that_made_it() -> None:
    """As many as there are events of the acts that make one: none came about in the shadow of another act."""
    events = Counter(AuditEvent.objects.values_list("action", flat=True))
    for made, actions in MADE_BY:
        rows, acts = made.count(), sum(events[action] for action in actions)
        assert rows == acts, f"{rows} of {made.model.__name__}, and {acts} of {actions}"


def files_never_change(known: dict[object, str]) -> None:
    """Every file has the fingerprint that it was kept with, and none has gone; `known` remembers them."""
    now = {}
    for document in Document.objects.all():
        now[document.pk] = hashlib.sha256(document.read()).hexdigest()
        assert now[document.pk] == document.sha256, document
    assert known.items() <= now.items()
    known.update(now)
