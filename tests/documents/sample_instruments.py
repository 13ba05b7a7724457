"""Short documents after signing, worded by the product itself, about the small sample agreement."""

from dataclasses import asdict
from datetime import date
from typing import Any

from partners.models import Partner
from protocols.models import Instrument, Party
from protocols.snapshot import InstrumentPart, SectionPart
from protocols.texts.instruments import Agreement, Clause, clauses, facts_of
from tests.documents.sample_snapshot import small_snapshot
from tests.protocols.instruments import TERMS

KNOWN = {
    "told_on": "3 March 2027", "objections_until": "17 March 2027", "objecting": "period", "heard": "Nobody objected.",
    "tier": "overarching", "notice": "90 days’ notice", "suspended_since": "1 February 2027",
}  # fmt: skip


def sample_instrument(kind: Instrument.Kind) -> dict[str, Any]:
    """What is frozen of an instrument of a kind that one party signs."""
    whole = small_snapshot()
    protocol, party = whole["protocol"], whole["parties"][0]
    about = Agreement(protocol["reference"], protocol["title"], protocol["version"], "9f2c" * 16)
    instrument = Instrument(
        kind=kind, number=1, effective_on=date(2027, 4, 1), reason="The board decided so", terms=TERMS[kind],
        party=Party(partner=Partner(legal_name=party["legal_name"], slug=party["key"])),
    )  # fmt: skip
    written = clauses(instrument, about, facts_of(instrument, KNOWN))
    sections = [*written, Clause("I99", "Signatures", [])]
    part = InstrumentPart(
        kind=kind.value, label=str(kind.label), number=1, effective_on="2027-04-01", party=party["key"],
        agreement={**asdict(about), "sha256": "5ad1" * 16}, terms=dict(TERMS[kind]),
    )  # fmt: skip
    return {**whole, "parties": [party], "instrument": asdict(part), "sections": [
        asdict(SectionPart(one.id, number, one.title, one.html if one.paragraphs else "", "own", None, "",
                           "signatures" if one is sections[-1] else None))
        for number, one in enumerate(sections, start=1)
    ]}  # fmt: skip
