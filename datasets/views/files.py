"""A partner's catalogue from a file, and out again: what each row would become first, then all of them."""

from collections.abc import Mapping
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from datasets.errors import Refused
from datasets.forms.files import ReadRow, read_row
from datasets.loader import BY_KEY, NAMES
from datasets.models import Dataset
from datasets.queries.tables import catalogue_of, cells_of, csv_of, retired_names, workbook_of
from datasets.services.writing import WantedDataset, save_all
from datasets.views.fetching import capacity_of, partner_of, writer_or_404
from partners.models import Partner
from portal.columns import Table, laid_over, sent_again, table_under
from portal.pacing.limits import MADE, paced
from portal.sheets import MOST_BYTES, Line, NotATable, read_text
from portal.table_files import TableFileForm, faults_of, handed_out, revisions_seen
from portal.uploads import receives_files

NO_HEADINGS = (
    "No row of headings was found. The first row names the columns: Name, What it is, What counts and so on. "
    "Download the catalogue as a file to see them all."
)


@receives_files(limit=MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file or paste; then what each row would become. Nothing is saved until that is confirmed."""
    partner = partner_of(writer_or_404(request))
    if request.method == "POST" and "seed" in request.POST:
        return _confirmed(request, partner)
    form = TableFileForm(request.POST, request.FILES) if request.method == "POST" else TableFileForm()
    if form.is_bound and form.is_valid():
        try:
            return _checked(request, partner, _table(form.lines()), uuid4(), {})
        except NotATable as refused:
            form.refuse(refused)
    context = {"form": form, "partner": partner}
    return render(request, "datasets/upload.html", context, status=422 if form.is_bound else 200)


@require_safe
@paced(MADE)
def as_csv(request: HttpRequest) -> FileResponse:
    """One's own partner's catalogue as CSV."""
    partner = partner_of(capacity_of(request))
    return handed_out(csv_of(partner), f"{partner.slug}-data-sets.csv")


@require_safe
@paced(MADE)
def as_workbook(request: HttpRequest) -> FileResponse:
    """One's own partner's catalogue as an Excel workbook, which can be filled in and sent back."""
    partner = partner_of(capacity_of(request))
    return handed_out(workbook_of(partner), f"{partner.slug}-data-sets.xlsx")


def _table(lines: list[Line]) -> Table:
    found = table_under(lines, NAMES)
    if found is None or "name" not in found.columns:
        raise NotATable(NO_HEADINGS)
    if not found.rows:
        raise NotATable("There is no row under the headings. Add one for each data set.")
    return found


def _confirmed(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Read the same rows again and save them all; a second time changes nothing."""
    try:
        seed, read = UUID(request.POST["seed"]), _table(read_text(request.POST.get("text", "")))
    except (ValueError, NotATable):
        messages.error(request, "What was confirmed could not be read. Choose the file again.")
        return redirect("datasets:upload")
    seen = revisions_seen(request.POST)
    rows = _rows(partner, read, seed, seen)
    if any(row.errors for row in rows):
        return _checked(request, partner, read, seed, seen)
    wanted = [
        WantedDataset(row.content, row.nonce, row.dataset, row.revision)
        for row in rows
        if row.content and row.is_changed
    ]
    try:
        written = save_all(by=writer_or_404(request), partner=partner, wanted=wanted)
    except Refused as refused:
        messages.error(request, f"Nothing was saved. {refused.sentence}")
        return redirect("datasets:upload")
    noun = "1 data set is" if written == 1 else f"{written} data sets are"
    messages.success(request, f"{noun} saved." if written else "Nothing had changed.")
    return redirect("datasets:list")


def _checked(request: HttpRequest, partner: Partner, read: Table, seed: UUID, seen: Mapping[str, int]) -> HttpResponse:
    """The dry run: what each row would become, and what is wrong by row and column."""
    rows = _rows(partner, read, seed, seen)
    faults = [fault for row in rows for fault in faults_of(row.name, row.errors, BY_KEY)]
    context = {
        "partner": partner,
        "rows": rows,
        "faults": faults,
        "unknown": read.unknown,
        "counts": {
            "added": sum(row.dataset is None for row in rows),
            "changed": sum(row.dataset is not None and row.is_changed for row in rows),
            "same": sum(row.dataset is not None and row.content is not None and not row.is_changed for row in rows),
        },
        "text": sent_again(read, BY_KEY),
        "seed": seed,
    }
    return render(request, "datasets/check.html", context, status=422 if faults else 200)


def _rows(partner: Partner, read: Table, seed: UUID, seen: Mapping[str, int]) -> list[ReadRow]:
    """Each row with what it says; a row with the name of a data set changes that one, in the columns that are there."""
    known: dict[str, Dataset] = {one.name.casefold(): one for one in catalogue_of(partner)}
    retired = retired_names(partner)
    rows: list[ReadRow] = []
    taken: set[str] = set()
    for line, cells in read.rows:
        name = cells.get("name", "").strip().casefold()
        dataset = known.get(name)
        whole = laid_over(cells, cells_of(dataset) if dataset else {})
        revision = seen.get(f"seen-{dataset.pk}", dataset.revision) if dataset else None
        row = ReadRow(f"{line}", whole, uuid5(seed, str(line)), dataset, revision)
        if name in taken:
            row.errors["name"] = "This name stands in an earlier row too. Keep one of them."
        elif name in retired:
            row.errors["name"] = "A data set of this name is retired. Bring it back first, or use another name."
        taken |= {name} - {""}
        rows.append(read_row(row))
    return rows
