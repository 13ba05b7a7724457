"""Reading a signing: the file as it stands, who has signed, who is still to sign."""

from dataclasses import dataclass

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Party, ProtocolVersion, Signature, Signing


@dataclass(frozen=True)
class Place:
    """One party's place on the signature page."""

    party: Party
    signature: Signature | None


def live_signing(version: ProtocolVersion) -> Signing | None:
    """The signing of the version's live snapshot, with its current file; None before all have approved."""
    found = Signing.objects.filter(snapshot__version=version, snapshot__withdrawn_at=None)
    return found.select_related("current", "snapshot__version__protocol").first()


def places(signing: Signing) -> list[Place]:
    """Every party with its signature, or without one yet; two queries."""
    signed = {one.party_id: one for one in signing.signatures.filter(void_at=None).select_related("role__person")}
    parties = Party.objects.filter(version=signing.snapshot.version).select_related("partner")
    return [Place(party, signed.get(party.pk)) for party in parties.order_by("partner__short_name", "pk")]


def waiting_signatories(signing: Signing) -> list[Role]:
    """The signatories of the parties that have not signed yet."""
    left = [place.party.partner_id for place in places(signing) if place.signature is None]
    held = Role.objects.current().filter(partner_id__in=left, kind=RoleKind.SIGNATORY.value)
    return list(held.select_related("person", "partner"))


def signature_of(capacity: Role, signing: Signing) -> Signature | None:
    """The signature already given for the party of a role."""
    given = signing.signatures.filter(party__partner=capacity.partner_id, void_at=None)
    return given.select_related("party__partner", "role").first()
