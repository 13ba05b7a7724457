"""What a file is: ours and whole, ours but altered, or not ours; and whose signatures it carries. Never raises."""

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from protocols.documents.appearances import moment
from protocols.documents.authority import Authority
from protocols.documents.certificates import Purpose
from protocols.documents.errors import DocumentError
from protocols.documents.exporting import attached_snapshot
from protocols.documents.inspecting import Found, Inspection, Unreadable, inspect
from protocols.kinds import SigningMethod

LIMIT = 60 * 1024 * 1024  # bytes
RECEIPT = "concordat/receipt/1"
logger = logging.getLogger(__name__)


class Finding(StrEnum):
    """The verdict in a word."""

    OURS = "ours"
    ALTERED = "altered"
    NOT_OURS = "not_ours"


class SignatureKind(StrEnum):
    """What a signature in the file is for."""

    CERTIFICATION = "certification"
    SIGNATORY = "signatory"
    SEAL = "seal"
    TIMESTAMP = "timestamp"  # not a signature: a time-stamping service's word, after the seal
    STRANGER = "stranger"  # made under a certificate that is not ours


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """One signature. `intact`: the bytes it covers are the bytes that were signed, under a certificate of ours."""

    kind: SignatureKind
    person: str
    post: str
    organisation: str
    basis: str
    at: datetime | None
    covers_whole_revision: bool
    intact: bool
    method: str = SigningMethod.PORTAL.value


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. `sentence` is the one to show large; `reasons` say why, each a sentence.

    `whole` means ours, unaltered, signed in every box and sealed: only then may it be relied on as the agreement.
    `receipt` means that it is no agreement but the receipt of how one was signed.
    """

    finding: Finding
    whole: bool
    sealed: bool
    signatures: tuple[CheckedSignature, ...]
    sentence: str
    reasons: tuple[str, ...]
    sha256: str = ""
    reference: str = ""
    version: int | None = None
    receipt: bool = False

    @property
    def signatories(self) -> tuple[CheckedSignature, ...]:
        """The parties' signatures."""
        return tuple(one for one in self.signatures if one.kind is SignatureKind.SIGNATORY)


def verify(data: bytes, authority: Authority) -> Verification:
    """Say what a file is."""
    if len(data) > LIMIT:
        return _not_ours("This file is larger than 60 MB. Our signed agreements are far smaller.")
    if not data:
        return _not_ours("This file is empty.")
    try:
        inspection = inspect(data, authority)
    except Unreadable as problem:
        return _not_ours(f"Nothing can be said for this file. {problem}", str(problem))
    except Exception:  # a stranger's file must never bring the page down
        logger.info("A file could not be inspected.", exc_info=True)
        return _not_ours("Nothing can be said for this file. It is built in a way that our checks do not understand.")
    return _judge(data, inspection)


def _judge(data: bytes, inspection: Inspection) -> Verification:
    found = inspection.signatures
    checked = tuple(_checked(one) for one in found)
    if not found and not inspection.unexplained:
        return _not_ours("This file carries no signature. A draft or an approval copy looks like this.")
    if not any(one.statement for one in found):
        return _not_ours("This is not one of our agreements. None of its signatures was made here.", signatures=checked)
    wrong = _alterations(inspection)
    if wrong:
        sentence = "This file has been altered since it was signed. Do not rely on it."
        return Verification(Finding.ALTERED, False, False, checked, sentence, wrong)
    return _ours(data, inspection, checked)


def _alterations(inspection: Inspection) -> tuple[str, ...]:
    """Each way in which the file is not as the portal and the signatories left it."""
    first, last = inspection.signatures[0], inspection.signatures[-1]
    found = [one for one in inspection.signatures if not one.stamp]
    stamps = inspection.signatures[len(found) :]
    wrong = [
        f"The bytes that {_whose(one)} covers are not the bytes that were signed." for one in found if not one.sound
    ]
    if any(one.statement is None for one in found) or inspection.unexplained:
        wrong = ["It carries a signature that was not made here.", *wrong]
    if not first.is_certification:
        wrong.append("It does not begin with the portal's certification.")
    if first.sound and first.allowed is False:
        wrong.append("Something other than a signature was changed after the portal certified it.")
    wrong += _alterations_by_stamps(found, stamps)
    if last.sound and not last.covers_everything:
        wrong.append(f"Something was added after {_whose(last)}.")
    if any(one.sound and not one.covers_its_revision for one in inspection.signatures):
        wrong.append("One of its signatures does not cover all that stood before it.")
    return tuple(wrong)


