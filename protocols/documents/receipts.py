"""The signing receipt: how a document came to be signed, as a sealed PDF of its own."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string

from portal.audit.chain import canonical
from protocols.documents.composing import day
from protocols.documents.drawing import qr_code
from protocols.documents.errors import RenderingError
from protocols.documents.fields import FieldBox, add_fields
from protocols.documents.moments import moment
from protocols.documents.rendering import CERTIFICATION, SEAL, Rendered, verify_address
from protocols.documents.typesetting import Enclosure, Typeset, typeset
from protocols.kinds import SigningMethod
from protocols.snapshot import fingerprint

SHEETS = ("fonts", "page", "text", "tables", "parts", "signatures", "receipt")
FIELDS = {CERTIFICATION: "Certification by the portal", SEAL: "Seal of the portal"}


def render_receipt(receipt: Mapping[str, Any], *, verify_url: str = "") -> Rendered:
    """Make the PDF of a receipt, with its data attached and the portal's two fields to be certified and sealed.

    The same receipt gives the same bytes. Raises RenderingError where it cannot be set.
    """
    text = canonical(receipt)
    sha256 = fingerprint(text)
    context = _context(receipt, sha256, verify_url or verify_address())
    made = typeset(
        render_to_string("documents/receipt.html", context),
        sheets=SHEETS,
        identifier=f"receipt {sha256}".encode(),
        enclosure=_enclosure(receipt, text.encode()),
        loose=True,
    )
    boxes = _boxes(made)
    return Rendered(add_fields(made.pdf, boxes), made.page_count, boxes, made.complaints)


def _context(receipt: Mapping[str, Any], sha256: str, verify_url: str) -> dict[str, Any]:
    return {
        **receipt,
        "sha256": sha256,
        "iso": _moment(receipt["sealed_at"]).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sealed": moment(_moment(receipt["sealed_at"])),
        "settled": moment(_moment(receipt["text"]["created_at"])),
        "signatures": [_signature(one) for one in receipt["signatures"]],
        "advice_not_followed": [
            {**one, "advised_on": _day(one["advised_at"]), "answered_on": _day(one["answered_at"])}
            for one in receipt["advice_not_followed"]
        ],
        "timeline": [{**one, "when": moment(_moment(one["at"]))} for one in receipt["timeline"]],
        "addresses": any(one["address"] for one in receipt["signatures"]),
        "handed": any(one["opened_at"] for one in receipt["signatures"]),
        "on_paper": any(one["paper"] for one in receipt["signatures"]),
        "authority": {**receipt["authority"], "until": day(receipt["authority"]["until"])},
        "verify_url": verify_url,
        "qr": qr_code(verify_url),
    }


def _signature(one: Mapping[str, Any]) -> dict[str, Any]:
    """A signature with its moments in words; on paper, how the page came to the portal."""
    page = one["paper"]
    return {
        **one,
        "at": moment(_moment(one["signed_at"])),
        "how": SigningMethod(one["method"]).label,
        "handed": moment(_moment(one["opened_at"])) if one["opened_at"] else "",
        "paper": page
        and {
            **page,
            "signed": day(page["signed_on"]),
            "received": moment(_moment(page["received_at"])),
            "accepted": moment(_moment(page["accepted_at"])),
        },
    }


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(UTC)


def _day(iso: str) -> str:
    return day(_moment(iso).date().isoformat())


def _enclosure(receipt: Mapping[str, Any], content: bytes) -> Enclosure:
    protocol = receipt["protocol"]
    name = f"{protocol['reference']}-version-{protocol['version']}-receipt.json"
    return Enclosure(name, content, "What this receipt says, as data", _moment(receipt["sealed_at"]))


def _boxes(made: Typeset) -> tuple[FieldBox, ...]:
    places = {anchor.name: anchor for anchor in made.anchors}
    if not FIELDS.keys() <= places.keys():
        raise RenderingError("The receipt has no place for the portal's seal.")
    return tuple(
        FieldBox(name, places[name].page, places[name].rectangle, label, locks_everything=name == SEAL)
        for name, label in FIELDS.items()
    )
