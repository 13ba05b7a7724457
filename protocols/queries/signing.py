"""Reading a signing: the file as it stands, who has signed, who is still to sign."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Handover, Instrument, Party, ProtocolVersion, Refusal, Signature, Signing

SIGNS = Q(joins_by=None) | Q(signs_late=True)
"""The parties that a version's own text names: those that joined by a document of their own do not sign it."""


def signs(prefix: str) -> Q:
    """The same of parties to which `prefix` leads."""
    return Q(**{f"{prefix}joins_by": None}) | Q(**{f"{prefix}signs_late": True})


@dataclass(frozen=True)
class Place:
    """One party's place on the signature page."""

    party: Party
    signature: Signature | None
    handover: Handover | None = None
    refusal: Refusal | None = None

    @property
    def is_open(self) -> bool:
        """Whether the party has yet to say: it neither signed nor declined."""
        return self.signature is None and self.refusal is None


def live_signing(version: ProtocolVersion) -> Signing | None:
    """The signing of the version's live snapshot, with its current file; None before all have approved."""
    found = Signing.objects.filter(
        snapshot__version=version, snapshot__instrument=None, snapshot__withdrawn_at=None
    )  # fmt: skip
    return found.select_related("current", "snapshot__version__protocol").first()


def signing_of(instrument: Instrument) -> Signing | None:
    """The signing of an instrument's live snapshot; None before all have approved."""
    found = Signing.objects.filter(snapshot__instrument=instrument, snapshot__withdrawn_at=None)
    return found.select_related("current", "snapshot__version__protocol", "snapshot__instrument").first()


def signatures_of(version: ProtocolVersion | int) -> QuerySet[Signature]:
    """The signatures that count on a version's own text, not on instruments made later."""
    return Signature.objects.filter(party__version=version, void_at=None, signing__snapshot__instrument=None)


def signers_of(instrument: Instrument) -> QuerySet[Party]:
    """The parties that sign an instrument, among them one that joins by it."""
    everyone = Party.everyone.filter(instruments_to_sign=instrument).select_related("partner")
    return everyone.order_by("partner__short_name", "pk")


def signing_page(signing: Signing) -> str:
    """The address of the page on which a signing's file is read and signed."""
    version, instrument = signing.snapshot.version, signing.snapshot.instrument
    if instrument is not None:
        where = [version.protocol.reference, version.number, instrument.number]
        return reverse("protocols:instrument_sign", args=where)
    return reverse("protocols:sign", args=[version.protocol.reference, version.number])


def guests_page(signing: Signing) -> str:
    """The address of the page on which guests of a signing are asked, and codes are made for them."""
    version, instrument = signing.snapshot.version, signing.snapshot.instrument
    about = f"?instrument={instrument.number}" if instrument is not None else ""
    return reverse("protocols:guests", args=[version.protocol.reference, version.number]) + about


def parties_to_sign(signing: Signing) -> list[Party]:
    """Every party that signs: those of the version's text, or those whom the instrument names."""
    snapshot = signing.snapshot
    if snapshot.instrument_id is not None:
        if snapshot.instrument is None:
            raise LookupError("The snapshot of an instrument keeps it.")
        return list(signers_of(snapshot.instrument))
    parties = Party.objects.filter(SIGNS, version=snapshot.version).select_related("partner")
    return list(parties.order_by("partner__short_name", "pk"))


def places(signing: Signing) -> list[Place]:
    """Every party with its signature, or without one yet, its latest handover and its refusal; four queries at most."""
    signed = {
        one.party_id: one for one in signing.signatures.filter(void_at=None).select_related("guest", "paper__scan")
    }
    handed = {one.party_id: one for one in signing.handovers.select_related("by__person")}
    declined = {one.party_id: one for one in _refusals(signing)}
    return [
        Place(party, signed.get(party.pk), handed.get(party.pk), declined.get(party.pk))
        for party in parties_to_sign(signing)
    ]


def _refusals(signing: Signing) -> QuerySet[Refusal]:
    """Those of a text that goes on without whoever declines; no query for any other."""
    found = signing.refusals.select_related("role__person", "guest")
    return found if signing.snapshot.version.comes_into_force_early else found.none()


def waiting_signatories(signing: Signing) -> list[Role]:
    """The signatories of the parties that have not signed yet."""
    left = [place.party.partner_id for place in places(signing) if place.is_open]
    held = Role.objects.current().filter(partner_id__in=left, kind=RoleKind.SIGNATORY.value)
    return list(held.select_related("person", "partner"))


def signature_of(capacity: Role, signing: Signing) -> Signature | None:
    """The signature already given for the party of a role."""
    given = signing.signatures.filter(party__partner=capacity.partner_id, void_at=None)
    return given.select_related("party__partner", "role").first()
