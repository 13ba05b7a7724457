"""What checking a file can find, as plain data that goes from one process to another as JSON. Plain Python."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

SHORT = 12  # digits of a fingerprint that people and printed codes carry


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
    """One signature. `intact`: the bytes it covers are the bytes that were signed, under a certificate of ours.

    It covers the file up to the end of `revision` (0 where that is not known). `method` is how the signatory was known.
    """

    kind: SignatureKind
    person: str
    post: str
    organisation: str
    basis: str
    at: datetime | None
    covers_whole_revision: bool
    intact: bool
    method: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """One revision: bytes from `start` up to `end`, what it added, by whom and when. `sound` is None where unsigned."""

    number: int
    start: int
    end: int
    what: str
    by: str
    at: datetime | None
    sound: bool | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file differs from what was signed: in plain words, and exactly, for those who open files in an editor."""

    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """The short document made after signing that a file is: an accession to an agreement, say."""

    kind: str
    label: str
    number: int
    effective_on: str
    party: str
    agreement: str
    agreement_sha256: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of itself, whether or not it is to be believed: for looking up what is on record."""

    reference: str
    version: int
    act: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. `sentence` is the one to show large; `reasons` say why, each a sentence.

    `whole` means ours, unaltered, signed in every box and sealed: only then may it be relied on as the agreement. Boxes
    may stay empty where the text comes into force between those who sign, once its signing is closed.
    `sha256`, `reference`, `version`, `title` and `act` come from the data inside, and only where the signatures hold.
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
    title: str = ""
    receipt: bool = False
    act: Act | None = None
    claim: Claim | None = None
    where: tuple[Place, ...] = ()
    revisions: tuple[Added, ...] = ()
    file_sha256: str = ""
    size: int = 0

    @property
    def signatories(self) -> tuple[CheckedSignature, ...]:
        """The parties' signatures."""
        return tuple(one for one in self.signatures if one.kind is SignatureKind.SIGNATORY)


def not_ours(sentence: str, *reasons: str, signatures: tuple[CheckedSignature, ...] = ()) -> Verification:
    """The verdict on a file that nothing here vouches for."""
    return Verification(Finding.NOT_OURS, False, False, signatures, sentence, reasons)


def as_data(found: Verification) -> dict[str, Any]:
    """A verdict as JSON can hold it."""
    data = asdict(found)
    for row in (*data["signatures"], *data["revisions"]):
        row["at"] = row["at"].isoformat() if row["at"] else None
    return data


def from_data(data: Mapping[str, Any]) -> Verification:
    """A verdict read back. Raises KeyError, TypeError or ValueError where the data is not one."""
    act, claim = data["act"], data["claim"]
    return Verification(
        **{
            **data,
            "finding": Finding(data["finding"]),
            "signatures": tuple(
                CheckedSignature(**{**_timed(one), "kind": SignatureKind(one["kind"])}) for one in data["signatures"]
            ),
            "reasons": tuple(map(str, data["reasons"])),
            "act": Act(**act) if act else None,
            "claim": Claim(**claim) if claim else None,
            "where": places_from(data["where"]),
            "revisions": tuple(Added(**_timed(one)) for one in data["revisions"]),
        }
    )


def places_from(rows: Any) -> tuple[Place, ...]:
    """Places read back."""
    return tuple(Place(**row) for row in rows)


def _timed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "at": datetime.fromisoformat(row["at"]) if row["at"] else None}
