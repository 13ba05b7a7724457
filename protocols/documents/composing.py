"""From a snapshot to what the print templates need: names looked up, dates in words, sections with their schedules."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.safestring import mark_safe

from portal.richtext import sanitise
from protocols.documents.drawing import LINES, WORDS, flow_maps, qr_code
from protocols.documents.kinds import DocumentKind
from protocols.documents.risks import register_of
from protocols.redline.records import CONTROL
from protocols.texts.commencing import sentences
from protocols.texts.linking import lead

TIERS = {"overarching": "Overarching protocol", "thematic": "Thematic protocol"}
# The schedules every agreement has; one that no section claims is printed after the sections.
SCHEDULES = {
    "parties": "The parties",
    "flows": "Schedule of data flows",
    "legal_record": "Summary of the legal record",
    "signatures": "Signatures",
    "risks": "Risk register",
}
# A schedule that follows the section which speaks of it, where that section names none itself.
FOLLOWS = {"S30": "risks"}
ROLES = {"separate": "Separate controller", "joint": "Joint controller", "processor": "Processor"}
CONCLUSIONS = {
    "DONE": "Sharing has a legal basis",
    "NOT_PERSONAL": "Not personal data: shared with disclosure control",
}

Snapshot = Mapping[str, Any]


def compose(snapshot: Snapshot, kind: DocumentKind, *, sha256: str, label: str, verify_url: str) -> dict[str, Any]:
    """The context of `documents/document.html`. Reads the snapshot alone, so the same one gives the same pages."""
    parties = [_party(party) for party in snapshot["parties"]]
    names = {party["key"]: party["short_name"] for party in parties}
    flows = [_flow(flow, names) for flow in snapshot["flows"]]
    protocol, instrument = snapshot["protocol"], snapshot.get("instrument")
    return {
        "kind": kind,
        "signing": kind.can_be_signed,
        "watermark": kind.watermark(label),
        "label": label,
        "sha256": sha256,
        "protocol": protocol,
        "tier": TIERS[protocol["tier"]],
        "instrument": {**instrument, "effective": day(instrument["effective_on"])} if instrument else None,
        "dates": _dates(snapshot),
        "commencement": _commencement(snapshot),
        "parent": snapshot["parent"],
        "parties": parties,
        "crowd": _crowd(parties),
        "sections": _sections(snapshot),
        "flows": flows,
        "maps": flow_maps(snapshot["flows"], snapshot["parties"]),
        "line_key": [(WORDS[name], *LINES[name]) for name in WORDS if any(f["identifiability"] == name for f in flows)],
        "refused": [_refusal(flow, names) for flow in snapshot["refused_flows"]],
        "records": _records(snapshot, parties),
        "register": register_of(snapshot.get("risks", ()), names),
        "verify_url": verify_url,
        "qr": qr_code(verify_url),
    }


def day(iso: str | None) -> str:
    """A date of the snapshot in words, such as 3 March 2027; nothing where there is none."""
    if not iso:
        return ""
    value = date.fromisoformat(iso[:10])
    return f"{value.day} {value:%B %Y}"


def made_at(snapshot: Snapshot) -> datetime:
    """When the snapshot was frozen, in UTC: every date in the file comes from it."""
    return datetime.fromisoformat(snapshot["created_at"]).astimezone(UTC)


def _dates(snapshot: Snapshot) -> dict[str, str]:
    protocol = snapshot["protocol"]
    return {
        "starts": day(protocol["starts_on"]),
        "ends": day(protocol["ends_on"]),
        "review": day(protocol["review_on"]),
        "frozen": day(snapshot["created_at"]),
        "iso": made_at(snapshot).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _commencement(snapshot: Snapshot) -> list[str]:
    """How it comes into force between those who have signed; nothing where every party signs."""
    said = snapshot["protocol"].get("commencement")
    if not said:
        return []
    starts, closes = day(snapshot["protocol"]["starts_on"]), day(said["closes_on"])
    return sentences(said["how"], starts=starts, closes=closes, parties=len(snapshot["parties"]), needed=said["needed"])


def _party(party: Mapping[str, Any]) -> dict[str, Any]:
    agreed = [{**one, "on": day(one["on"])} for one in party.get("indemnity_agreed", [])]
    role = ROLES.get(party["controller_role"], "")
    return {**party, "anchor": f"party-{party['key']}", "role": role, "indemnity_agreed": agreed}


def _crowd(parties: list[dict[str, Any]]) -> str:
    """How tightly the title page sets the names of the parties, so that they stay on one page."""
    letters = sum(len(party["legal_name"]) for party in parties)
    if letters > 1800 or len(parties) > 40:
        return "crowd throng"
    if letters > 1000 or len(parties) > 20:
        return "crowd"
    return "many" if letters > 260 or len(parties) > 6 else "few"


def _sections(snapshot: Snapshot) -> list[dict[str, Any]]:
    here = {section["id"] for section in snapshot["sections"]}
    sections = [
        _section({**section, "schedule": _schedule(section, snapshot)}, here) for section in snapshot["sections"]
    ]
    claimed = {section["schedule"] for section in sections}
    number = max((section["number"] for section in sections), default=0)
    if snapshot.get("instrument"):
        return sections
    needed = {name: title for name, title in SCHEDULES.items() if name not in claimed and _has(snapshot, name)}
    for name, title in needed.items():
        number += 1
        sections.append(_added(name, title, number))
    return sections


def _schedule(section: Mapping[str, Any], snapshot: Snapshot) -> str | None:
    """What is printed after a section: the schedule it names, or the one that follows it where there is something."""
    follows = FOLLOWS.get(section["id"])
    return section["schedule"] or (follows if follows and _has(snapshot, follows) else None)


def _has(snapshot: Snapshot, schedule: str) -> bool:
    return schedule not in ("flows", "legal_record", "risks") or bool(snapshot.get(schedule))


def _section(section: Mapping[str, Any], here: Collection[str] = ()) -> dict[str, Any]:
    """One section; a link in it to a clause that the text does not have, as in an inherited one, is its words alone."""
    inherited = section["inherited_html"]
    own = section["html"]
    if section["origin"] == "inherited" and not inherited:
        inherited, own = own, ""
    elif section["origin"] == "inherited" and own == inherited:
        own = ""
    return {
        **section,
        "anchor": f"section-{section['id']}",
        "own": _text(lead(own, here)),
        "inherited": _text(lead(inherited, here)),
        "before": section["number"] - 1,
    }


def _added(schedule: str, title: str, number: int) -> dict[str, Any]:
    bare = {"id": schedule, "number": number, "title": title, "html": "", "origin": "own", "source": None}
    return _section({**bare, "inherited_html": "", "schedule": schedule})


def _text(html: str) -> str:
    """Clause text, cleaned again on its way to print: whatever once stored it, print trusts nobody."""
    return mark_safe(sanitise(html))  # noqa: S308 - marked safe by the sanitiser


def _flow(flow: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **flow,
        "from": names[flow["sender"]],
        "to": [names[key] for key in flow["recipients"]],
        "items_shared": flow["items"],
        "control_word": "" if flow.get("control", "separate") == "separate" else CONTROL[flow["control"]],
        "identifiable_word": WORDS.get(flow["identifiability"], flow["identifiability"]),
    }


def _refusal(flow: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **flow,
        "from": names.get(flow["sender"], flow["sender"]),
        "to": [names.get(key, key) for key in flow["recipients"]],
        "by": names.get(flow["party"], flow["party"]),
    }


def _records(snapshot: Snapshot, parties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The legal record, a group a party, in the order of the parties."""
    grouped = []
    for party in parties:
        records = [_record(record) for record in snapshot["legal_record"] if record["party"] == party["key"]]
        if records:
            grouped.append({"party": party, "records": records})
    return grouped


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **record,
        "conclusion": CONCLUSIONS.get(record["end"], record["end"]),
        "on": day(record["concluded_on"]),
        "steps": [{**step, "day": day(step["on"])} for step in record["steps"]],
    }
