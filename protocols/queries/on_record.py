"""What the portal's own record says of a file, or of an agreement named by the code on its last page."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from protocols.documents.verdicts import Finding, Verification
from protocols.models import Document, Instrument, ProtocolVersion, Signature, Signing, Snapshot
from protocols.queries.documents import signed_so_far

NAME = re.compile(r"(?P<reference>[A-Za-z0-9-]{1,40}?)-v(?P<version>\d{1,6})(?:-[a-z]+-(?P<act>\d{1,6}))?")


@dataclass(frozen=True, slots=True)
class Named:
    """What an address such as GM-0001-v2 or GM-0001-v2-accession-1 names."""

    reference: str
    version: int
    act: int | None


def named(text: str) -> Named | None:
    """Read the name of an agreement, or of a short document made after signing; None where it is neither."""
    found = NAME.fullmatch(text)
    if not found:
        return None
    act = found["act"]
    return Named(found["reference"], int(found["version"]), int(act) if act else None)


def file_on_record(found: Verification) -> Document | None:
    """The newest file of the signing that a file was once part of: by a signature in it, or by what it calls itself."""
    signing = _by_signature(found) or _by_claim(found)
    return signing.current if signing else None


def version_of(found: Verification) -> ProtocolVersion | None:
    """The version that a file is of, by the data that its signatures vouch for."""
    if found.finding is not Finding.OURS or not found.reference:
        return None
    return _versions().filter(protocol__reference=found.reference, number=found.version or 0).first()


def instrument_of(found: Verification, version: ProtocolVersion) -> Instrument | None:
    """The short document that a file is; None where it is the agreement itself."""
    return version.instruments.filter(number=found.act.number).first() if found.act else None


def signed_file(snapshot: Snapshot) -> Document | None:
    """The sealed file of a frozen text; of one in force between those who have signed, the file as signed so far."""
    sealed = snapshot.documents.filter(kind=Document.Kind.SIGNED).order_by("made_at").first()
    return sealed or (signed_so_far(snapshot.version) if snapshot.instrument_id is None else None)


def text_on_record(version: ProtocolVersion, act: int | None) -> Snapshot | None:
    """The frozen text that was signed: the version's own, or that of a short document made after."""
    in_force = Q(documents__kind=Document.Kind.SIGNED) | Q(signing__came_into_force__isnull=False)
    texts = Snapshot.objects.filter(in_force, version=version, withdrawn_at=None)
    texts = texts.filter(instrument=None) if act is None else texts.filter(instrument__number=act)
    return texts.select_related("instrument__party__partner", "signing", "version__protocol").distinct().first()


def _versions() -> QuerySet[ProtocolVersion]:
    return ProtocolVersion.objects.select_related("protocol__partnership")


def _by_signature(found: Verification) -> Signing | None:
    """By the first party's signature that is on record: the same name and post at the same second."""
    second = timedelta(seconds=1)
    for one in found.signatories:
        if one.at is None:
            continue
        near = Signature.objects.filter(signed_at__range=(one.at - second, one.at + second))
        kept = near.filter(name=one.person, post=one.post).select_related("signing__current").first()
        if kept:
            return kept.signing
    return None


def _by_claim(found: Verification) -> Signing | None:
    claim = found.claim
    if claim is None:
        return None
    texts = Signing.objects.filter(
        snapshot__version__protocol__reference=claim.reference, snapshot__version__number=claim.version
    )
    texts = (
        texts.filter(snapshot__instrument=None)
        if claim.act is None
        else texts.filter(snapshot__instrument__number=claim.act)
    )
    return texts.exclude(current=None).select_related("current").order_by("-pk").first()
