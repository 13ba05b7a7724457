"""The corpus: each file, what we say of it, and what two other checkers say; where they differ by design, why."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from protocols.documents.verdicts import Finding
from tests.documents.corpus import altering as do
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
REPAIRS = "pdfsig repairs a damaged index and reads on; we and pyHanko take no repaired file"
TAIL = "pdfsig repairs the end of a file; what follows the end mark is then outside every signature"
GIVES_UP = "pyHanko's command gives up at the damage, and so says nothing of the signatures"
SALVAGED = "we still find certificates of ours in the ruin and say that it was once signed here"
UNCOVERED = "one changed byte lies where no signature's arithmetic looks"


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
