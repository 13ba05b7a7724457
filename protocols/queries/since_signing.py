"""What the public register tells of documents after signing: who joined and left, what is paused, renewed or ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from protocols.models import Instrument, Party, ProtocolVersion
from protocols.queries.flows import stopped_at
from protocols.queries.leaving_with import leaving_with_parent
from protocols.states import State

Kind = Instrument.Kind
WORDS = {
    Kind.ACCESSION: "{party} joined.",
    Kind.WITHDRAWAL: "{party} left; this was its last day.",
    Kind.RENEWAL: "The parties renewed the agreement.",
    Kind.SUSPENSION: "The sharing of {party} was suspended.",
    Kind.RESUMPTION: "The suspension of {party} ended.",
    Kind.TERMINATION: "The parties ended the agreement.",
}


@dataclass(frozen=True)
class Change:
    """What took effect on a day, and the fingerprint of the signed document."""

    on: date
    words: str
    sha256: str


def changes_of(version: ProtocolVersion) -> Sequence[Change]:
    """What took effect since the agreement was signed, in order; a fixed few queries."""
    found = Instrument.objects.filter(version=version, state=State.IN_FORCE.value, applied_at__isnull=False)
    ordered = found.select_related("party__partner").order_by("effective_on", "number")
    own = [_told(one) for one in ordered.prefetch_related("snapshots__documents")]
    today = timezone.localdate()
    with_parent = [Change(one.until, one.sentence, "") for one in leaving_with_parent(version) if one.until <= today]
    return sorted([*own, *with_parent], key=lambda change: change.on)


def _told(one: Instrument) -> Change:
    files = [file for text in one.snapshots.all() for file in text.documents.all() if file.kind == "signed"]
    who = one.party.partner.legal_name if one.party else ""
    return Change(one.effective_on, WORDS[Kind(one.kind)].format(party=who), files[0].sha256 if files else "")


def stopped_by_key(version: ProtocolVersion) -> dict[str, str]:
    """The parties to and from which nothing flows today, by the key that the signed text has for them."""
    stopped = stopped_at(version)
    if not stopped:
        return {}
    keys = Party.objects.filter(pk__in=stopped).values_list("partner__slug", "pk")
    return {key: stopped[pk] for key, pk in keys}
