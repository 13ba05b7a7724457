"""Yearly statements of adherence: who has given them, one of them to give or to read, and all of them as files."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from portal.pacing.limits import MADE, paced
from portal.table_files import handed_out
from protocols.errors import Refused
from protocols.forms.adherence import CorrectionForm, StatementForm
from protocols.forms.refusing import add_refusal
from protocols.models import Adherence, ProtocolVersion
from protocols.queries.adherence import beginning_of, statements_csv, statements_of, statements_workbook, years_of
from protocols.queries.protocols import address_of
from protocols.services.adherence.giving import correct_statement, give_statement, why_not_correct, why_not_give
from protocols.views.fetching import capacity_of, page, version_or_404


@require_safe
def years(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Year by year, which partners have given their statement and which have not."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    found = years_of(version)
    return page(request, version, "protocols/adherence/years.html", tab="review", years=found, capacity=capacity)


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """One statement: its form until it is given, then what was stated."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    found = _statement_or_404(version, pk)
    if found.is_given and request.method != "POST":
        later = Adherence.objects.filter(corrects=found).first()
        return page(
            request, version, "protocols/adherence/given.html", tab="review", one=found, later=later,
            may_correct=why_not_correct(capacity, found) is None,
        )  # fmt: skip
    begins = beginning_of(found)
    asked = [one["words"] for one in found.undertakings] if found.is_given else begins.undertakings
    initial = {"staff_briefed": begins.staff_briefed or None, "incidents": begins.incidents}
    form = StatementForm(request.POST or None, undertakings=asked, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            give_statement(by=capacity, statement=found, given=form.statement())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"The statement of {found.partner} is given.")
            return redirect(address_of("adherence", version))
    return page(
        request, version, "protocols/adherence/give.html", one=found, form=form,
        why_not=why_not_give(capacity, found), status=422 if form.errors else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Putting a statement right by another; the first is kept."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    found = _statement_or_404(version, pk)
    asked = [one["words"] for one in found.undertakings]
    form = CorrectionForm(request.POST or None, undertakings=asked, initial=CorrectionForm.beginning(found))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data["correction"]
        try:
            later = correct_statement(by=capacity, statement=found, given=form.statement(), correction=said)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"The statement of {found.partner} is corrected. The first is kept.")
            return redirect(address_of("statement", version, later.pk))
    return page(
        request, version, "protocols/adherence/correct.html", one=found, form=form,
        why_not=why_not_correct(capacity, found), status=422 if form.errors else 200,
    )  # fmt: skip


@require_safe
@paced(MADE)
def as_csv_file(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The statements as CSV."""
    version = version_or_404(request, reference, number)
    return handed_out(statements_csv(version), f"{version.protocol.reference}-adherence.csv")


@require_safe
@paced(MADE)
def as_workbook_file(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The statements as an Excel workbook."""
    version = version_or_404(request, reference, number)
    return handed_out(statements_workbook(version), f"{version.protocol.reference}-adherence.xlsx")


def _statement_or_404(version: ProtocolVersion, pk: int) -> Adherence:
    found = statements_of(version).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
