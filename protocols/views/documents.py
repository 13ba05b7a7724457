"""Handing out files, to those whose they are."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.headers import shown_in_our_pages
from portal.pacing.limits import FILES, paced
from portal.storing.handing import handed_out
from protocols.models import Document
from protocols.queries.awaited import is_awaited, snapshot_of
from protocols.queries.documents import document_at, documents_for, file_name, media_type
from protocols.queries.protocols import address_of
from protocols.views.fetching import capacity_of, version_or_404
from protocols.views.made_files import BEING_MADE
from protocols.views.openings import note_opened

Kind = Document.Kind
AWAITED = {
    "approval-copy": Kind.APPROVAL_COPY,
    "for-signing": Kind.FOR_SIGNING,
    "signed": Kind.SIGNED,
    "receipt": Kind.RECEIPT,
}
"""The files that the portal makes by itself, by the word in their address."""


@require_safe
@shown_in_our_pages
@paced(FILES)
def document(request: HttpRequest, reference: str, number: int, pk: UUID) -> HttpResponseBase:
    """One file, shown in the browser, or downloaded with `?download=1`; named for what it is."""
    file = document_at(capacity_of(request), reference, number, pk)
    if file is None:
        raise Http404
    note_opened(request, file)
    download = "download" in request.GET
    return handed_out(file.name, name=file_name(file), media_type=media_type(file), download=download)


@require_safe
def awaited(request: HttpRequest, reference: str, number: int, pk: int, what: str) -> HttpResponse:
    """The way to a file that the portal makes by itself; word that it is being made (202) until it is there."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    snapshot, kind = snapshot_of(version, capacity, pk), AWAITED.get(what)
    if snapshot is None or kind is None:
        raise Http404
    file = documents_for(capacity).filter(snapshot=snapshot, kind=kind).first()
    if file is None and not is_awaited(snapshot, kind):
        raise Http404
    if file is None:
        return render(
            request, "components/being_made.html", {"back": address_of("version", version)}, status=BEING_MADE
        )
    if request.method == "HEAD":
        return HttpResponse()  # a page only asks: nobody has opened the file
    return redirect(f"{address_of('document', version, file.pk)}?download=1")
