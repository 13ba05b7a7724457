"""The data flows as a table that is edited like a spreadsheet: thirty rows a page, saved with one button."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from partners.models import Role
from portal.columns import Column
from portal.numbers import whole
from protocols import permissions
from protocols.errors import Conflict, NotAllowed, Refused
from protocols.forms.flow_tables import ReadRow, RowReader
from protocols.loader.flow_tables import CELLS
from protocols.models import DataFlow, Party, ProtocolVersion
from protocols.queries.flow_tables import cells_of, choices_of, open_flows
from protocols.queries.parties import parties_of
from protocols.queries.pinned import pinned_to_flows
from protocols.queries.protocols import address_of
from protocols.services.flows import FLOWS, save_flow
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404
from protocols.views.flows import said
from protocols.views.rows import Difference, compared

ROWS_A_PAGE, NEW_ROWS, MOST_ROWS = 30, 3, 40
"""Rows on a page, empty ones at its foot, and the most that a pasted block may make of both.

The most stays below the number of fields that one form may send (DATA_UPLOAD_MAX_NUMBER_FIELDS).
"""
NEW_ROW = re.compile(r"n([1-9]\d?)-nonce")


@dataclass(frozen=True)
class Cell:
    """One cell on the page: its column, its own name, what stands in it, what is wrong with it, what it may say."""

    column: Column
    name: str
    value: str
    error: str
    options: Sequence[str]


@dataclass(frozen=True)
class Row:
    """One row on the page. `was` marks what the cells said when it was shown; `asked` counts the comments on it.

    `why_not` says why it is not theirs.
    """

    name: str
    label: str
    cells: Sequence[Cell]
    nonce: UUID
    was: str
    revision: int | None = None
    number: int | None = None
    error: str = ""
    why_not: str = ""
    asked: int = 0
    differences: Sequence[Difference] = field(default_factory=tuple)


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show the rows; by POST, save those that were changed. A row in error keeps what was typed and stops no other."""
    version = version_or_404(request, reference, number)
    parties, flows = list(parties_of(version)), open_flows(version)
    part = Paginator(flows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    if request.method != "POST":
        return _page(request, version, parties, part, {}, [])
    failed, count = _save(request, version, RowReader(parties), part)
    if count:
        noun = "1 row is" if count == 1 else f"{count} rows are"
        messages.success(request, f"{noun} saved.")
    elif not failed:
        messages.info(request, "Nothing had changed.")
    if not failed:
        return redirect(f"{address_of('flow_table', version)}?page={part.number}")
    part = Paginator(open_flows(version), ROWS_A_PAGE).get_page(part.number)
    known = {row.flow.pk: row for row in failed if row.flow}
    return _page(request, version, parties, part, known, [row for row in failed if row.flow is None])


def _save(
    request: HttpRequest, version: ProtocolVersion, reader: RowReader, part: "Page[DataFlow]"
) -> tuple[list[ReadRow], int]:
    """Save each row that was changed, one by one; those refused, and how many were saved."""
    failed, count = [], 0
    for row in _sent(request.POST, list(part.object_list)):
        reader.read(row)
        if row.content is not None and row.is_changed:
            try:
                save_flow(
                    by=capacity_of(request), version=version, content=row.content, flow=row.flow,
                    revision=row.revision, nonce=row.nonce,
                )  # fmt: skip
                count += 1
            except Conflict as conflict:
                row.revision, row.errors[""] = conflict.revision, conflict.sentence
            except Refused as refused:
                row.refuse(refused)
        if row.errors:
            failed.append(row)
    return failed, count


def _sent(post: Mapping[str, str], flows: Sequence[DataFlow]) -> list[ReadRow]:
    """The rows that were changed on the page, and the new ones in which something was written."""
    rows = []
    for flow in flows:
        name = f"f{flow.pk}"
        cells = _posted(post, name)
        if f"{name}-was" in post and post[f"{name}-was"] != mark_of(cells):
            revision = post.get(f"{name}-revision", "")
            rows.append(ReadRow(name, cells, uuid4(), flow, whole(revision)))
    for place in sorted(int(found[1]) for name in post if (found := NEW_ROW.fullmatch(name))):
        cells, nonce = _posted(post, f"n{place}"), _nonce(post[f"n{place}-nonce"])
        if nonce is not None and post.get(f"n{place}-was") != mark_of(cells):
            rows.append(ReadRow(f"n{place}", cells, nonce))
    return rows


def _posted(post: Mapping[str, str], name: str) -> dict[str, str]:
    return {column.key: post.get(f"{name}-{column.key}", "").replace("\r\n", "\n").strip() for column in CELLS}


def _nonce(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def mark_of(cells: Mapping[str, str]) -> str:
    """A short mark of what the cells of a row say, so that a row nobody touched is left alone."""
    said = json.dumps([cells.get(column.key, "").strip() for column in CELLS])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _page(
    request: HttpRequest, version: ProtocolVersion, parties: list[Party], part: "Page[DataFlow]",
    failed: Mapping[int, ReadRow], new: Sequence[ReadRow],
) -> HttpResponse:  # fmt: skip
    capacity, options, asked = capacity_of(request), choices_of(parties), pinned_to_flows(version)
    rows = [
        replace(_flow_row(flow, failed.get(flow.pk), options, capacity), asked=len(asked.get(flow.number, ())))
        for flow in part.object_list
    ]
    by_name = {row.name: row for row in new}
    last = max([NEW_ROWS, *(int(name[1:]) for name in by_name)])
    fresh = [_new_row(place, by_name.get(f"n{place}"), options) for place in range(1, last + 1)]
    context: dict[str, Any] = {
        "columns": CELLS,
        "rows": rows,
        "fresh": fresh,
        "part": part,
        "most_rows": MOST_ROWS,
        "errors": [one for row in (*rows, *fresh) for one in _errors(row)],
        "options": options,
        "why_not": permissions.why_not(capacity, version, Action.EDIT_FLOWS),
    }
    return page(request, version, "protocols/flow_tables/table.html", status=422 if failed or new else 200, **context)


def _flow_row(flow: DataFlow, failed: ReadRow | None, options: Mapping[str, list[str]], capacity: Role) -> Row:
    """A flow as it stands, or as it was typed where that was refused; then with what it says now, if it differs."""
    name, now = f"f{flow.pk}", cells_of(flow)
    typed, errors = (failed.cells, failed.errors) if failed else (now, {})
    differences: Sequence[Difference] = ()
    if failed and failed.form is not None and failed.content is not None and failed.errors.get(""):
        differences = compared(flow, failed.form, said)
    return Row(
        name=name, number=flow.number, label=f"Flow {flow.number}", nonce=uuid4(), was=mark_of(now),
        cells=[_cell(name, column, typed, errors, options) for column in CELLS], error=errors.get("", ""),
        revision=failed.revision if failed else flow.revision, differences=differences,
        why_not=_why_not_theirs(capacity, flow),
    )  # fmt: skip


def _new_row(place: int, failed: ReadRow | None, options: Mapping[str, list[str]]) -> Row:
    name, typed = f"n{place}", failed.cells if failed else {}
    errors = failed.errors if failed else {}
    return Row(
        name=name, label=f"New flow {place}", nonce=failed.nonce if failed else uuid4(), was=mark_of({}),
        cells=[_cell(name, column, typed, errors, options) for column in CELLS], error=errors.get("", ""),
    )  # fmt: skip


def _cell(
    name: str, column: Column, typed: Mapping[str, str], errors: Mapping[str, str], options: Mapping[str, list[str]]
) -> Cell:
    value, words = typed.get(column.key, ""), options.get(column.heading, [])
    return Cell(column, f"{name}-{column.key}", value, errors.get(column.key, ""), words)


def _why_not_theirs(capacity: Role, flow: DataFlow) -> str:
    try:
        FLOWS.check_row(capacity, flow)
    except NotAllowed as refused:
        return refused.sentence
    return ""


def _errors(row: Row) -> list[dict[str, str]]:
    """What is wrong in a row, each with the cell that it is about."""
    found = [{"text": f"{row.label}: {row.error}", "href": f"#{row.name}"}] if row.error else []
    for cell in row.cells:
        if cell.error:
            found.append({"text": f"{row.label}, {cell.column.heading}: {cell.error}", "href": f"#{cell.name}"})
    return found
