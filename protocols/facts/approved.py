"""What a party approved, and what of it has changed since: from two frozen contents alone, without the database.

An approval covers the whole text, the particulars, the overarching version stood under, and the parties as bodies; of
the rest it covers the party's own: the flows that it sends or receives, its legal record, the risks that it owns or
that nobody owns. A senior information risk owner is asked about every risk that stays high, and so covers these too.
Who holds a post, and the days on which steps were answered, are no part of what is approved; nor is the number by
which a text names its own version, such as “NV-0002, version 2”, for that changes with every version.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partners.roles import RoleKind
from protocols.kinds import HIGH_FROM

Content = Mapping[str, Any]
PARTICULARS = (
    "title", "tier", "theme", "partnership", "purpose", "starts_on", "ends_on", "review_on", "publication",
    "commencement",
)  # fmt: skip
POSTS = ("dpo", "signatory")
COUNTED = ("clause", "flow", "step of its legal record", "risk", "party", "flow left out")
"""The kinds of part that there can be several of, in the order in which they are told."""


@dataclass(frozen=True)
class Change:
    """One part of what was approved that is new, changed or gone. `name` says which, such as "clause 3, Breaches"."""

    part: str
    key: str
    name: str
    word: str

    def __str__(self) -> str:
        return f"{self.name}: {self.word}"


@dataclass(frozen=True)
class _Part:
    part: str
    name: str
    says: object


def changes_since(old: Content, new: Content, *, party: str, post: RoleKind) -> list[Change]:
    """What differs, in the newer content, of all that a party's approval in a post covers; empty where it stands."""
    olds = {(one.part, key): one for key, one in _covered(old, party, post)}
    news = {(one.part, key): one for key, one in _covered(new, party, post)}
    found = [
        Change(one.part, key, one.name, "new" if (one.part, key) not in olds else "changed")
        for (_, key), one in news.items()
        if (one.part, key) not in olds or olds[one.part, key].says != one.says
    ]
    found += [Change(part, key, one.name, "gone") for (part, key), one in olds.items() if (part, key) not in news]
    return found + _moved(old, new)


def summary(changes: Sequence[Change]) -> str:
    """The changes counted, such as "3 clauses changed, 1 flow new"; empty without any."""
    said = []
    for part in COUNTED:
        for word in ("changed", "new", "gone"):
            count = sum(1 for one in changes if (one.part, one.word) == (part, word))
            if count:
                said.append(f"{count} {_plural(part, count)} {word}")
    return ", ".join([*said, *(f"{one.name} {one.word}" for one in changes if one.part not in COUNTED)])


def _plural(part: str, count: int) -> str:
    first, *rest = part.split(" ")
    one = first if count == 1 else "parties" if first == "party" else f"{first}s"
    return " ".join([one, *rest])


def _covered(content: Content, party: str, post: RoleKind) -> Iterator[tuple[str, _Part]]:
    protocol = content["protocol"]
    yield "", _Part("particulars", "the particulars", {name: protocol.get(name) for name in PARTICULARS})
    yield "", _Part("parent", "the overarching protocol", content.get("parent"))
    if content.get("instrument"):
        yield "", _Part("terms", "the terms of the document", content["instrument"])
    for section in content["sections"]:
        says = {name: section.get(name) for name in ("title", "html", "inherited_html", "schedule", "replaces")}
        says["html"] = _unnumbered(protocol, says["html"])
        yield section["id"], _Part("clause", f"clause {section['number']}, {section['title']}", says)
    for one in content["parties"]:
        yield one["key"], _Part("party", one["short_name"], {k: v for k, v in one.items() if k not in POSTS})
    for flow in content.get("flows", ()):
        if concerns(flow, party):
            yield str(flow["number"]), _Part("flow", f"flow {flow['number']}, {flow['title']}", dict(flow))
    for flow in content.get("refused_flows", ()):
        if concerns(flow, party):
            yield str(flow["number"]), _Part("flow left out", f"flow {flow['number']}, {flow['title']}", dict(flow))
    yield from _legal(content, party)
    for risk in content.get("risks", ()):
        if risk["owner"] in (party, None) or (post is RoleKind.SIRO and stays_high(risk)):
            yield str(risk["number"]), _Part("risk", f"risk {risk['number']}, {risk['title']}", dict(risk))


def _unnumbered(protocol: Mapping[str, Any], words: str | None) -> str | None:
    """The words of a clause without the number by which they name their own version."""
    reference, number = protocol.get("reference"), protocol.get("version")
    if not (words and reference and number):
        return words
    return re.sub(rf"({re.escape(str(reference))},? version) {number}\b", r"\1", words)


def concerns(flow: Mapping[str, Any], party: str) -> bool:
    """Whether a party sends or receives a flow."""
    return flow["sender"] == party or party in flow["recipients"]


def stays_high(risk: Mapping[str, Any]) -> bool:
    """Whether a frozen risk is high after what is done about it."""
    return bool(risk["likelihood_after"] * risk["severity_after"] >= HIGH_FROM)


def step_key(record: Mapping[str, Any], step: Mapping[str, Any]) -> str:
    """The name of a step among all the steps of a legal record: party, flows and step."""
    return f"{record['party']}:{'+'.join(str(number) for number in record['flows'])}:{step['id']}"


def _legal(content: Content, party: str) -> Iterator[tuple[str, _Part]]:
    for record in content.get("legal_record", ()):
        if record["party"] != party:
            continue
        flows = ", ".join(str(number) for number in record["flows"])
        says = {name: record.get(name) for name in ("checklist", "end", "flags", "gateways", "limits")}
        yield step_key(record, {"id": ""}), _Part("legal record", f"the legal record of flow {flows}", says)
        for step in record["steps"]:
            answered = {name: step.get(name) for name in ("question", "answer", "reason", "laws")}
            answered["files"] = [(file["name"], file["sha256"], file["shows"]) for file in step.get("evidence", ())]
            name = f"step {step['id']} of flow {flows}"
            yield step_key(record, step), _Part("step of its legal record", name, answered)


def _moved(old: Content, new: Content) -> list[Change]:
    """The clauses that both have, in another order."""
    orders = [[section["id"] for section in content["sections"]] for content in (old, new)]
    both = set(orders[0]) & set(orders[1])
    first, second = ([one for one in order if one in both] for order in orders)
    return [] if first == second else [Change("order", "", "the order of the clauses", "changed")]
