"""The case for a version: the tab with its picture, the forms of one row of it, and the two printed pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.mail.services import absolute_url
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.case import BarrierForm, CaseForm, initial_of_barrier, initial_of_entry
from protocols.kinds import BarrierKind, CaseGroup
from protocols.models import Barrier, CaseEntry, ProtocolVersion
from protocols.queries.case import barriers_of, case_of, entries_of, shown_kinds, starters_left
from protocols.queries.made_files import Wanted, file_of, wanted_case
from protocols.queries.news import news_for
from protocols.queries.personal_data import in_words
from protocols.queries.protocols import address_of
from protocols.services.case import BARRIERS, CASE, add_starters
from protocols.services.made_files import ask_for_file
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404
from protocols.views.made_files import hand_out
from protocols.views.rows import RowPages

CHOICES = {
    "side": dict(CaseEntry.Side.choices),
    "group": dict(CaseGroup.choices()),
    "unit": dict(CaseEntry.Unit.choices),
    "per": dict(CaseEntry.Per.choices),
    "kind": dict(BarrierKind.choices()),
    "standing": dict(Barrier.Standing.choices),
}


def said(name: str, value: object) -> str:
    """One field of an entry or a barrier in words."""
    if name == "owner" and value is None:
        return "Nobody yet"
    if value is None:
        return ""
    return str(CHOICES.get(name, {}).get(str(value), value))


ENTRIES = RowPages(
    rows=CASE,
    form=CaseForm,
    found_in=entries_of,
    initial_of=initial_of_entry,
    said=said,
    tab="case",
    template="protocols/case/entry.html",
    asks="protocols/case/entry_delete.html",
    people=lambda row: in_words((row.title, row.description, row.measured)),
)
BARRIER_PAGES = RowPages(
    rows=BARRIERS,
    form=BarrierForm,
    found_in=barriers_of,
    initial_of=initial_of_barrier,
    said=said,
    tab="case",
    template="protocols/case/barrier.html",
    asks="protocols/case/barrier_delete.html",
    people=lambda row: in_words((row.title, row.description, row.done)),
)


@require_safe
def case(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who gains and who pays, the seven barriers, and what is usual in the theme."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    why_not = permissions.why_not(capacity, version, Action.EDIT_CASE)
    found = case_of(version)
    return page(
        request,
        version,
        "protocols/case/tab.html",
        tab="case",
        news=news_for(version, capacity),
        case=found,
        kinds=shown_kinds(version, found),
        starters=[] if why_not else starters_left(version),
        file=file_of(_wanted(version)) if found else None,
        why_not=why_not,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def printed(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The case on two pages as it is now; by POST, having it made."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    wanted, back = _wanted(version), f"{address_of('case', version)}#as-a-pdf"
    if request.method == "POST":
        ask_for_file(by=capacity, wanted=wanted)
        return redirect(back)
    return hand_out(request, file_of(wanted), name=f"{reference}-v{number}-the-case.pdf", back=back)


@require_POST
def take_over(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Add one starter, or all that are offered."""
    version = version_or_404(request, reference, number)
    ids = request.POST.getlist("starter")
    try:
        made = add_starters(by=capacity_of(request), version=version, ids=None if "all" in ids else ids)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, _added(made))
    return redirect(address_of("case", version))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A benefit or a cost of the parties' own; the address may say of which side and group."""
    initial = {name: request.GET.get(name, "") for name in ("side", "group")}
    return ENTRIES.add(request, version_or_404(request, reference, number), initial)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """A benefit or a cost as it stands, to be changed."""
    return ENTRIES.change(request, version_or_404(request, reference, number), pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Ask once, then delete."""
    version = version_or_404(request, reference, number)
    why_not = permissions.why_not(capacity_of(request), version, Action.EDIT_CASE)
    return ENTRIES.delete(request, version, pk, why_not=why_not)


@require_http_methods(["GET", "HEAD", "POST"])
def add_barrier(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A barrier that was met or is expected; the address may say of which kind."""
    initial = {"kind": request.GET.get("kind", "")}
    return BARRIER_PAGES.add(request, version_or_404(request, reference, number), initial)


@require_http_methods(["GET", "HEAD", "POST"])
def change_barrier(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """A barrier as it stands, to be changed."""
    return BARRIER_PAGES.change(request, version_or_404(request, reference, number), pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete_barrier(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Ask once, then delete."""
    version = version_or_404(request, reference, number)
    why_not = permissions.why_not(capacity_of(request), version, Action.EDIT_CASE)
    return BARRIER_PAGES.delete(request, version, pk, why_not=why_not)


def _wanted(version: ProtocolVersion) -> Wanted:
    """The two pages as they would be made today."""
    return wanted_case(version, absolute_url(address_of("case", version)), timezone.localdate())


def _added(made: list[CaseEntry]) -> str:
    if not made:
        return "The case has these already."
    told = f"{made[0]} is added." if len(made) == 1 else f"{len(made)} benefits and costs are added."
    return f"{told} Change what does not fit, and say how anybody will know."
