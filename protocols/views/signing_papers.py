"""Pages signed on paper: handed in by one person, accepted or refused by another."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from portal.headers import shows_a_file
from portal.uploads import receives_files
from protocols.errors import Refused
from protocols.forms.arranging import PaperForm, RefusePaperForm
from protocols.forms.refusing import add_refusal
from protocols.models import PaperSignature
from protocols.queries.documents import media_type
from protocols.services.signing_papers import LIMIT, accept_paper, bring_paper, refuse_paper, why_not_second
from protocols.states import Action
from protocols.views.guests import arranged_for
from protocols.views.signings import at, signing_at


@receives_files(limit=LIMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Hand in the scan of a page signed on paper."""
    where = at(request, reference, number)
    signing = signing_at(where)
    parties = arranged_for(where, signing)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(*posted, parties=parties)
    if request.method == "POST" and form.is_valid():
        try:
            paper = bring_paper(
                by=where.capacity, signing=signing, party=form.chosen_party(), sha256=form.cleaned_data["printed"],
                page=form.page(),
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The page is handed in. Another person accepts it before it counts.")
            return redirect(where.url("paper", paper.pk))
    why_not = where.why_not(Action.BRING_PAPER)
    return where.show(
        "protocols/signing/bring_paper.html", form=form, parties=parties, why_not=why_not, file=signing.current
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """One page signed on paper, with its scan; whoever may accepts or refuses it."""
    where = at(request, reference, number)
    found = PaperSignature.objects.filter(
        pk=pk, signing__snapshot__version=where.version, signing__snapshot__instrument=where.instrument
    ).select_related(
        "party__partner", "scan", "brought_by__person", "brought_by__partner", "brought_by__partnership",
        "decided_by__person", "signing__current", "signing__snapshot__version__protocol",
        "signing__snapshot__instrument",
    )  # fmt: skip
    held = found.first()
    if held is None:
        raise Http404
    accepts = request.POST.get("act") == "accept"
    form = RefusePaperForm(request.POST if request.method == "POST" and not accepts else None)
    if request.method == "POST":
        try:
            if accepts:
                accept_paper(by=where.capacity, paper=held, sha256=request.POST.get("sha256", ""))
                messages.success(request, f"The page is accepted: {held.party} has signed.")
                return redirect(where.signing_url)
            if form.is_valid():
                refuse_paper(by=where.capacity, paper=held, reason=form.cleaned_data["reason"])
                messages.success(request, "The page is refused. Another can be handed in.")
                return redirect(where.url("paper", pk))
        except Refused as refused:
            add_refusal(form, refused) if form.is_bound else messages.error(request, refused.sentence)
    waiting = held.accepted_at is None and held.refused_at is None
    why_not = where.why_not(Action.ACCEPT_PAPER) or why_not_second(where.capacity, held)
    is_picture = media_type(held.scan).startswith("image/")
    show = where.show if is_picture else shows_a_file(where.show)
    return show(
        "protocols/signing/paper.html", form=form, paper=held, waiting=waiting, why_not=why_not, is_picture=is_picture
    )
