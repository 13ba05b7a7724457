"""What is frozen when a version is submitted: its shape, its one spelling as text, and its fingerprint. Plain Python.

The classes below are the schema `concordat/snapshot/1`: what approvers decide on, what the PDF is made from and what
is attached inside it. `risks`, the `evidence` of a step, the `control` of a flow, what a section `replaces` and the
`instrument` came later: older snapshots lack the keys. A protocol has its `commencement` only where it comes into
force between those who have signed; without, every party signs. Dates are ISO 8601 texts, so that the spelling never
depends on a library.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from portal.audit.chain import canonical

SCHEMA = "concordat/snapshot/1"


@dataclass(frozen=True)
class Named:
    """A person in a post."""

    name: str
    post: str


@dataclass(frozen=True)
class ProtocolPart:
    """The protocol and version as a whole."""

    reference: str
    tier: str
    theme: str | None
    theme_title: str
    title: str
    version: int
    partnership: dict[str, str]
    purpose: str
    starts_on: str
    ends_on: str | None
    review_on: str
    template: dict[str, object]
    publication: dict[str, object]
    officer: str
    commencement: dict[str, object] | None = None


@dataclass(frozen=True)
class ParentPart:
    """The exact overarching version that a thematic one stands under."""

    reference: str
    title: str
    version: int
    sha256: str


@dataclass(frozen=True)
class PartyPart:
    """One party, and who decides and signs for it."""

    key: str
    legal_name: str
    short_name: str
    kind: str
    kind_label: str
    legal_form: str
    ico_registration: str
    address: str
    controller_role: str
    dpo: Named
    signatory: Named
    accedes_to_parent: bool
    processor_contract: str = ""
    indemnity_agreed: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ReplacedPart:
    """The overarching clause in whose place a section's own text stands: its number there, its words, and why."""

    clause: int
    html: str
    reason: str


@dataclass(frozen=True)
class SectionPart:
    """One section with its text filled in; inherited text stands beside its own, unless its own `replaces` it."""

    id: str
    number: int
    title: str
    html: str
    origin: str
    source: str | None
    inherited_html: str
    schedule: str | None
    replaces: ReplacedPart | None = None


@dataclass(frozen=True)
class FlowPart:
    """One data flow; `sender` and `recipients` are keys of parties."""

    number: int
    title: str
    sender: str
    recipients: Sequence[str]
    items: Sequence[str]
    subjects: str
    identifiability: str
    kinds: Sequence[str]
    kinds_labels: Sequence[str]
    purpose: str
    method: str
    frequency: str
    retention: str
    geography: str
    small_number_rule: str
    control: str = "separate"
    control_reference: str = ""


@dataclass(frozen=True)
class RefusedFlowPart:
    """A flow that was left out, with the step and the law that stopped it."""

    number: int
    title: str
    sender: str
    recipients: Sequence[str]
    stopped_at: str
    laws: Sequence[str]
    reason: str
    party: str


@dataclass(frozen=True)
class FilePart:
    """One file that an answer rests on: exactly these bytes. `id` is where the portal hands it out."""

    id: str
    name: str
    size: int
    sha256: str
    shows: str


@dataclass(frozen=True)
class StepPart:
    """One step of a party's walk of the checklist."""

    id: str
    stage: str
    question: str
    answer: str
    reason: str
    laws: Sequence[str]
    by: str
    on: str
    evidence: Sequence[FilePart] = field(default_factory=tuple)


@dataclass(frozen=True)
class RecordPart:
    """One party's concluded assessment, for the flows it covers."""

    party: str
    flows: Sequence[int]
    checklist: dict[str, str]
    end: str
    concluded_on: str
    concluded_by: str
    steps: Sequence[StepPart]
    flags: Sequence[str]
    gateways: Sequence[dict[str, str]]
    limits: Sequence[dict[str, str]]
    facts_hash: str


@dataclass(frozen=True)
class RiskPart:
    """One risk of the register; `owner` is a party's key, None where nobody owns it. Scores run from 1 to 5."""

    number: int
    title: str
    description: str
    source: str
    likelihood_before: int
    severity_before: int
    mitigation: str
    likelihood_after: int
    severity_after: int
    owner: str | None
    owner_post: str


@dataclass(frozen=True)
class InstrumentPart:
    """What a short document about a version in force is, and the exact text that it is about."""

    kind: str
    label: str
    number: int
    effective_on: str
    party: str | None
    agreement: dict[str, object]
    terms: dict[str, object]


@dataclass(frozen=True)
class SnapshotParts:
    """Everything that is frozen, before it has a spelling."""

    protocol: ProtocolPart
    parent: ParentPart | None
    parties: Sequence[PartyPart]
    sections: Sequence[SectionPart]
    flows: Sequence[FlowPart] = field(default_factory=tuple)
    refused_flows: Sequence[RefusedFlowPart] = field(default_factory=tuple)
    legal_record: Sequence[RecordPart] = field(default_factory=tuple)
    risks: Sequence[RiskPart] = field(default_factory=tuple)
    instrument: InstrumentPart | None = None


@dataclass(frozen=True)
class Frozen:
    """The canonical text and the SHA-256 (hex) of its bytes."""

    text: str
    sha256: str


def freeze(parts: SnapshotParts, *, at: datetime) -> Frozen:
    """Spell the parts as canonical JSON and take its fingerprint; the same parts and time give the same text."""
    content = asdict(parts)
    if parts.protocol.commencement is None:
        del content["protocol"]["commencement"]
    text = canonical({"schema": SCHEMA, **content, "created_at": at.isoformat(timespec="seconds")})
    return Frozen(text=text, sha256=fingerprint(text))


def fingerprint(text: str) -> str:
    """The SHA-256 (hex) of a canonical text."""
    return hashlib.sha256(text.encode()).hexdigest()
