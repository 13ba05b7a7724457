"""Uploading a register: the dry run, the officer's word, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.uploads import receives_files
from protocols.errors import Refused
from protocols.forms.elsewhere import UploadForm
from protocols.forms.refusing import add_refusal
from protocols.loader.elsewhere.reading import MOST_BYTES
from protocols.models import AgreementUpload
from protocols.services.elsewhere.importing import counted, left_out
from protocols.services.elsewhere.uploads import dry_run, import_upload, keep_upload, sheet_of
from protocols.views.elsewhere.fetching import serving

ROWS = 100


@receives_files(limit=MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file. It is read, and kept for its dry run."""
    capacity, partnership = serving(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            kept = keep_upload(
                by=capacity,
                partnership=partnership,
                register=form.cleaned_data["register"],
                name=given.name,
                content=given.read(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("protocols:elsewhere_check", upload=kept.pk)
    status = 422 if form.errors else 200
    return render(request, "protocols/elsewhere/upload.html", {"form": form, "partnership": partnership}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, upload: UUID) -> HttpResponse:
    """What each row would become; by POST, the word to import it, which counts once; then what came of it."""
    capacity, partnership = serving(request)
    uploads = AgreementUpload.objects.select_related("partnership").filter(partnership=partnership)
    found = get_object_or_404(uploads, pk=upload)
    if request.method == "POST":
        try:
            import_upload(by=capacity, upload=found)
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect("protocols:elsewhere_check", upload=found.pk)
    if found.done_at is not None:
        return render(request, "protocols/elsewhere/imported.html", {"upload": found})
    verdicts = dry_run(by=capacity, upload=found)
    doubtful = request.GET.get("show") == "doubtful"
    shown = [verdict for verdict in verdicts if verdict.doubts] if doubtful else verdicts
    context = {
        "upload": found,
        "sheet": sheet_of(found),
        "counts": counted(verdicts),
        "left_out": left_out(partnership, found.register, verdicts),
        "total": len(verdicts),
        "writes": any(verdict.writes for verdict in verdicts),
        "page": Paginator(shown, ROWS).get_page(request.GET.get("page")),
        "query": "show=doubtful&" if doubtful else "",
        "doubtful": doubtful,
    }
    return render(request, "protocols/elsewhere/check.html", context)
