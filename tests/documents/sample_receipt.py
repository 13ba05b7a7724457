"""A receipt, written by hand, of bodies that do not exist: three signatures, each in another way; advice set aside."""

from typing import Any

SHA256 = "ab12" * 16
ON_PAPER = {
    "signed_on": "2027-03-02", "received_at": "2027-03-03T09:00:00+00:00",
    "received_from": "Helen Marsh, partnership officer, Safer Northbrook Partnership",
    "accepted_at": "2027-03-03T10:44:11+00:00",
    "accepted_by": "Tom Achterberg, data protection officer, Brookside Homes",
    "scan_sha256": SHA256,
}  # fmt: skip
_SIGNED = (
    ("Northbrook Borough Council", "Margaret Ellis-Ward", "code", "203.0.113.7"),
    ("Chief Constable of Moorland Police", "Alun Prys-Gŵyr", "link_and_code", "2001:db8::1:20"),
    ("Brookside Homes Limited", "Siân Llewellyn", "paper", ""),
)


def sample_receipt() -> dict[str, Any]:
    """A fresh copy, for a test to change as it likes."""
    return {
        "schema": "concordat/receipt/1",
        "protocol": {"reference": "SAM-0001", "title": "Overarching protocol for data sharing in Northbrook",
                     "version": 2, "tier": "overarching",
                     "partnership": {"name": "Safer Northbrook Partnership", "area": "Northbrook"}},
        "instrument": None,
        "text": {"number": 1, "sha256": SHA256, "created_at": "2027-02-01T09:00:00+00:00"},
        "file": {"sha256": SHA256[::-1], "size": 412345, "pages": 23},
        "certified_sha256": SHA256,
        "asked": 3,
        "signatures": [
            {"party": party, "name": name, "post": "Chief Executive", "basis": "Scheme of delegation, 3.12",
             "method": method, "address": address, "signed_at": f"2027-03-03T10:{minute}:11+00:00",
             "before_sha256": SHA256, "after_sha256": SHA256[::-1],
             "opened_at": f"2027-03-03T09:{minute}:07+00:00" if address else "",
             "paper": ON_PAPER if method == "paper" else None}
            for minute, (party, name, method, address) in enumerate(_SIGNED, start=42)
        ],
        "timeline": [
            {"at": "2027-02-01T09:00:00+00:00", "said": "The text was settled, and approval asked for"},
            {"at": "2027-03-05T10:45:00+00:00", "said": "The portal sealed the file"},
        ],
        "advice_not_followed": [
            {"party": "Northbrook Borough Council", "post": "data protection officer",
             "advised_at": "2027-02-03T09:00:00+00:00", "answered_at": "2027-02-10T09:00:00+00:00",
             "answered_by": "Margaret Ellis-Ward, signatory, Northbrook Council"},
        ],
        "anchor": f"104729:{SHA256}",
        "authority": {"name": "Concordat authority", "sha256": SHA256, "until": "2051-01-01"},
        "sealed_at": "2027-03-05T10:45:00+00:00",
    }  # fmt: skip
