"""How a version comes into force, in sentences: one set of words for every page, the agreement itself and the mail."""

from protocols.kinds import Commencement
from protocols.models import ProtocolVersion
from protocols.texts.saying import day

EVERY_PARTY = (
    "They take effect when the last party named has signed and the signed document has been sealed. If a party "
    "declines, no signature already given has effect, and the text returns to draft."
)
"""What the clause on signatures says of a version that waits for every party."""


def sentences(how: str, *, starts: str, closes: str, parties: int, needed: int | None) -> list[str]:
    """What the text says of its coming into force; nothing where it waits for every party. Days are in words."""
    if how == Commencement.ALL.value:
        return []
    when = (
        f"It comes into force between the parties that have signed, as soon as {needed} of its {parties} parties have, "
        f"and applies from {starts} at the earliest."
        if how == Commencement.NUMBER.value
        else f"It comes into force on {starts} between the parties that have signed by then; where fewer than two "
        "have, as soon as the second signs."
    )
    return [
        when,
        f"It is open for signature until {closes}, or until the partnership officer closes it once it is in force. "
        "If it is not in force by that day, it stays open until it is. "
        "A party that signs once it is in force is bound from the day on which it signs.",
        "A party that declines, or has not signed when signing closes, is not bound. It can join later, by an "
        "accession.",
    ]


def sentences_of(version: ProtocolVersion) -> list[str]:
    """The sentences of a version as it stands."""
    if not version.comes_into_force_early:
        return []
    return sentences(
        version.commencement, starts=day(version.starts_on), closes=day(version.signing_closes_on),
        parties=len(version.all_parties()), needed=version.signatures_needed,
    )  # fmt: skip


def takes_effect(version: ProtocolVersion) -> str:
    """What the clause on signatures says."""
    return " ".join(sentences_of(version)) or EVERY_PARTY
