"""The part about signing and sealing: whether an act takes longer as signatures gather in one file."""

import os
from importlib.metadata import version
from typing import Any

from scripts.bench.parts import Options, say
from scripts.bench.tables import table
from scripts.bench.worlds import answer_of

SIGNATORIES = (2, 20, 60)
OPENING = """\
One agreement signed to the end for each number of signatories: 25 clauses, no data flows, keys on disk, no time \
stamps. Milliseconds are of the processor. pyHanko {pyhanko}, WeasyPrint {weasyprint}."""


def measure(options: Options) -> list[str]:
    """Sign for each number of signatories; no world is needed."""
    say("signing: some, many and very many signatories")
    found = answer_of("signings", dict(os.environ), *SIGNATORIES)
    opening = OPENING.format(pyhanko=version("pyHanko"), weasyprint=version("weasyprint"))
    return [opening, "", *lines(found)]


def lines(found: list[dict[str, Any]]) -> list[str]:
    """A row for each agreement."""
    heads = ("signatories", "pages", "certify", "sign: first", "sign: last", "last to first", "seal", "verify",
             "bytes a signature", "file")  # fmt: skip
    rows = [
        (one["signatories"], one["pages"], f"{one['certify']:.0f}", f"{one['first']:.0f}", f"{one['last']:.0f}",
         f"{one['last'] / one['first']:.2f}", f"{one['seal']:.0f}", f"{one['verify']:,.0f}", f"{one['each']:,}",
         f"{one['file']:,}")
        for one in found
    ]  # fmt: skip
    return table(heads, rows)
