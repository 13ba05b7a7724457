"""What a file is: ours and whole, ours but altered, or not ours; and whose signatures it carries. Never raises."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from protocols.documents import claiming, locating
from protocols.documents.certificates import Purpose
from protocols.documents.inspecting import Found, Inspection, Trusted, Unreadable, inspect
from protocols.documents.moments import moment
from protocols.documents.salvaging import salvage
from protocols.documents.verdicts import CheckedSignature, Finding, SignatureKind, Verification, not_ours

__all__ = ["LIMIT", "CheckedSignature", "Finding", "SignatureKind", "Verification", "verify"]

LIMIT = 60 * 1024 * 1024  # bytes
TOO_LARGE = "This file is larger than 60 MB. Our signed agreements are far smaller."
ALTERED = "This file has been altered since it was signed. Do not rely on it."
logger = logging.getLogger(__name__)


def verify(data: bytes, authority: Trusted) -> Verification:
    """Say what a file is."""
    if len(data) > LIMIT:
        return not_ours(TOO_LARGE)
    if not data:
        return not_ours("This file is empty.")
    try:
        found = _judge(data, inspect(data, authority))
    except Unreadable as problem:
        found = _damaged(data, authority, str(problem))
    except Exception:  # a stranger's file must never bring the page down
        logger.info("A file could not be inspected.", exc_info=True)
        found = not_ours("Nothing can be said for this file. It is built in a way that our checks do not understand.")
    return replace(found, file_sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def _damaged(data: bytes, authority: Trusted, problem: str) -> Verification:
    """A file that cannot be read as a PDF; it may still show that it was one of ours."""
    signatures = salvage(data, authority)
    if not signatures:
        return not_ours(f"Nothing can be said for this file. {problem}", problem)
    sentence = f"This file was signed here, but it can no longer be checked. {problem} Do not rely on it."
    why = ("It still carries signatures made here, none of which can be vouched for.",)
    return Verification(Finding.ALTERED, False, False, signatures, sentence, why)


def _judge(data: bytes, inspection: Inspection) -> Verification:
    found = inspection.signatures
    checked = tuple(_checked(one) for one in found)
    if not found and not inspection.unexplained:
        return not_ours("This file carries no signature. A draft or an approval copy looks like this.")
    if not any(one.statement for one in found):
        return not_ours("This is not one of our agreements. None of its signatures was made here.", signatures=checked)
    claim, wrong = claiming.claimed(data), _alterations(inspection)
    rows = locating.told(inspection, checked)
    if wrong:
        where = locating.disturbed(inspection, len(data))
        return Verification(
            Finding.ALTERED, False, False, checked, ALTERED, wrong, claim=claim, where=where, revisions=rows
        )
    return replace(_ours(data, inspection, checked), claim=claim, revisions=rows)


def _alterations(inspection: Inspection) -> tuple[str, ...]:
    """Each way in which the file is not as the portal and the signatories left it."""
    first, last = inspection.signatures[0], inspection.signatures[-1]
    found = [one for one in inspection.signatures if not one.stamp]
    wrong = _broken([one for one in found if one.statement is not None and not one.sound])
    if any(one.statement is None for one in found) or inspection.unexplained:
        wrong = ["It carries a signature that was not made here.", *wrong]
    if not first.is_certification:
        wrong.append("It does not begin with the portal's certification.")
    if first.sound and first.allowed is False:
        wrong.append("Something other than a signature was changed after the portal certified it.")
    wrong += _alterations_by_stamps(found, inspection.signatures[len(found) :])
    if last.sound and not last.covers_everything:
        wrong.append(f"Something was added after {locating.whose(last)}.")
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


def _broken(unsound: Sequence[Found]) -> list[str]:
    """The first signature that does not hold; those after it cover the same bytes."""
    if not unsound:
        return []
    first = f"The bytes that {locating.whose(unsound[0])} covers are not the bytes that were signed."
    more = len(unsound) - 1
    later = (
        f"{more} later {'signature covers' if more == 1 else 'signatures cover'} them too, and so cannot hold either."
    )
    return [first, later] if more else [first]


def _ours(data: bytes, inspection: Inspection, checked: tuple[CheckedSignature, ...]) -> Verification:
    stamps = [one for one in checked if one.kind is SignatureKind.TIMESTAMP]
    sealed = [one for one in checked if one.kind is not SignatureKind.TIMESTAMP][-1].kind is SignatureKind.SEAL
    waiting = [name for name in inspection.empty_fields if name not in ("certification", "seal")]
    partly = bool(waiting) and claiming.names_those_bound(data)
    whole = sealed and (partly or not inspection.empty_fields)
    signed = [one for one in checked if one.kind is SignatureKind.SIGNATORY]
    reasons = ["The portal certified it before the first signature, and only signatures were added after."]
    reasons += _empty(len(waiting), closed=partly and sealed)
    reasons += ["The portal's seal closes it."] if sealed else ["The portal's closing seal is missing."]
    reasons += [f"{one.person} stamped it with the time{_on(one.at)}." for one in stamps]
    plain = Verification(Finding.OURS, whole, sealed, checked, "", tuple(reasons))
    named = claiming.with_snapshot(plain, data)
    return replace(named, sentence=_sentence(named, len(signed), len(signed) + len(waiting) if partly else 0))


def _empty(waiting: int, *, closed: bool) -> list[str]:
    """What the boxes that nobody signed mean."""
    if not waiting:
        return []
    if not closed:
        return [f"{waiting} of its signature boxes are still empty."]
    boxes = "One of its signature boxes" if waiting == 1 else f"{waiting} of its signature boxes"
    return [f"{boxes} stayed empty until signing was closed, as its text allows: it binds those who signed."]


def _sentence(verification: Verification, signed: int, of: int = 0) -> str:
    """The sentence to show large. `of` counts the parties of a text that comes into force between those who sign."""
    name = f"{verification.reference} version {verification.version}" if verification.reference else "the agreement"
    if verification.act:
        name = f"{verification.act.label.lower()} {verification.act.number} to {name}"
    when = _on(next((one.at for one in verification.signatures if one.kind is SignatureKind.SEAL), None))
    if verification.receipt and verification.whole:
        return f"This file is ours and whole: the signing receipt of {name}, sealed{when}. It is not the agreement."
    parties = f"{signed} of its {of} parties" if of else f"{signed} {'party' if signed == 1 else 'parties'}"
    if not verification.whole:
        state = "and sealed" if verification.sealed else "and unsealed"
        early = " Its text comes into force between those who have signed." if of else ""
        said = f"This file is ours and unaltered so far, but it is not complete: {name}, signed by {parties} {state}."
        return said + early
    bound = " It binds those who signed it." if of else ""
    return f"This file is ours and whole: {name}, signed by {parties} and sealed{when}.{bound}"


def _on(at: datetime | None) -> str:
    return f" on {moment(at)}" if at else ""


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
        revision=found.revision,
    )


def _kind(found: Found) -> SignatureKind:
    if found.stamp:
        return SignatureKind.TIMESTAMP
    if found.statement is None:
        return SignatureKind.STRANGER
    if found.statement.purpose is Purpose.SIGNATORY:
        return SignatureKind.SIGNATORY
    return SignatureKind.CERTIFICATION if found.is_certification else SignatureKind.SEAL
