"""The report on benefits, costs and barriers: over all protocols that the reader may see, on a page and as files."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.file_kinds import FileKind
from protocols.queries.case_reports import case_report, report_csv, report_workbook
from protocols.views.fetching import capacity_of


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What all of it comes to by group and by kind, then protocol by protocol."""
    found = case_report(capacity_of(request))
    return render(request, "protocols/case/report.html", {"report": found, "case": found.case})


@require_safe
def as_csv_file(request: HttpRequest) -> FileResponse:
    """The report as CSV."""
    return _handed_out(report_csv(case_report(capacity_of(request))), "csv", "text/csv; charset=utf-8")


@require_safe
def as_workbook_file(request: HttpRequest) -> FileResponse:
    """The report as an Excel workbook."""
    return _handed_out(report_workbook(case_report(capacity_of(request))), "xlsx", FileKind.XLSX.media_type)


def _handed_out(content: bytes, ending: str, kind: str) -> FileResponse:
    name = f"benefits-costs-barriers.{ending}"
    response = FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    return response
