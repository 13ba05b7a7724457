"""What a signing receipt says of a signing: plain data, gathered once the seal is on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from protocols.models import Decision, Document, Signature, Signing
from protocols.queries.between import happenings

SCHEMA = "concordat/receipt/1"


def receipt_parts(signing: Signing, signed: Document, certificate: x509.Certificate) -> dict[str, Any]:
    """Everything the receipt of a sealed signing says. `certificate` is that of the authority that signed it.

    Read from the frozen text and the records of the acts, so that the same signing always gives the same receipt.
    """
    snapshot = signing.snapshot
    content = snapshot.content
    protocol, instrument = content["protocol"], content.get("instrument")
    signatures = list(
        signing.signatures.filter(void_at=None)
        .select_related("party__partner", "result", "guest", "paper")
        .order_by("signed_at", "pk")
    )
    decisions = list(snapshot.decisions.exclude(decided_at=None).select_related("party__partner", "decided_by__person"))
    return {
        "schema": SCHEMA,
        "protocol": {name: protocol[name] for name in ("reference", "title", "version", "tier", "partnership")},
        "instrument": {name: instrument[name] for name in ("kind", "label", "number")} if instrument else None,
        "text": {"number": snapshot.number, "sha256": snapshot.sha256, "created_at": _at(snapshot.created_at)},
        "file": {"sha256": signed.sha256, "size": signed.size, "pages": signed.pages},
        "certified_sha256": signatures[0].signed_sha256 if signatures else "",
        "signatures": [_signature(one) for one in signatures],
        "timeline": _timeline(signing, decisions, signatures),
        "authority": {
            "name": _common_name(certificate),
            "sha256": certificate.fingerprint(hashes.SHA256()).hex(),
            "until": certificate.not_valid_after_utc.date().isoformat(),
        },
        "sealed_at": _at(signing.sealed_at),
    }


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "party": one.party.partner.legal_name,
        "name": one.name,
        "post": one.post,
        "basis": one.basis,
        "method": one.method.value,
        "address": one.address or "",
        "signed_at": _at(one.signed_at),
        "before_sha256": one.signed_sha256,
        "after_sha256": one.result.sha256,
    }


def _timeline(signing: Signing, decisions: Iterable[Decision], signatures: Iterable[Signature]) -> list[dict[str, str]]:
    """Each event of the signing, in the order in which it came."""
    snapshot = signing.snapshot
    events: list[tuple[datetime | None, str]] = [(snapshot.created_at, "The text was settled, and approval asked for")]
    events += [
        (one.decided_at, f"{_outcome(one)} for {one.party.partner.legal_name} by {one.decided_by}") for one in decisions
    ]
    events.append((signing.opened_at, "The file was made and certified; the signatories were asked to sign"))
    events += [(one.signed_at, f"{one.name} signed for {one.party.partner.legal_name}") for one in signatures]
    events += happenings(signing)
    events.append((signing.sealed_at, "The portal sealed the file"))
    known = sorted((at, place, said) for place, (at, said) in enumerate(events) if at is not None)
    return [{"at": _at(at), "said": said} for at, _place, said in known]


def _outcome(decision: Decision) -> str:
    return str(decision.get_outcome_display())


def _common_name(certificate: x509.Certificate) -> str:
    [name] = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(name.value)


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
