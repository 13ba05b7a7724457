"""The texts of a protocol by name, redlines between any two of them on a page and as PDF, and putting one back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.pacing.limits import FILES, MADE, paced
from portal.personal_data import find_personal_data
from protocols import permissions
from protocols.documents.redlining import shown_clauses
from protocols.errors import Conflict, Refused
from protocols.forms.redlines import CompareForm, NameTextForm, RestoreForm
from protocols.forms.refusing import add_refusal
from protocols.models import ProtocolVersion
from protocols.queries.made_files import file_of
from protocols.queries.protocols import address_of
from protocols.queries.redlines import (
    Comparison,
    compare_sides,
    comparison_to_restore,
    file_for,
    kept_text,
    returnable,
    sides_for,
    wanted_redline,
)
from protocols.services.made_files import ask_for_redline
from protocols.services.named_texts import fingerprint_of, name_text, restore
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404, warn_of_people
from protocols.views.made_files import hand_out


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Every text that can be compared, two of them to choose; a form to name the text as it is now."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    form = NameTextForm(request.POST or None)
    if form.is_valid():
        try:
            named = name_text(by=capacity, version=version, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"The text as it is now is named {named}.")
            warn_of_people(request, find_personal_data(named.name))
            return redirect(address_of("texts", version))
    sides = sides_for(capacity, version)
    return page(
        request,
        version,
        "protocols/redlines/texts.html",
        tab="history",
        form=form,
        compare_form=CompareForm(sides=sides, initial=_usual(version)),
        kept=[side for side in sides if side.at and side.version == version],
        returnable=returnable(version),
        why_not=permissions.why_not(capacity, version, Action.EDIT_TEXT),
        status=422 if form.errors else 200,
    )


@require_safe
@paced(MADE)
def compare(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The redline between two texts: what changed first, then the whole text, or with `?only=changed` what changed."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    form = CompareForm(request.GET or None, sides=sides_for(capacity, version), initial=_usual(version))
    if not form.is_valid():
        return _choose(request, version, form)
    before, after = form.pair()
    comparison = compare_sides(before, after)
    only_changed = request.GET.get("only") == "changed"
    return page(
        request,
        version,
        "protocols/redlines/compare.html",
        tab="history",
        form=form,
        before=before,
        after=after,
        pair={"from": before.key, "to": after.key},
        only_changed=only_changed,
        file=file_of(wanted_redline(version, comparison)),
        **_redline(comparison, version, only_changed=only_changed),
    )


@require_POST
@paced(MADE)
def ask_for_file(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Have a redline made as a PDF."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    form = CompareForm(request.POST, sides=sides_for(capacity, version))
    if not form.is_valid():
        return _choose(request, version, form)
    before, after = form.pair()
    ask_for_redline(by=capacity, version=version, before=before, after=after)
    return redirect(f"{address_of('compare', version)}?{urlencode({'from': before.key, 'to': after.key})}")


@require_safe
@paced(FILES)
def file(request: HttpRequest, reference: str, number: int, pk: UUID) -> HttpResponseBase:
    """A redline as a PDF."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    found = file_for(capacity, version, pk)
    if found is None:
        raise Http404
    name = f"{reference}-v{number}-redline-{found.sha256[:8]}.pdf"
    pair = urlencode({"from": found.before, "to": found.after})
    return hand_out(request, found, name=name, back=f"{address_of('compare', version)}?{pair}")


@require_http_methods(["GET", "HEAD", "POST"])
def put_back(request: HttpRequest, reference: str, number: int, kept: str) -> HttpResponse:
    """What putting back a text that was named or submitted would change, and doing it."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    text = kept_text(capacity, version, kept)
    if text is None:
        raise Http404
    form = RestoreForm(request.POST or None, initial={"fingerprint": fingerprint_of(version)})
    status = 200
    if form.is_valid():
        try:
            changed = restore(by=capacity, text=text, fingerprint=form.cleaned_data["fingerprint"])
        except Conflict as conflict:
            form = RestoreForm({"fingerprint": fingerprint_of(version)})
            form.is_valid()
            form.add_error(None, conflict.sentence)
            status = 409
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = f"The text {text.spoken} is back. The text that it replaced has a name too, below."
            same = f"The text {text.spoken} stands there already. Nothing was changed."
            messages.success(request, said if changed else same)
            return redirect(address_of("texts", version))
    return page(
        request,
        version,
        "protocols/redlines/put_back.html",
        text=text,
        form=form,
        why_not=permissions.why_not(capacity, version, Action.EDIT_TEXT),
        status=422 if form.errors and status == 200 else status,
        **_redline(comparison_to_restore(version, text), version),
    )


def _choose(request: HttpRequest, version: ProtocolVersion, form: CompareForm) -> HttpResponse:
    """The choice of two texts: asked for, or to be made again."""
    status = 422 if form.errors else 200
    return page(request, version, "protocols/redlines/choose.html", tab="history", form=form, status=status)


def _usual(version: ProtocolVersion) -> dict[str, str]:
    """What people mostly want to compare: a new version with the one before it, a first one with its template."""
    before = f"version-{version.number - 1}" if version.number > 1 else f"template-{version.number}"
    return {"from": before, "to": f"version-{version.number}"}


def _redline(comparison: Comparison, version: ProtocolVersion, *, only_changed: bool = False) -> dict[str, Any]:
    """What the pages show of a redline."""
    clauses = shown_clauses(comparison.text, elsewhere=address_of("text", version), only_changed=only_changed)
    return {
        "comparison": comparison,
        "counts": comparison.text.counts,
        "clauses": clauses,
        "touched": [one for one in clauses if one.redline.is_touched],
    }
