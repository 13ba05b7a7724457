"""What a signing receipt says of a signing: plain data, gathered once the seal is on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from portal.audit.anchors import Anchor
from portal.audit.models import AuditEvent
from protocols.models import Decision, Document, PaperSignature, Signature, Signing, Snapshot
from protocols.queries.between import happenings

SCHEMA = "concordat/receipt/1"
ADVISED = frozenset({Decision.Outcome.AGAINST, Decision.Outcome.FOLLOWED, Decision.Outcome.NOT_FOLLOWED})


def receipt_parts(signing: Signing, signed: Document, certificate: x509.Certificate) -> dict[str, Any]:
    """Everything the receipt of a sealed signing says. `certificate` is that of the authority that signed it.

    Read from the frozen text and the records of the acts, so that the same signing always gives the same receipt.
    """
    snapshot = signing.snapshot
    content = snapshot.content
    protocol, instrument = content["protocol"], content.get("instrument")
    signatures = list(
        signing.signatures.filter(void_at=None)
        .select_related("party__partner", "result", "guest", "paper__scan", "paper__brought_by", "paper__decided_by")
        .order_by("signed_at", "pk")
    )
    decisions = list(
        snapshot.decisions.exclude(decided_at=None).select_related(
            "party__partner", "decided_by__person", "decided_by__partner", "answered_by__person", "answered_by__partner"
        )
    )
    return {
        "schema": SCHEMA,
        "protocol": {name: protocol[name] for name in ("reference", "title", "version", "tier", "partnership")},
        "instrument": {name: instrument[name] for name in ("kind", "label", "number")} if instrument else None,
        "text": {"number": snapshot.number, "sha256": snapshot.sha256, "created_at": _at(snapshot.created_at)},
        "file": {"sha256": signed.sha256, "size": signed.size, "pages": signed.pages},
        "certified_sha256": signatures[0].signed_sha256 if signatures else "",
        "asked": len(content["parties"]),
        "signatures": [_signature(one) for one in signatures],
        "timeline": _timeline(signing, decisions, signatures),
        "advice_not_followed": [_advice(one) for one in decisions if one.outcome == Decision.Outcome.NOT_FOLLOWED],
        "anchor": str(anchor_of(signed)),
        "authority": {
            "name": _common_name(certificate),
            "sha256": certificate.fingerprint(hashes.SHA256()).hex(),
            "until": certificate.not_valid_after_utc.date().isoformat(),
        },
        "sealed_at": _at(signing.sealed_at),
    }


def anchor_of(signed: Document) -> Anchor:
    """Where the audit trail stood when the seal was on: the number and hash of the event that says so.

    It is bound to every event before it, so the receipt proves later that none of them was rewritten.
    """
    snapshot: Snapshot = signed.snapshot
    subject = snapshot.instrument or snapshot.version
    sealings = AuditEvent.objects.filter(
        action="protocols.seal", subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    [event] = [one for one in sealings if one.details.get("file") == signed.sha256]
    return Anchor(event.sequence, event.hash)


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "party": one.party.partner.legal_name,
        "name": one.name,
        "post": one.post,
        "basis": one.basis,
        "method": one.method.value,
        "address": one.address or "",
        "opened_at": _at(one.opened_at),
        "paper": _paper(one.paper) if one.paper else None,
        "signed_at": _at(one.signed_at),
        "before_sha256": one.signed_sha256,
        "after_sha256": one.result.sha256,
    }


def _paper(page: PaperSignature) -> dict[str, str]:
    """How a page signed in ink came to the portal: one person handed it in, and another accepted it."""
    return {
        "signed_on": page.signed_on.isoformat(),
        "received_at": _at(page.brought_at),
        "received_from": str(page.brought_by),
        "accepted_at": _at(page.accepted_at),
        "accepted_by": str(page.decided_by or ""),
        "scan_sha256": page.scan.sha256,
    }


def _advice(decision: Decision) -> dict[str, str]:
    """That a party goes on against advice: the fact, the day and the people. Its reasons stay in the portal."""
    return {
        "party": decision.party.partner.legal_name,
        "post": decision.kind_label,
        "advised_at": _at(decision.decided_at),
        "answered_at": _at(decision.answered_at),
        "answered_by": str(decision.answered_by),
    }


def _timeline(signing: Signing, decisions: Iterable[Decision], signatures: Iterable[Signature]) -> list[dict[str, str]]:
    """Each event of the signing, in the order in which it came."""
    snapshot = signing.snapshot
    events: list[tuple[datetime | None, str]] = [(snapshot.created_at, "The text was settled, and approval asked for")]
    for one in decisions:
        events += _said_of(one)
    events.append((signing.opened_at, "The file was made and certified; the signatories were asked to sign"))
    events += [(one.signed_at, f"{one.name} signed for {one.party.partner.legal_name}") for one in signatures]
    events += happenings(signing)
    events.append((signing.sealed_at, "The portal sealed the file"))
    known = sorted((at, place, said) for place, (at, said) in enumerate(events) if at is not None)
    return [{"at": _at(at), "said": said} for at, _place, said in known]


def _said_of(decision: Decision) -> list[tuple[datetime | None, str]]:
    """What was decided for a party; and where it was advice against, what the party answered."""
    party = decision.party.partner.legal_name
    if decision.outcome not in ADVISED:
        return [(decision.decided_at, f"{decision.get_outcome_display()} for {party} by {decision.decided_by}")]
    said = [(decision.decided_at, f"{party} was advised against it by {decision.decided_by}")]
    if decision.outcome == Decision.Outcome.NOT_FOLLOWED:
        said.append((decision.answered_at, f"{party} decided to go on against that advice, by {decision.answered_by}"))
    return said


def _common_name(certificate: x509.Certificate) -> str:
    [name] = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(name.value)


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
