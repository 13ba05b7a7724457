"""Data flows from a file or a spreadsheet: what each row would become, then all of them; and out again as a file."""

from collections.abc import Mapping
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from portal.columns import Table, laid_over, sent_again
from portal.numbers import LONGEST
from portal.pacing.limits import MADE, paced
from portal.sheets import MOST_BYTES, Line, NotATable, read_text
from portal.table_files import TableFileForm, faults_of, handed_out, revisions_seen
from portal.uploads import receives_files
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.flow_tables import ReadRow, RowReader
from protocols.loader.flow_tables import BY_KEY, table_of
from protocols.models import ProtocolVersion
from protocols.queries.flow_tables import cells_of, csv_of, open_flows, workbook_of
from protocols.queries.parties import parties_of
from protocols.queries.protocols import address_of
from protocols.services.flow_tables import WantedFlow, save_all
from protocols.services.flows import FLOWS
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404

NO_HEADINGS = (
    "No row of headings was found. The first row names the columns: Name, From, To and so on. "
    "Download the flows as a file to see them all."
)


@receives_files(limit=MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Choose a file or paste; then what each row would become. Nothing is saved until that is confirmed."""
    version = version_or_404(request, reference, number)
    why_not = permissions.why_not(capacity_of(request), version, Action.EDIT_FLOWS)
    if request.method == "POST" and not why_not and "seed" in request.POST:
        return _confirmed(request, version)
    form = TableFileForm(request.POST, request.FILES) if request.method == "POST" else TableFileForm()
    if form.is_bound and not why_not and form.is_valid():
        try:
            return _checked(request, version, _table(form.lines()), uuid4(), {})
        except NotATable as refused:
            form.refuse(refused)
    status = 422 if form.is_bound else 200
    return page(request, version, "protocols/flow_tables/upload.html", form=form, why_not=why_not, status=status)


@require_safe
@paced(MADE)
def as_csv(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The flows as CSV."""
    version = version_or_404(request, reference, number)
    return handed_out(csv_of(version), _named(version, "csv"))


@require_safe
@paced(MADE)
def as_workbook(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The flows as an Excel workbook, which can be filled in and sent back."""
    version = version_or_404(request, reference, number)
    return handed_out(workbook_of(version, list(parties_of(version))), _named(version, "xlsx"))


def _named(version: ProtocolVersion, ending: str) -> str:
    return f"{version.protocol.reference}-v{version.number}-flows.{ending}"


def _table(lines: list[Line]) -> Table:
    found = table_of(lines)
    if found is None:
        raise NotATable(NO_HEADINGS)
    if not found.rows:
        raise NotATable("There is no row under the headings. Add one for each flow.")
    return found


def _confirmed(request: HttpRequest, version: ProtocolVersion) -> HttpResponse:
    """Read the same rows again and save them all; a second time changes nothing."""
    try:
        seed, read = UUID(request.POST["seed"]), _table(read_text(request.POST.get("text", "")))
    except (ValueError, NotATable):
        messages.error(request, "What was confirmed could not be read. Choose the file again.")
        return redirect(address_of("flow_upload", version))
    seen = revisions_seen(request.POST)
    rows = _rows(request, version, read, seed, seen)
    if any(row.errors for row in rows):
        return _checked(request, version, read, seed, seen)
    wanted = [
        WantedFlow(row.content, row.nonce, row.flow, row.revision) for row in rows if row.content and row.is_changed
    ]
    try:
        saved = save_all(by=capacity_of(request), version=version, wanted=wanted)
    except Refused as refused:
        messages.error(request, f"Nothing was saved. {refused.sentence}")
        return redirect(address_of("flow_upload", version))
    noun = "1 flow is" if len(saved) == 1 else f"{len(saved)} flows are"
    messages.success(request, f"{noun} saved." if saved else "Nothing had changed.")
    return redirect(address_of("flows", version))


def _checked(
    request: HttpRequest, version: ProtocolVersion, read: Table, seed: UUID, seen: Mapping[str, int]
) -> HttpResponse:
    """The dry run: what each row would become, and what is wrong by row and column."""
    rows = _rows(request, version, read, seed, seen)
    context = {
        "rows": rows,
        "faults": [fault for row in rows for fault in faults_of(row.name, row.errors, BY_KEY)],
        "unknown": read.unknown,
        "counts": {
            "added": sum(row.flow is None for row in rows),
            "changed": sum(row.flow is not None and row.is_changed for row in rows),
            "same": sum(row.flow is not None and row.content is not None and not row.is_changed for row in rows),
        },
        "text": sent_again(read, BY_KEY),
        "seed": seed,
    }
    status = 422 if context["faults"] else 200
    return page(request, version, "protocols/flow_tables/check.html", status=status, **context)


def _rows(
    request: HttpRequest, version: ProtocolVersion, read: Table, seed: UUID, seen: Mapping[str, int]
) -> list[ReadRow]:
    """Each row with what it says; a row with the number of a flow changes that one, in the columns that are there."""
    reader, flows = RowReader(list(parties_of(version))), {flow.number: flow for flow in open_flows(version)}
    rows, taken = [], set()
    for line, cells in read.rows:
        said = cells.get("number", "").strip()
        flow = flows.get(int(said)) if said.isdecimal() and len(said) <= LONGEST else None
        whole = laid_over(cells, cells_of(flow) if flow else {})
        revision = seen.get(f"seen-{flow.pk}", flow.revision) if flow else None
        row = ReadRow(f"{line}", whole, uuid5(seed, str(line)), flow, revision)
        if said and flow is None:
            row.errors["number"] = f"There is no flow {said} that can be changed. Leave the number out to add a flow."
        elif said in taken:
            row.errors["number"] = f"Flow {said} stands in an earlier row too. Keep one of them."
        if said:
            taken.add(said)
        reader.read(row)
        _refuse_strangers(request, version, row)
        rows.append(row)
    return rows


def _refuse_strangers(request: HttpRequest, version: ProtocolVersion, row: ReadRow) -> None:
    try:
        if row.flow is not None:
            FLOWS.check_row(capacity_of(request), row.flow)
        if row.content is not None:
            FLOWS.check_content(capacity_of(request), version, row.content)
    except Refused as refused:
        row.refuse(refused)