def _alterations_by_stamps(found: Sequence[Found], stamps: Sequence[Found]) -> Iterator[str]:
    """What is wrong with time stamps. Those of services that are known may follow the seal, and nothing else may."""
    if not stamps:
        return
    if not all(one.stamp for one in stamps) or _kind(found[-1]) is not SignatureKind.SEAL:
        yield "It carries a time stamp before the portal's seal."
    if not all(one.sound for one in stamps):
        yield "It carries a time stamp that does not hold, or by a service that this portal does not know."
    elif found[-1].sound and found[-1].allowed is False:
        yield "Something other than a time stamp was added after the portal's seal."


def _ours(data: bytes, inspection: Inspection, checked: tuple[CheckedSignature, ...]) -> Verification:
    closing = next(one for one in reversed(checked) if one.kind is not SignatureKind.TIMESTAMP)
    stamps = [one for one in checked if one.kind is SignatureKind.TIMESTAMP]
    sealed = closing.kind is SignatureKind.SEAL
    waiting = [name for name in inspection.empty_fields if not _is_portals(name)]
    whole = sealed and not inspection.empty_fields
    signed = [one for one in checked if one.kind is SignatureKind.SIGNATORY]
    reasons = ["The portal certified it before the first signature, and only signatures were added after."]
    reasons += [f"{len(waiting)} of its signature boxes are still empty."] if waiting else []
    reasons += ["The portal's seal closes it."] if sealed else ["The portal's closing seal is missing."]
    reasons += [f"{one.person} stamped it with the time{_on(one.at)}." for one in stamps]
    plain = Verification(Finding.OURS, whole, sealed, checked, "", tuple(reasons))
    named = _with_snapshot(plain, data)
    return replace(named, sentence=_sentence(named, len(signed)))


def _with_snapshot(verification: Verification, data: bytes) -> Verification:
    """Add what the attached snapshot says of itself. Read only from a file whose signatures hold."""
    try:
        content = attached_snapshot(data)
        said = json.loads(content)
        protocol = said["protocol"]
    except (DocumentError, ValueError, KeyError, TypeError):
        return verification
    return replace(
        verification,
        sha256=hashlib.sha256(content).hexdigest(),
        reference=str(protocol["reference"]),
        version=protocol["version"],
        receipt=said.get("schema") == RECEIPT,
    )


def _sentence(verification: Verification, signed: int) -> str:
    name = f"{verification.reference} version {verification.version}" if verification.reference else "the agreement"
    when = _on(next((one.at for one in verification.signatures if one.kind is SignatureKind.SEAL), None))
    if verification.receipt and verification.whole:
        return f"This file is ours and whole: the signing receipt of {name}, sealed{when}. It is not the agreement."
    parties = f"{signed} {'party' if signed == 1 else 'parties'}"
    if not verification.whole:
        return (
            f"This file is ours and unaltered so far, but it is not complete: {name}, signed by {parties} and unsealed."
        )
    return f"This file is ours and whole: {name}, signed by {parties} and sealed{when}."


def _checked(found: Found) -> CheckedSignature:
    said = found.statement
    return CheckedSignature(
        kind=_kind(found),
        person=said.person if said else found.service or "Somebody else",
        post=said.post if said else "",
        organisation=said.organisation if said else "",
        basis=said.basis if said else "",
        at=found.at,
        covers_whole_revision=found.covers_its_revision,
        intact=found.sound,
        method=said.method if said else "",
    )


def _on(at: datetime | None) -> str:
    return f" on {moment(at)}" if at else ""


def _kind(found: Found) -> SignatureKind:
    if found.stamp:
        return SignatureKind.TIMESTAMP
    if found.statement is None:
        return SignatureKind.STRANGER
    if found.statement.purpose is Purpose.SIGNATORY:
        return SignatureKind.SIGNATORY
    return SignatureKind.CERTIFICATION if found.is_certification else SignatureKind.SEAL


def _whose(found: Found) -> str:
    names = {
        SignatureKind.CERTIFICATION: "the portal's certification",
        SignatureKind.SEAL: "the portal's seal",
        SignatureKind.STRANGER: "somebody else's signature",
    }
    return names.get(_kind(found)) or f"the signature of {found.statement.person if found.statement else 'somebody'}"


def _is_portals(field: str) -> bool:
    return field in ("certification", "seal")


def _not_ours(sentence: str, *reasons: str, signatures: tuple[CheckedSignature, ...] = ()) -> Verification:
    return Verification(Finding.NOT_OURS, False, False, signatures, sentence, reasons)
