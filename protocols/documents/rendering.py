"""From a snapshot to a PDF: the same snapshot, kind and fingerprint give the same bytes on every machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from portal.audit.chain import canonical
from protocols.documents.composing import compose, made_at
from protocols.documents.errors import RenderingError
from protocols.documents.fields import FieldBox, add_fields
from protocols.documents.kinds import DocumentKind
from protocols.documents.typesetting import Enclosure, Typeset, typeset
from protocols.documents.verdicts import SHORT
from protocols.snapshot import fingerprint

CERTIFICATION, SEAL = "certification", "seal"  # the portal's own two fields


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF made from a snapshot.

    `boxes` are the signature fields it carries (only a file for signing has any). `complaints` are what the print
    engine warned of: none, in a sound document.
    """

    pdf: bytes
    page_count: int
    boxes: tuple[FieldBox, ...]
    complaints: tuple[str, ...]


def render(
    snapshot: Mapping[str, Any], kind: DocumentKind, *, sha256: str, label: str = "", verify_url: str = ""
) -> Rendered:
    """Make the PDF of a snapshot.

    `sha256` is the snapshot's fingerprint: of the canonical JSON that goes inside the file. `label` names an unsigned
    kind on every page, such as "Draft 3". `verify_url` is where anyone can check the signed file; by default this
    portal's own page about it. Raises RenderingError where the fingerprint is not the snapshot's or the text cannot be
    set.
    """
    text = canonical(snapshot)
    if fingerprint(text) != sha256:
        raise RenderingError("The fingerprint given is not that of this snapshot. Freeze the snapshot again.")
    context = compose(
        snapshot, kind, sha256=sha256, label=label, verify_url=verify_url or record_address(snapshot, sha256)
    )
    typeset_ = typeset(
        render_to_string("documents/document.html", context),
        identifier=f"{kind} {label} {sha256}".encode(),
        enclosure=_enclosure(snapshot, text.encode()),
        loose=kind.can_be_signed,
    )
    boxes = _boxes(typeset_, context) if kind.can_be_signed else ()
    pdf = add_fields(typeset_.pdf, boxes) if boxes else typeset_.pdf
    return Rendered(pdf, typeset_.page_count, boxes, typeset_.complaints)


def verify_address() -> str:
    """Where this portal checks documents for anyone."""
    return f"{settings.SITE_URL}/verify/"


def record_address(snapshot: Mapping[str, Any], sha256: str) -> str:
    """Where this portal says what is on record for a text: its name and the first digits of its fingerprint.

    The code is printed inside the file, so it can hold the fingerprint of the text and not of the file.
    """
    protocol, act = snapshot["protocol"], snapshot.get("instrument")
    short = f"-{act['kind']}-{act['number']}" if act else ""
    return f"{verify_address()}{protocol['reference']}-v{protocol['version']}{short}/{sha256[:SHORT]}/"


def field_for(party_key: str) -> str:
    """The name of a party's signature field."""
    return f"party-{party_key}"


def _enclosure(snapshot: Mapping[str, Any], content: bytes) -> Enclosure:
    protocol = snapshot["protocol"]
    name = f"{protocol['reference']}-version-{protocol['version']}.json"
    return Enclosure(name, content, "The agreed text, data flows and legal record", made_at(snapshot))


def _boxes(pages: Typeset, context: Mapping[str, Any]) -> tuple[FieldBox, ...]:
    labels = {CERTIFICATION: "Certification by the portal"}
    labels |= {party["anchor"]: f"Signature for {party['legal_name']}" for party in context["parties"]}
    labels |= {SEAL: "Closing seal of the portal"}
    places = {anchor.name: anchor for anchor in pages.anchors}
    missing = [label for name, label in labels.items() if name not in places]
    if missing:
        raise RenderingError(f"There is no place to sign: {missing[0]}. The signature section is missing or broken.")
    return tuple(
        FieldBox(name, places[name].page, places[name].rectangle, label, locks_everything=name == SEAL)
        for name, label in labels.items()
    )
