"""The risk register of a version: the tab with its pictures, the form of one risk, and the starter risks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols import permissions
from protocols.errors import Conflict, Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.risks import RiskForm, initial_of
from protocols.models import ProtocolVersion, Risk
from protocols.queries.parties import parties_of
from protocols.queries.protocols import address_of
from protocols.queries.risks import register_for, risks_of, starters_left
from protocols.services.risks import add_starters, delete_risk, save_risk
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404
from protocols.views.risk_conflicts import compared


@require_safe
def risk_list(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Both pictures, every risk, and the starter risks not taken over yet."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    why_not = permissions.why_not(capacity, version, Action.EDIT_RISKS)
    return page(
        request,
        version,
        "protocols/risks/tab.html",
        tab="risks",
        register=register_for(version),
        starters=[] if why_not else starters_left(version),
        why_not=why_not,
    )


@require_POST
def take_over(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Add one starter risk, or all that are offered, to the register."""
    version = version_or_404(request, reference, number)
    ids = request.POST.getlist("starter")
    try:
        made = add_starters(by=capacity_of(request), version=version, ids=None if "all" in ids else ids)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, _added(made))
    return redirect(address_of("risks", version))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A risk of the parties' own."""
    version = version_or_404(request, reference, number)
    form = RiskForm(request.POST or None, parties=list(parties_of(version)))
    return _saved(request, version, form, None) or _form_page(request, version, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """A risk as it stands, to be changed."""
    version = version_or_404(request, reference, number)
    risk = _risk_or_404(version, pk)
    form = RiskForm(request.POST or None, parties=list(parties_of(version)), initial=initial_of(risk))
    return _saved(request, version, form, risk) or _form_page(request, version, form, risk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Ask once, then delete. Deleting what is already gone is no error."""
    version = version_or_404(request, reference, number)
    risk = risks_of(version).filter(pk=pk).first()
    if risk is None and request.method != "POST":
        raise Http404
    if request.method != "POST":
        why_not = permissions.why_not(capacity_of(request), version, Action.EDIT_RISKS)
        return page(request, version, "protocols/risks/delete.html", risk=risk, why_not=why_not)
    try:
        if risk is not None:
            delete_risk(by=capacity_of(request), risk=risk)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, f"{risk} is deleted." if risk else "That risk was deleted already.")
    return redirect(address_of("risks", version))


def _added(made: list[Risk]) -> str:
    if not made:
        return "The register has these starter risks already."
    told = f"{made[0]} is added." if len(made) == 1 else f"{len(made)} starter risks are added."
    return f"{told} Change what does not fit, and say who owns each."


def _risk_or_404(version: ProtocolVersion, pk: int) -> Risk:
    risk = risks_of(version).filter(pk=pk).first()
    if risk is None:
        raise Http404
    return risk


def _saved(request: HttpRequest, version: ProtocolVersion, form: RiskForm, risk: Risk | None) -> HttpResponse | None:
    """Save what was posted and go to the register; None where there is a form to show."""
    if not (form.is_bound and form.is_valid()):
        return None
    given = form.cleaned_data
    try:
        saved = save_risk(
            by=capacity_of(request),
            version=version,
            content=form.content(),
            risk=risk,
            revision=given["revision"],
            nonce=given["nonce"],
        )
    except Conflict as conflict:
        assert risk is not None
        fresh = _risk_or_404(version, risk.pk)
        again = _with_revision(form, fresh)
        again.add_error(None, conflict.sentence)
        return _form_page(request, version, again, fresh, differences=compared(fresh, form), status=409)
    except Refused as refused:
        add_refusal(form, refused)
        return None
    messages.success(request, f"{saved} is saved.")
    return redirect(address_of("risks", version))


def _with_revision(form: RiskForm, risk: Risk) -> RiskForm:
    """The same form made from the risk as it is now: saving it again is a choice made knowingly."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["revision"] = str(risk.revision)
    again = RiskForm(data, parties=list(form.parties.values()))
    again.is_valid()
    return again


def _form_page(
    request: HttpRequest, version: ProtocolVersion, form: RiskForm, risk: Risk | None, **context: Any
) -> HttpResponse:
    status = context.pop("status", 422 if form.errors else 200)
    why_not = permissions.why_not(capacity_of(request), version, Action.EDIT_RISKS)
    return page(
        request, version, "protocols/risks/risk.html", form=form, risk=risk, why_not=why_not, status=status, **context
    )
