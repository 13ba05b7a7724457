"""The corpus: each file, what we say of it, and what two other checkers say; where they differ by design, why."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from protocols.documents.verdicts import Finding
from tests.documents.corpus import altering as do
from tests.documents.corpus import hostile
from tests.documents.corpus.making import Agreement

OURS, ALTERED, NOT_OURS = Finding.OURS, Finding.ALTERED, Finding.NOT_OURS


class Says(Enum):
    """What another checker makes of a file, brought to one scale."""

    WHOLE = "every signature holds, and the last covers every byte"
    PARTLY = "every signature holds, and bytes follow that none covers"
    BROKEN = "a signature does not hold, or does not allow what follows it"
    NOTHING = "no signature, or not a file that it can read"


WHOLE, PARTLY, BROKEN, NOTHING = Says.WHOLE, Says.PARTLY, Says.BROKEN, Says.NOTHING

# Why another checker may say something else than we do.
NO_DOCMDP = "pdfsig does the arithmetic of each signature; it does not ask what the certification allows"
ANY_ISSUER = "pdfsig was given no list of issuers, so whoever signed will do"
INCOMPLETE = "other checkers do not know who still had to sign"
REPAIRS = "pdfsig repairs what was cut off, and reads the signatures that are left"
GIVES_UP = "pyHanko's command gives up at the damage, and says nothing of the signatures"
SALVAGED = "we still find certificates of ours in the ruin, and say that it was once signed here"
FORGED = "the signature in it is empty: pdfsig counts it as one that does not hold, pyHanko and we as none"


@dataclass(frozen=True)
class Case:
    """One file: how it is made, our finding, words that we say, where it was altered, and the other two."""

    make: Callable[[Agreement], bytes]
    finding: Finding
    words: str
    pdfsig: Says
    pyhanko: Says
    where: str = ""
    why: str = ""


def flip(words: str) -> Callable[[Agreement], bytes]:
    return lambda one: do.flipped_in(one.sealed, words)


def append(*changes: do.Change) -> Callable[[Agreement], bytes]:
    return lambda one: do.updated(one.sealed, *changes)


BEFORE = "the portal's certification covers are not the bytes that were signed"
RUIN = "it can no longer be checked"
AFTER = "Something was added after the portal's seal"
PROGRAM = "a program or command that runs when the file is opened or pressed"

CASES: dict[str, Case] = {
    "untouched": Case(lambda one: one.sealed, OURS, "ours and whole", WHOLE, WHOLE),
    # A byte changed in each kind of part.
    "page_content": Case(flip("what is printed on page 2"), ALTERED, BEFORE, BROKEN, BROKEN, "What is printed on"),
    "typeface": Case(flip("a typeface"), ALTERED, BEFORE, BROKEN, BROKEN, "A typeface"),
    "reading_order": Case(
        flip("the reading order"), ALTERED, RUIN, BROKEN, NOTHING, "Parts that are kept together: pages 1 to", GIVES_UP
    ),
    "metadata": Case(flip("the descriptive data"), ALTERED, BEFORE, BROKEN, BROKEN, "The descriptive data"),
    "attachment": Case(flip("the attachment"), ALTERED, BEFORE, BROKEN, BROKEN, "The attachment “SAM-0002-version-1"),
    "signature_box": Case(
        flip("the signature box"), ALTERED, RUIN, BROKEN, NOTHING, "The signature box “certification”", GIVES_UP
    ),
    "appearance": Case(flip("what is shown in"), ALTERED, BEFORE, BROKEN, BROKEN, "What is shown in the signature box"),
    "catalogue": Case(
        flip("the file’s catalogue"), ALTERED, BEFORE, BROKEN, NOTHING, "The file’s catalogue", GIVES_UP
    ),
    "heading": Case(lambda one: do.flipped(one.sealed, 7), ALTERED, BEFORE, BROKEN, BROKEN, "The file’s heading"),
    "certification": Case(
        lambda one: do.signature_changed(one.sealed, 0), ALTERED, BEFORE, BROKEN, BROKEN,
        "The signature in the box “certification”",
    ),
    "a_partys_signature": Case(
        lambda one: do.signature_changed(one.sealed, 1), ALTERED, "the signature of Margaret Ellis-Ward covers",
        BROKEN, BROKEN, "The signature in the box “party-northbrook-council”",
    ),
    "the_seal": Case(
        lambda one: do.signature_changed(one.sealed, 3), ALTERED, "the portal's seal covers", BROKEN, BROKEN,
        "The signature in the box “seal”",
    ),
    "index": Case(
        lambda one: do.index_flipped(one.sealed), ALTERED, RUIN, NOTHING, NOTHING, "The file’s own index", SALVAGED
    ),
    "trailer": Case(
        lambda one: do.trailer_changed(one.sealed), ALTERED, RUIN, NOTHING, NOTHING, "The file’s own index", SALVAGED
    ),
    # Less than what was signed.
    "seal_removed": Case(lambda one: one.all_signed, OURS, "not complete", WHOLE, WHOLE, why=INCOMPLETE),
    "only_certified": Case(lambda one: one.certified, OURS, "not complete", WHOLE, WHOLE, why=INCOMPLETE),
    "unsigned": Case(lambda one: one.rendered, NOT_OURS, "carries no signature", NOTHING, NOTHING),
    "cut_short": Case(
        lambda one: one.sealed[: len(one.all_signed) * 9 // 10], ALTERED, RUIN, PARTLY, NOTHING,  # in a signature
        "The end of the file is missing", REPAIRS,
    ),
    # More than what was signed, appended as an editor does.
    "page_added": Case(append(do.add_page), ALTERED, AFTER, PARTLY, BROKEN, "Added or changed afterwards: page 2"),
    "note_added": Case(append(do.add_note), ALTERED, AFTER, PARTLY, BROKEN, "a note, link or form field on page 1"),
    "field_added": Case(append(do.add_form_field), ALTERED, AFTER, PARTLY, BROKEN, "a form field"),
    "field_after_certification": Case(
        lambda one: do.updated(one.certified, do.add_form_field), ALTERED, "added after the portal's certification",
        PARTLY, BROKEN, "a form field",
    ),
    "script_added": Case(append(do.add_script), ALTERED, AFTER, PARTLY, BROKEN, PROGRAM),
    "launch_added": Case(append(do.add_launch), ALTERED, AFTER, PARTLY, BROKEN, PROGRAM),
    "attachment_swapped": Case(append(do.swap_attachment), ALTERED, AFTER, PARTLY, BROKEN, "the attachment “SAM-0002"),
    "retitled": Case(append(do.retitle), ALTERED, AFTER, PARTLY, BROKEN, "the descriptive data"),
    "restructured": Case(append(do.restructure), ALTERED, AFTER, PARTLY, BROKEN, "the reading order"),
    "certification_dropped": Case(
        append(do.drop_certification), ALTERED, "does not begin with the portal's certification", PARTLY, BROKEN,
        "the file’s catalogue",
    ),
    "remark_added": Case(
        lambda one: one.sealed + b"\n% a remark\n", ALTERED, AFTER, PARTLY, PARTLY, "behind the end of the file"
    ),
    "note_between_signatures": Case(
        lambda one: do.also_signed(do.updated(one.all_signed, do.add_note), one.authority, "seal"), ALTERED,
        "Something other than a signature was changed", WHOLE, BROKEN, "a note, link or form field", NO_DOCMDP,
    ),
    # Somebody else's signatures.
    "by_another_authority": Case(
        lambda one: one.by_a_stranger, NOT_OURS, "None of its signatures was made here", WHOLE, BROKEN, why=ANY_ISSUER
    ),
    "sealed_by_another": Case(
        lambda one: do.also_signed(one.all_signed, one.stranger, "seal"), ALTERED, "was not made here", WHOLE, BROKEN,
        "that was not made here was added", ANY_ISSUER,
    ),
    "also_signed_by_another": Case(
        lambda one: do.also_signed(one.sealed, one.stranger, "extra", new=True), ALTERED, "was not made here",
        WHOLE, BROKEN, "that was not made here was added", ANY_ISSUER,
    ),
    # Another form of file.
    "encrypted": Case(lambda one: do.encrypted(one.sealed), ALTERED, "is encrypted", NOTHING, NOTHING, why=SALVAGED),
    "rewritten": Case(lambda one: do.rewritten(one.sealed), ALTERED, BEFORE, BROKEN, BROKEN, "written anew"),
    "archive_behind": Case(
        lambda one: do.with_an_archive_behind(one.sealed), ALTERED, AFTER, PARTLY, PARTLY, "behind the end of the file"
    ),
    "web_page_before": Case(
        lambda one: do.with_a_page_before(one.sealed), ALTERED, RUIN, BROKEN, NOTHING, "The file’s heading", GIVES_UP
    ),
    "a_letter": Case(lambda _: b"a letter", NOT_OURS, "not a PDF", NOTHING, NOTHING),
    "a_picture": Case(lambda _: b"\x89PNG\r\n\x1a\n" + b"\0" * 500, NOT_OURS, "not a PDF", NOTHING, NOTHING),
    "nothing_but_a_heading": Case(lambda _: b"%PDF-1.7\n", NOT_OURS, "damaged or cut short", NOTHING, NOTHING),
    # Files made to harm whoever reads them.
    "bomb": Case(lambda _: hostile.bomb(), NOT_OURS, "damaged", NOTHING, NOTHING),
    "bomb_in_a_bomb": Case(lambda _: hostile.nested_bomb(), NOT_OURS, "damaged", NOTHING, NOTHING),
    "depths": Case(lambda _: hostile.deep(), NOT_OURS, "damaged", BROKEN, NOTHING, why=FORGED),
    "pages_in_a_loop": Case(lambda _: hostile.page_loop(), NOT_OURS, "damaged", BROKEN, NOTHING, why=FORGED),
    "fields_in_a_loop": Case(lambda _: hostile.field_loop(), NOT_OURS, "damaged", NOTHING, NOTHING),
    "index_in_a_loop": Case(lambda _: hostile.index_loop(), NOT_OURS, "damaged", BROKEN, NOTHING, why=FORGED),
    "huge_index": Case(lambda _: hostile.huge_index(), NOT_OURS, "damaged", BROKEN, NOTHING, why=FORGED),
}  # fmt: skip
