"""The clause library: the clauses of a partnership, one of them, saving one, putting one into a section."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.models import Partnership, Role
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.clauses import SaveClauseForm, SeekForm, themes
from protocols.forms.refusing import add_refusal
from protocols.models import SavedClause
from protocols.queries.clauses import clauses_of, found_clauses, uses_of
from protocols.queries.protocols import address_of
from protocols.services.clauses import put_in, retire_clause, save_clause
from protocols.states import Action
from protocols.views.elsewhere.fetching import serving
from protocols.views.fetching import capacity_of, page, say_refused, section_or_404

ROWS = 20


@require_safe
def clause_list(request: HttpRequest) -> HttpResponse:
    """The library, narrowed by words and theme."""
    _, partnership = serving(request)
    context = {**_sought(request, partnership), "partnership": partnership}
    return render(request, "protocols/clauses/list.html", context)


@require_safe
def clause(request: HttpRequest, pk: int) -> HttpResponse:
    """One clause: its wording, when to use it, and where it was put in."""
    capacity, found = _clause_or_404(request, pk)
    context = {"clause": found, "uses": uses_of(capacity, found), "theme": dict(themes()).get(found.theme, "")}
    return render(request, "protocols/clauses/clause.html", context)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a clause out of use."""
    capacity, found = _clause_or_404(request, pk)
    try:
        retire_clause(by=capacity, clause=found)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, f"“{found}” is retired. Texts that have it stay as they are.")
    return redirect("protocols:clause", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, reference: str, number: int, section_id: str) -> HttpResponse:
    """Save a section's own text to the library."""
    capacity, found = capacity_of(request), section_or_404(request, reference, number, section_id)
    if not permissions.is_officer_of(capacity, found.version):
        raise Http404
    form = SaveClauseForm(request.POST or None, initial={"title": found.title, "theme": found.version.protocol.theme})
    if form.is_bound and form.is_valid():
        try:
            saved = save_clause(by=capacity, section=found, given=form.content(), nonce=form.cleaned_data["nonce"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"“{saved}” is in the clause library.")
            return redirect("protocols:clause", saved.pk)
    status = 422 if form.errors else 200
    return page(request, found.version, "protocols/clauses/save.html", form=form, section=found, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, reference: str, number: int, section_id: str) -> HttpResponse:
    """Look for a clause; by POST, put it at the end of the section, as a save."""
    capacity, found = capacity_of(request), section_or_404(request, reference, number, section_id)
    version = found.version
    why_not = permissions.why_not(capacity, version, Action.EDIT_TEXT)
    if request.method == "POST":
        pk, revision = (request.POST.get(name, "") for name in ("clause", "revision"))
        wanted = clauses_of(version.protocol.partnership).filter(pk=pk if _is_number(pk) else 0)
        chosen = get_object_or_404(wanted.select_related("partnership")) if why_not is None else wanted.first()
        try:
            if chosen is None:
                raise Http404
            put_in(by=capacity, clause=chosen, section=found, revision=int(revision) if _is_number(revision) else 0)
        except Refused as refused:
            say_refused(request, refused)
            return redirect(address_of("clause_choose", version, section_id))
        messages.success(request, f"“{chosen}” stands at the end of this clause now. Read it through.")
        return redirect(address_of("section", version, section_id))
    context = _sought(request, version.protocol.partnership) if why_not is None else {}
    return page(request, version, "protocols/clauses/choose.html", section=found, why_not=why_not, **context)


def _sought(request: HttpRequest, partnership: Partnership) -> dict[str, object]:
    """The clauses found, and what was asked for."""
    sought = SeekForm(request.GET).sought()
    asked = {"words": sought.words, "theme": sought.theme, **({"retired": "1"} if sought.retired else {})}
    rows = Paginator(found_clauses(partnership, sought), ROWS).get_page(request.GET.get("page"))
    names = dict(themes())
    return {
        "rows": rows,
        "listed": [(one, names.get(one.theme, "")) for one in rows],
        "asked": sought,
        "narrowed": bool(sought.words or sought.theme),
        "themes": themes(),
        "query": urlencode(asked) + "&",
    }


def _clause_or_404(request: HttpRequest, pk: int) -> tuple[Role, SavedClause]:
    """A clause of the officer's own partnership."""
    capacity, partnership = serving(request)
    clauses = clauses_of(partnership).select_related("partnership", "came_from__version__protocol")
    return capacity, get_object_or_404(clauses, pk=pk)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 10
