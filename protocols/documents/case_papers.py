"""The case as it is frozen for its two printed pages, and the pages made from that."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from protocols.documents.case import BarrierLine, Board, Case, CaseLine, GroupCase, KindCase, print_case
from protocols.documents.typesetting import Typeset
from protocols.kinds import BarrierKind, CaseGroup


def papers_of(case: Case, board: Board, on: date) -> dict[str, Any]:
    """All that the two pages are made from, of plain values alone."""
    groups = [{**asdict(one), "group": one.group.value} for one in case.groups]
    kinds = [{**asdict(one), "kind": one.kind.value} for one in case.kinds]
    return {"groups": groups, "kinds": kinds, "board": asdict(board), "on": on.isoformat()}


def print_papers(papers: Mapping[str, Any], *, identifier: str = "") -> Typeset:
    """The two pages. `identifier` fixes the file's id. Raises RenderingError where they cannot be set."""
    case = Case([_group(one) for one in papers["groups"]], [_kind(one) for one in papers["kinds"]])
    return print_case(case, Board(**papers["board"]), date.fromisoformat(papers["on"]), identifier=identifier)


def _group(one: Mapping[str, Any]) -> GroupCase:
    lines = {side: [CaseLine(**line) for line in one[side]] for side in ("benefits", "costs")}
    return GroupCase(**{**one, **lines, "group": CaseGroup(one["group"])})


def _kind(one: Mapping[str, Any]) -> KindCase:
    return KindCase(
        **{**one, "kind": BarrierKind(one["kind"]), "lines": [BarrierLine(**line) for line in one["lines"]]}
    )
