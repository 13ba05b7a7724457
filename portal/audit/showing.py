"""A part of the trail as a page, narrowed and paged, or as a file; for the views of the rooms."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from portal.audit.forms import NarrowForm
from portal.audit.trails import SHEET_ROWS, Events, Line, csv_lines, json_lines, workbook
from portal.file_kinds import FileKind
from portal.pacing.limits import MADE, refusal

A_PAGE = 50
Organisations = Sequence[tuple[int, str]]


def trail_context(request: HttpRequest, events: Events, organisations: Organisations = ()) -> dict[str, Any]:
    """What `audit/_trail.html` needs: the form, a page of lines, and what stands in the address besides the page.

    `organisations` are those to narrow to, by key and name, where the trail is of several.
    """
    form = _form(request, organisations)
    page = Paginator(form.narrowing().of(events).order_by("-sequence"), A_PAGE).get_page(request.GET.get("page"))
    kept = [(name, value) for name, value in request.GET.items() if name not in ("page", "as") and value]
    return {
        "form": form,
        "events": page,
        "lines": [Line(event) for event in page],
        "query": f"{urlencode(kept)}&" if kept else "",
        "narrowed": bool(kept),
        "sheet_rows": SHEET_ROWS if page.paginator.count > SHEET_ROWS else 0,
    }


def _form(request: HttpRequest, organisations: Organisations) -> NarrowForm:
    return NarrowForm(request.GET or None, organisations=organisations)


def trail_file(
    request: HttpRequest, events: Events, *, about: str, name: str, organisations: Organisations = ()
) -> HttpResponseBase | None:
    """The narrowed events as the file that the address asks for (`as=csv`, `xlsx` or `json`); None for a page."""
    ending = request.GET.get("as", "")
    if ending and (refused := refusal(request, MADE)):
        return refused
    narrowed = _form(request, organisations).narrowing().of(events)
    answer: HttpResponseBase
    if ending == "csv":
        answer = StreamingHttpResponse(csv_lines(narrowed.order_by("sequence")), content_type="text/csv; charset=utf-8")
    elif ending == "json":
        lines = json_lines(narrowed.order_by("sequence"), about)
        answer = StreamingHttpResponse(lines, content_type="application/json")
    elif ending == "xlsx":
        content = BytesIO(workbook(narrowed.order_by("-sequence")))
        answer = FileResponse(content, content_type=FileKind.XLSX.media_type)
    else:
        return None
    answer["Content-Disposition"] = f'attachment; filename="{name}-audit-trail.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
