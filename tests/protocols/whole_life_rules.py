"""What must hold after every move, whoever made it; said anew here, and not by the code that it tries."""

import hashlib

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.models import Decision, Document, Instrument, ProtocolVersion, Signature, Signing, Snapshot
from protocols.states import State
from tests.protocols.whole_life import World, grows, signers

AGREED = {"approved", "conditions", "not_followed"}
SEALED = [state.value for state in (State.IN_FORCE, State.SUPERSEDED, State.EXPIRED, State.TERMINATED)]
OFFICER, DPO, SIGNATORY = {RoleKind.OFFICER}, {RoleKind.DPO}, {RoleKind.SIGNATORY}
ANYONE = set(RoleKind)
MAY: dict[str, set[RoleKind]] = {
    "partners.role.end": {RoleKind.CONTACT},
    "protocols.advice.answer": {RoleKind.SIGNATORY, RoleKind.SIRO},
    "protocols.comment.add": ANYONE - {RoleKind.VIEWER},
    "protocols.consultation.open": OFFICER,
    "protocols.decide": DPO,
    "protocols.decide.again": DPO,
    "protocols.decline": SIGNATORY,
    "protocols.draft.take_back": OFFICER,
    "protocols.instrument.abandon": OFFICER,
    "protocols.instrument.begin": OFFICER,
    "protocols.instrument.submit": OFFICER,
    "protocols.instrument.take_back": OFFICER,
    "protocols.section.save": {RoleKind.OFFICER, RoleKind.CONTRIBUTOR},
    "protocols.sign": SIGNATORY,
    "protocols.submit": OFFICER,
    "protocols.terminate": OFFICER,
    "protocols.version.abandon": OFFICER,
    "protocols.version.vary": OFFICER,
}


def nobody_acted_without_the_capacity(world: World, events: list[AuditEvent]) -> None:
    """Each event is of somebody who held, on that day, a role that may do it, with a part in the protocol."""
    at_it = {partner.pk for partner in (*world.parties, world.joins)}
    for event in events:
        if event.role_id is None:
            assert event.actor_name == "Concordat", event
            assert event.action not in MAY, event
            continue
        role = world.held[event.role_id]
        assert role.person_id == event.person_id, event
        assert role.starts_on <= world.today, (event, role)
        assert role.ends_on is None or world.today < role.ends_on, (event, role)
        assert RoleKind(role.kind) in MAY[event.action], (event.action, role)
        assert role.partnership_id == world.officer.partnership_id or role.partner_id in at_it, (event, role)
        if event.action == "protocols.section.save":
            world.wrote.add((world.version.pk, role.person_id))
        if event.action == "protocols.decide" and event.subject_type == "protocols.protocolversion":
            assert (int(event.subject_id), role.person_id) not in world.wrote, f"{role} decides on their own draft"


def a_signature_stands_on_that_partys_approval() -> None:
    """Of exactly that text, which has not been taken back; and it is the party's own signatory's."""
    for one in Signature.objects.filter(void_at=None).select_related("signing__snapshot", "party", "role"):
        snapshot = one.signing.snapshot
        asked = Decision.objects.filter(snapshot=snapshot, party__partner=one.party.partner_id)
        outcomes = set(asked.values_list("outcome", flat=True))
        assert outcomes, f"{one} signed what was never approved for it"
        assert outcomes <= AGREED, (one, outcomes)
        assert snapshot.withdrawn_at is None, one
        assert (one.role.kind, one.role.partner_id) == (RoleKind.SIGNATORY.value, one.party.partner_id), one


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


def files_never_change(known: dict[object, str]) -> None:
    """Every file has the fingerprint that it was kept with, and none has gone; `known` remembers them."""
    now = {}
    for document in Document.objects.all():
        now[document.pk] = hashlib.sha256(document.read()).hexdigest()
        assert now[document.pk] == document.sha256, document
    assert known.items() <= now.items()
    known.update(now)
