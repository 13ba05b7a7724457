"""The report on benefits, costs and barriers: over all protocols that the reader may see, on a page and as files."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.pacing.limits import MADE, paced
from portal.table_files import handed_out
from protocols.queries.case_reports import case_report, report_csv, report_workbook
from protocols.views.fetching import capacity_of

NAME = "benefits-costs-barriers"


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What all of it comes to by group and by kind, then protocol by protocol."""
    found = case_report(capacity_of(request))
    return render(request, "protocols/case/report.html", {"report": found, "case": found.case})


@require_safe
@paced(MADE)
def as_csv_file(request: HttpRequest) -> FileResponse:
    """The report as CSV."""
    return handed_out(report_csv(case_report(capacity_of(request))), f"{NAME}.csv")


@require_safe
@paced(MADE)
def as_workbook_file(request: HttpRequest) -> FileResponse:
    """The report as an Excel workbook."""
    return handed_out(report_workbook(case_report(capacity_of(request))), f"{NAME}.xlsx")
