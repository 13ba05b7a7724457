"""Beginning a protocol as a copy of another, and confirming what was copied."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols import permissions
from protocols.errors import Refused
from protocols.forms.particulars import CopyForm
from protocols.forms.refusing import add_refusal
from protocols.models import ProtocolVersion
from protocols.queries.parties import members
from protocols.queries.protocols import address_of
from protocols.queries.rechecks import recheck_of, rechecks_of
from protocols.services.reusing import Copied, confirm_copied, copy_protocol
from protocols.states import Action
from protocols.texts.known import listing
from protocols.views.creating import officer_or_404, parents_for, proposing
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The particulars of a protocol that begins from this one; then what has to be looked at again in it."""
    capacity, version = officer_or_404(request), version_or_404(request, reference, number)
    parents = parents_for(capacity, version.template_version)
    if parents == []:
        messages.error(request, "No overarching protocol is in force for a copy to stand under. Begin with that.")
        return redirect("protocols:new")
    form = CopyForm(
        request.POST or None,
        parents=parents,
        members=members(capacity.partnership_id),
        initial={
            "title": version.title,
            "purpose": version.purpose,
            "partners": [str(key) for key in version.parties.values_list("partner_id", flat=True)],
        },
    )
    if form.is_valid():
        try:
            copied = copy_protocol(
                by=capacity,
                version=version,
                particulars=form.particulars(),
                parent=form.stands_under,
                nonce=form.once,
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            _tell(request, version, copied)
            return redirect(_next(copied.version, form))
    context = {"form": form, "source": version}
    return render(request, "protocols/copy.html", context, status=422 if form.errors else 200)


@require_safe
def copied(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What came from another protocol, and what of it still has to be looked at again."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    if version.copied_from_id is None:
        raise Http404
    shown = rechecks_of(version)
    return page(
        request,
        version,
        "protocols/copied.html",
        waiting=[one for one in shown if one.is_open],
        done=[one for one in shown if not one.is_open],
        is_officer=permissions.is_officer_of(capacity, version),
        why_not=permissions.why_not(capacity, version, Action.CONFIRM_COPIED),
    )


@require_POST
def confirm(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Say that one part was looked at."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    recheck = recheck_of(version, pk)
    if recheck is None:
        raise Http404
    try:
        confirm_copied(by=capacity, recheck=recheck)
    except Refused as refused:
        say_refused(request, refused)
    return redirect(address_of("copied", version))


def _tell(request: HttpRequest, source: ProtocolVersion, copied: Copied) -> None:
    messages.success(request, f"{copied.version.protocol.reference} is begun as a copy of {source}.")
    if copied.parties_left_out:
        who = listing(list(copied.parties_left_out))
        messages.warning(request, f"Left out, as no approved member of the partnership any more: {who}.")
    if copied.flows_left_out:
        flows = listing(list(copied.flows_left_out))
        messages.warning(request, f"Left out, because nobody is left to send or to receive: {flows}.")


def _next(version: ProtocolVersion, form: CopyForm) -> str:
    """To the parties, where others were ticked than were copied; else to what has to be looked at again."""
    present = set(version.parties.values_list("partner_id", flat=True))
    wanted = [partner for partner in form.taking_part if partner.pk not in present]
    return proposing(version, wanted) if wanted else address_of("copied", version)
