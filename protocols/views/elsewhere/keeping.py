"""What the officer sets for an agreement made elsewhere, its files, and taking it out again."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.govuk.days import day
from portal.pacing.limits import FILES, paced
from portal.uploads import receives_files
from protocols.errors import Conflict, Refused
from protocols.forms.elsewhere import AgreementForm, AttachForm, TakeOutForm, initial_of
from protocols.forms.refusing import add_refusal
from protocols.models import Agreement
from protocols.queries.elsewhere.agreements import files_for, was_taken_out
from protocols.services.elsewhere.keeping import MOST_FILE, Chosen, attach_file, change_agreement, remove_file
from protocols.services.elsewhere.removing import take_out_agreement
from protocols.views.elsewhere.fetching import agreement_or_404, kept_agreement, serving
from protocols.views.fetching import capacity_of
from protocols.views.rows import Difference


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the review date, the legal power, and whether the public may read it."""
    capacity, agreement = kept_agreement(request, pk)
    data = request.POST if request.method == "POST" else None
    form = AgreementForm(data, initial=initial_of(agreement))
    context: dict[str, object] = {"agreement": agreement}
    status = 200
    if form.is_bound and form.is_valid():
        chosen, revision = form.chosen(), form.cleaned_data["revision"]
        try:
            change_agreement(by=capacity, agreement=agreement, chosen=chosen, revision=revision)
        except Conflict as conflict:
            fresh = agreement_or_404(request, pk)
            context, status = {"agreement": fresh, "differences": _differences(form, fresh, chosen)}, 409
            form = AgreementForm({**request.POST.dict(), "revision": str(fresh.revision)})
            form.is_valid()
            form.add_error(None, conflict.sentence)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The review date, legal power and publication are saved.")
            return redirect("protocols:elsewhere_agreement", pk=pk)
    status = 422 if form.errors and status == 200 else status
    return render(request, "protocols/elsewhere/change.html", {**context, "form": form}, status=status)


def _differences(form: AgreementForm, fresh: Agreement, chosen: Chosen) -> list[Difference]:
    """What stands beside what was chosen, where they differ."""
    words = dict(form.fields["gateway"].choices)  # type: ignore[attr-defined]
    pairs = [
        ("review_on", day(fresh.review_on) or "Not set", day(chosen.review_on) or "Not set"),
        ("gateway", words.get(fresh.gateway, fresh.gateway), words.get(chosen.gateway, "")),
        ("is_public", "Yes" if fresh.is_public else "No", "Yes" if chosen.is_public else "No"),
    ]
    return [Difference(str(form.fields[name].label), theirs, yours) for name, theirs, yours in pairs if theirs != yours]


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
@paced(FILES)
def file(request: HttpRequest, pk: int, file: UUID) -> FileResponse:
    """Download an attached file; it is never shown inside a page."""
    found = get_object_or_404(files_for(capacity_of(request)), pk=file, agreement_id=pk)
    response = FileResponse(found.open(), as_attachment=True, filename=found.given_name, content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
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


@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an agreement out, with a reason, after asking once. Where it is out already, that is no error."""
    _, partnership = serving(request)
    if request.method == "POST" and was_taken_out(partnership, pk):
        messages.success(request, "That agreement was taken out already.")
        return redirect("protocols:elsewhere")
    capacity, agreement = kept_agreement(request, pk)
    form = TakeOutForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            take_out_agreement(by=capacity, agreement=agreement, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"“{agreement.title}” is taken out. The audit trail keeps what it said, and why.")
            return redirect("protocols:elsewhere")
    context = {"form": form, "agreement": agreement, "files": agreement.files.count()}
    return render(request, "protocols/elsewhere/take_out.html", context, status=422 if form.errors else 200)
