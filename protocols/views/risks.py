"""The risk register of a version: the tab with its pictures, the form of one risk, and the starter risks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols import permissions
from protocols.errors import Refused
from protocols.forms.risks import RiskForm, initial_of
from protocols.kinds import LIKELIHOODS, SEVERITIES
from protocols.models import Risk
from protocols.queries.news import news_for
from protocols.queries.protocols import address_of
from protocols.queries.risks import register_for, risks_of, starters_left
from protocols.services.risks import RISKS, add_starters
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404
from protocols.views.rows import RowPages


def said(name: str, value: object) -> str:
    """One field of a risk in words."""
    if name == "owner" and value is None:
        return "Nobody yet"
    if isinstance(value, int):
        return f"{value} {(LIKELIHOODS if name.startswith('likelihood') else SEVERITIES)[value]}"
    return str(value)


PAGES = RowPages(
    rows=RISKS,
    form=RiskForm,
    found_in=risks_of,
    initial_of=initial_of,
    said=said,
    tab="risks",
    template="protocols/risks/risk.html",
    asks="protocols/risks/delete.html",
)


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
        news=news_for(version, capacity),
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
    return PAGES.add(request, version_or_404(request, reference, number))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """A risk as it stands, to be changed."""
    return PAGES.change(request, version_or_404(request, reference, number), pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Ask once, then delete."""
    version = version_or_404(request, reference, number)
    why_not = permissions.why_not(capacity_of(request), version, Action.EDIT_RISKS)
    return PAGES.delete(request, version, pk, why_not=why_not)


def _added(made: list[Risk]) -> str:
    if not made:
        return "The register has these starter risks already."
    told = f"{made[0]} is added." if len(made) == 1 else f"{len(made)} starter risks are added."
    return f"{told} Change what does not fit, and say who owns each."
