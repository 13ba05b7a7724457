"""What the officer sets for an agreement made elsewhere, and its files."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.uploads import receives_files
from protocols.errors import Refused
from protocols.forms.elsewhere import AgreementForm, AttachForm, initial_of
from protocols.forms.refusing import add_refusal
from protocols.queries.elsewhere.agreements import files_for
from protocols.services.elsewhere.keeping import MOST_FILE, attach_file, change_agreement, remove_file
from protocols.views.elsewhere.fetching import kept_agreement
from protocols.views.fetching import capacity_of


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the review date, the legal power, and whether the public may read it."""
    capacity, agreement = kept_agreement(request, pk)
    data = request.POST if request.method == "POST" else None
    form = AgreementForm(data, initial=initial_of(agreement))
    if form.is_bound and form.is_valid():
        try:
            change_agreement(by=capacity, agreement=agreement, chosen=form.chosen())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The review date, legal power and publication are saved.")
            return redirect("protocols:elsewhere_agreement", pk=pk)
    context = {"form": form, "agreement": agreement}
    return render(request, "protocols/elsewhere/change.html", context, status=422 if form.errors else 200)


@receives_files(limit=MOST_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a scanned or signed PDF."""
    capacity, agreement = kept_agreement(request, pk)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["document"]
        try:
            kept = attach_file(
                by=capacity,
                agreement=agreement,
                title=form.cleaned_data["title"],
                name=given.name,
                content=given.read(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"“{kept}” is attached.")
            return redirect("protocols:elsewhere_agreement", pk=pk)
    context = {"form": form, "agreement": agreement}
    return render(request, "protocols/elsewhere/attach.html", context, status=422 if form.errors else 200)


@require_safe
def file(request: HttpRequest, pk: int, file: UUID) -> FileResponse:
    """Download an attached file; it is never shown inside a page."""
    found = get_object_or_404(files_for(capacity_of(request)), pk=file, agreement_id=pk)
    response = FileResponse(found.open(), as_attachment=True, filename=found.given_name, content_type="application/pdf")
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, file: UUID) -> HttpResponse:
    """Remove an attached file, after asking once."""
    capacity, agreement = kept_agreement(request, pk)
    found = agreement.files.filter(pk=file).first()
    if request.method == "POST":
        if found is not None:
            remove_file(by=capacity, file=found)
            messages.success(request, f"“{found}” is removed.")
        return redirect("protocols:elsewhere_agreement", pk=pk)
    found = found or get_object_or_404(agreement.files, pk=file)
    return render(request, "protocols/elsewhere/remove.html", {"agreement": agreement, "file": found})
