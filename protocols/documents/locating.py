"""Where a file was altered, as far as the file itself tells: by its signatures and its revisions."""

from collections.abc import Iterable, Sequence

from protocols.documents.anatomy import OTHER
from protocols.documents.certificates import Purpose
from protocols.documents.inspecting import Found, Inspection, Parts
from protocols.documents.verdicts import Added, CheckedSignature, Place, SignatureKind

SAID_MOST = 12  # places named of one revision
# What a signature, and nothing else, brings into its own revision.
BROUGHT = (
    "the signature ",
    "what is shown in the signature box",
    "the file’s catalogue",
    "the list of signature boxes",
    "the descriptive data",
    "data for checking signatures",
    OTHER,
)
ORIGIN = "The text as it was made, with its data attached and its boxes empty"
WORDS = {
    SignatureKind.CERTIFICATION: "The portal’s certification",
    SignatureKind.SIGNATORY: "A party’s signature",
    SignatureKind.SEAL: "The portal’s closing seal",
    SignatureKind.TIMESTAMP: "A time stamp for the archive",
    SignatureKind.STRANGER: "A signature that was not made here",
}


def told(inspection: Inspection, checked: Sequence[CheckedSignature]) -> tuple[Added, ...]:
    """Each revision of the file: what was added, by whom and when."""
    closing = {one.revision: one for one in checked}
    rows = []
    for revision in inspection.revisions:
        one = closing.get(revision.number)
        what, by = (WORDS[one.kind], _by(one)) if one else _unsigned(inspection, revision.number)
        rows.append(
            Added(
                revision.number, revision.start, revision.end, what, by, one.at if one else None,
                one.intact if one else None,
            )
        )  # fmt: skip
    return tuple(rows)


def disturbed(inspection: Inspection, size: int) -> tuple[Place, ...]:
    """Each place at which the file is not as it was signed, without knowing what it was."""
    return (*_changed(inspection), *_slipped_in(inspection), *_loose_end(inspection, size))


def whose(found: Found) -> str:
    """A signature, as a sentence names it."""
    if found.stamp:
        return f"the time stamp of {found.service}"
    if found.statement is None:
        return "somebody else's signature"
    if found.statement.purpose is Purpose.SIGNATORY:
        return f"the signature of {found.statement.person}"
    return "the portal's certification" if found.is_certification else "the portal's seal"


def _changed(inspection: Inspection) -> Iterable[Place]:
    """The stretch in which signed bytes were changed: after the last sound signature, up to the first broken one."""
    start = 0
    for one in inspection.signatures:
        if one.is_ours and not one.sound:
            before = "" if start == 0 else ", or inside a signature before it"
            what = "the text as it was certified" if start == 0 else f"what was added up to {whose(one)}"
            yield Place(f"Something was changed in {what}{before}", f"Between bytes {start:,} and {one.end:,}")
            return
        start = max(start, one.end)


def _slipped_in(inspection: Inspection) -> Iterable[Place]:
    """What revisions hold that no signature of ours brought with it, where our signatures still hold."""
    found = inspection.signatures
    if any(one.statement and not one.sound for one in found):
        return
    ours = {one.revision for one in found if one.is_ours}
    strangers = {one.revision: one for one in found if not one.is_ours}
    examined = any(one.allowed is False for one in found)
    for revision, parts in zip(inspection.revisions[1:], inspection.parts[1:], strict=False):
        number = revision.number
        if number in strangers:
            detail = f"Step {number}, in the box “{strangers[number].field}”"
            yield Place("A signature or time stamp that was not made here was added", detail)
        if number not in ours or examined:
            listed = _telling(parts, signed=number in ours or number in strangers)
            for word in listed:
                objects = ", ".join(map(str, parts[word][:SAID_MOST]))
                yield Place(f"Added or changed afterwards: {word}", f"Step {number}, objects {objects}")


def _telling(parts: Parts, *, signed: bool) -> list[str]:
    """The words worth saying of a revision: not what every signature brings, unless there is nothing else."""
    odd = [word for word in parts if not word.startswith(BROUGHT)]
    if odd or signed:
        return odd[:SAID_MOST]
    return [word for word in parts if not word.startswith(OTHER)][:SAID_MOST]


def _loose_end(inspection: Inspection, size: int) -> Iterable[Place]:
    """Bytes behind the last signature that belong to no revision of their own."""
    last = inspection.signatures[-1]
    newest = inspection.revisions[-1].number if inspection.revisions else 0
    if last.sound and not last.covers_everything and last.revision == newest and last.end < size:
        yield Place("Bytes were put behind the end of the file", f"Bytes {last.end:,} to {size:,}")


def _by(one: CheckedSignature) -> str:
    if one.kind in (SignatureKind.CERTIFICATION, SignatureKind.SEAL):
        return "The portal"
    return ", ".join(part for part in (one.person, one.post, one.organisation) if part)


def _unsigned(inspection: Inspection, number: int) -> tuple[str, str]:
    """What an unsigned revision is: the first, or one that nobody answers for."""
    if number == 1:
        return ORIGIN, "The portal"
    parts = inspection.parts[number - 1] if len(inspection.parts) >= number else {}
    if parts and all(word.startswith(BROUGHT) for word in parts):
        return "Data for checking the signatures later", "Not signed"
    named = [word for word in parts if not word.startswith(BROUGHT)]
    return f"Added or changed: {', '.join(named[:4]) or 'parts that nobody signed'}", "Nobody signed this"
