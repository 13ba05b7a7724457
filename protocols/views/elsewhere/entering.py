"""One agreement made elsewhere, entered by hand or changed where it was."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.govuk.days import day
from portal.uploads import receives_files
from protocols.errors import Conflict, Refused
from protocols.forms.entering import EntryForm, NewEntryForm, initial_of_entry
from protocols.forms.refusing import add_refusal
from protocols.loader.elsewhere.columns import BY_KEY
from protocols.loader.elsewhere.days import day_of
from protocols.models import Agreement
from protocols.services.elsewhere.entering import Entry, enter_agreement, field_of, rewrite_agreement
from protocols.services.elsewhere.keeping import MOST_FILE
from protocols.views.elsewhere.fetching import agreement_or_404, kept_agreement, serving
from protocols.views.rows import Difference


@receives_files(limit=MOST_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The form of one agreement, with its PDF; saved again with the same words, it is the one that is there."""
    capacity, partnership = serving(request)
    form = NewEntryForm(request.POST, request.FILES) if request.method == "POST" else NewEntryForm()
    if form.is_bound and form.is_valid():
        try:
            made = enter_agreement(
                by=capacity,
                partnership=partnership,
                entry=form.entry(),
                is_public=form.cleaned_data["is_public"],
                scan=form.scan(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"“{made.title}” is saved.")
            return redirect("protocols:elsewhere_agreement", pk=made.pk)
    context = {"form": form, "partnership": partnership}
    return render(request, "protocols/elsewhere/entry.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """What an agreement says, to be changed; where somebody else changed it meanwhile, both are shown."""
    capacity, agreement = kept_agreement(request, pk)
    if not agreement.is_by_hand:
        raise Http404
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial_of_entry(agreement))
    context: dict[str, object] = {"agreement": agreement, "partnership": agreement.partnership}
    status = 200
    if form.is_bound and form.is_valid():
        entry = form.entry()
        try:
            rewrite_agreement(by=capacity, agreement=agreement, entry=entry, revision=form.cleaned_data["revision"])
        except Conflict as conflict:
            fresh = agreement_or_404(request, pk)
            context["differences"], status = _differences(form, fresh, entry), 409
            form = EntryForm({**request.POST.dict(), "revision": str(fresh.revision)})
            form.is_valid()
            form.add_error(None, conflict.sentence)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The agreement is saved.")
            return redirect("protocols:elsewhere_agreement", pk=pk)
    status = 422 if form.errors and status == 200 else status
    return render(request, "protocols/elsewhere/entry.html", {**context, "form": form}, status=status)


def _differences(form: EntryForm, fresh: Agreement, entry: Entry) -> list[Difference]:
    """The fields in which what stands differs from what was typed."""
    pairs = [("register", fresh.register, entry.register)]
    pairs += [(field_of(key), fresh.cells.get(key, ""), entry.cells.get(key, "")) for key in BY_KEY]
    return [
        Difference(str(form.fields[name].label), _said(name, theirs), _said(name, yours))
        for name, theirs, yours in pairs
        if theirs != yours.replace("\r\n", "\n").strip()
    ]


def _said(name: str, cell: str) -> str:
    return day(day_of(cell)[0]) if name.endswith("_date") else cell
