"""A rich snapshot, written by hand, of bodies that do not exist: 25 clauses, four parties, nine flows."""

from typing import Any

from portal.audit.chain import canonical
from protocols.snapshot import fingerprint
from tests.documents.sample_clauses import CLAUSES, INHERITED
from tests.documents.sample_flows import COUNCIL, HOMES, POLICE, TRUST, flows, legal_record, refused_flows

# key, legal name, short name, kind label, legal form, ICO number, address, DPO, signatory, signatory's post
_PARTIES = (
    (COUNCIL, "Northbrook Borough Council", "Northbrook Council", "Council", "Local authority", "Z5551234",
     "Town Hall, Corporation Street, Northbrook NB1 1AA", "Dana Obi", "Margaret Ellis-Ward", "Chief Executive"),
    (POLICE, "Chief Constable of Moorland Police", "Moorland Police", "Police force", "Corporation sole", "Z5552345",
     "Police Headquarters, Quarry Road, Northbrook NB4 2QP", "Imran Sheikh", "Alun Prys-Gŵyr", "Chief Constable"),
    (TRUST, "Westmoor Hospitals NHS Foundation Trust", "Westmoor Hospitals", "NHS trust",
     "NHS foundation trust", "Z5553456", "Westmoor General Hospital, Infirmary Lane, Northbrook NB2 9WH",
     "Zofia Wiśniewska", "Dr Olubunmi Adeyemi", "Chief Executive"),
    (HOMES, "Brookside Homes Limited", "Brookside Homes", "Housing association", "Registered society", "Z5554567",
     "1 Canal Wharf, Northbrook NB1 3CW", "Tom Achterberg", "Siân Llewellyn", "Group Chief Executive"),
)  # fmt: skip


def party(row: tuple[str, ...]) -> dict[str, Any]:
    """A party of the snapshot."""
    key, legal, short, kind, form, ico, address, dpo, signatory, post = row
    return {
        "key": key, "legal_name": legal, "short_name": short, "kind": kind.upper().replace(" ", "_"),
        "kind_label": kind, "legal_form": form, "ico_registration": ico, "address": address,
        "controller_role": "joint" if key != HOMES else "separate",
        "dpo": {"name": dpo, "post": "Data Protection Officer"},
        "signatory": {"name": signatory, "post": post}, "accedes_to_parent": key == HOMES,
    }  # fmt: skip


def section(number: int, clause: tuple[Any, ...]) -> dict[str, Any]:
    """A section of the snapshot."""
    key, title, origin, html, inherited, schedule = clause
    return {
        "id": key, "number": number, "title": title, "html": html, "origin": origin,
        "source": None if origin == "own" else INHERITED, "inherited_html": inherited, "schedule": schedule,
    }  # fmt: skip


def sample_snapshot() -> dict[str, Any]:
    """A fresh copy, for a test to change as it likes."""
    return {
        "schema": "concordat/snapshot/1",
        "protocol": {
            "reference": "SAM-0002", "tier": "thematic", "theme": "community_safety",
            "theme_title": "Community safety", "title": "Violence and anti-social behaviour in Northbrook",
            "version": 1, "partnership": {"name": "Safer Northbrook Partnership", "area": "Northbrook"},
            "purpose": "To reduce violence in public places and anti-social behaviour.",
            "starts_on": "2027-04-01", "ends_on": "2031-03-31", "review_on": "2029-04-01",
            "template": {"slug": "community-safety", "version": 1},
            "publication": {"public": True, "reason": ""}, "officer": "Helen Marsh",
        },
        "parent": {"reference": "SAM-0001", "title": "Overarching protocol for data sharing in Northbrook",
                   "version": 2, "sha256": "9f2c" * 16},
        "parties": [party(row) for row in _PARTIES],
        "sections": [section(number, clause) for number, clause in enumerate(CLAUSES, start=1)],
        "flows": flows(), "refused_flows": refused_flows(), "legal_record": legal_record(),
        "created_at": "2027-03-03T10:42:17+00:00",
    }  # fmt: skip


def small_snapshot() -> dict[str, Any]:
    """An overarching protocol of two parties and a few clauses: every part that a file has, and quick to set."""
    whole = sample_snapshot()
    printed = (None, "control", "parties", "signatures")
    kept = [one for one in whole["sections"] if one["schedule"] in printed and (one["schedule"] or one["number"] < 3)]
    protocol = {**whole["protocol"], "tier": "overarching", "theme": None, "theme_title": "", "reference": "SAM-0001"}
    return {
        **whole, "protocol": protocol, "parent": None, "parties": whole["parties"][:2], "flows": [],
        "refused_flows": [], "legal_record": [],
        "sections": [{**one, "number": number} for number, one in enumerate(kept, start=1)],
    }  # fmt: skip


def fingerprint_of(snapshot: dict[str, Any]) -> str:
    """The fingerprint of a snapshot."""
    return fingerprint(canonical(snapshot))


def sample_fingerprint() -> str:
    """The fingerprint of the unchanged sample."""
    return fingerprint_of(sample_snapshot())
