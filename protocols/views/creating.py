"""Beginning a protocol: which template, its particulars, and first what may already do what it is for."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from datasets.models import Dataset
from datasets.queries.catalogue import visible_to
from partners.models import Partner, Role
from portal.numbers import whole
from protocols.errors import NotAllowed, Refused
from protocols.forms.particulars import CreateForm
from protocols.forms.refusing import add_refusal
from protocols.models import ProtocolVersion, TemplateVersion
from protocols.permissions import check_create
from protocols.queries.alike import Found, Wanted, alike_to
from protocols.queries.parties import members
from protocols.queries.protocols import address_of, in_force
from protocols.queries.templates import offered_template, offered_templates
from protocols.services.creating import create_protocol
from protocols.views.fetching import capacity_of
from protocols.views.joining import joined_with

STEPS = ("csrfmiddlewaretoken", "seen", "back")


@require_safe
def choose_template(request: HttpRequest) -> HttpResponse:
    """The templates: the overarching one, and one a theme where there is something to stand under."""
    capacity = officer_or_404(request)
    context = {
        "templates": offered_templates(),
        "parents": list(in_force(capacity.partnership_id)),
        "partnership": capacity.partnership,
        "from_word": request.GET.get("from") == "word",
        "carried": request.GET.urlencode(),
        "datasets": asked_for(request, capacity),
    }
    return render(request, "protocols/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """The particulars of a new protocol; then what is like it, if anything is; then on to choosing its parties."""
    capacity = officer_or_404(request)
    template = offered_template(slug)
    if template is None:
        raise Http404
    parents = parents_for(capacity, template)
    if parents == []:
        return redirect("protocols:new")
    datasets = asked_for(request, capacity)
    told: dict[str, object] = {"purpose": request.GET.get("purpose", "")[:5000]}
    told["partners"] = [str(dataset.partner_id) for dataset in datasets]
    taking_part = members(capacity.partnership_id)
    form = CreateForm(request.POST or None, parents=parents, members=taking_part, initial=told)
    if form.is_valid() and "back" not in request.POST:
        found = _alike(request, capacity, template, form, datasets)
        if found:
            return _before_you_begin(request, capacity, template, found)
        try:
            made = create_protocol(
                by=capacity,
                template=template,
                particulars=form.particulars(),
                parent=form.stands_under,
                nonce=form.once,
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            if request.GET.get("from") == "word":
                messages.success(request, f"{made.protocol.reference} is begun. Next, send the Word file.")
                return redirect(address_of("word", made))
            messages.success(request, f"{made.protocol.reference} is begun. Next, choose the parties to it.")
            return redirect(proposing(made, form.taking_part))
    context = {"form": form, "heading": template.template.title, "caption": "New protocol"}
    return render(request, "protocols/create.html", context, status=422 if form.errors else 200)


def officer_or_404(request: HttpRequest) -> Role:
    """The officer who asks. Raises Http404 for anybody else: these pages are not theirs."""
    capacity = capacity_of(request)
    try:
        check_create(capacity)
    except NotAllowed:
        raise Http404 from None
    return capacity


def parents_for(capacity: Role, template: TemplateVersion) -> list[ProtocolVersion] | None:
    """The overarching versions to stand under; None for a template that stands under none."""
    return list(in_force(capacity.partnership_id)) if template.template.theme else None


def proposing(version: ProtocolVersion, partners: Sequence[Partner]) -> str:
    """The address of the page that asks for the parties, with these ticked."""
    asked = urlencode({"propose": [partner.pk for partner in partners]}, doseq=True)
    return f"{address_of('parties', version)}{f'?{asked}' if asked else ''}"


def asked_for(request: HttpRequest, capacity: Role) -> list[Dataset]:
    """The data sets that the protocol is begun for, as the address names them: those that the reader may see."""
    keys = [pk for key in request.GET.getlist("dataset")[:20] if (pk := whole(key)) is not None]
    return list(visible_to(capacity).filter(pk__in=keys)) if keys else []


def _alike(
    request: HttpRequest,
    capacity: Role,
    template: TemplateVersion,
    form: CreateForm,
    datasets: Sequence[Dataset],
) -> Found | None:
    """What is like the protocol asked for; None once somebody has seen it."""
    if "seen" in request.POST:
        return None
    particulars = form.particulars()
    return alike_to(capacity, Wanted(template, particulars.title, particulars.purpose, form.taking_part, datasets))


def _before_you_begin(request: HttpRequest, capacity: Role, template: TemplateVersion, found: Found) -> HttpResponse:
    """What may already do it, with what was typed carried along: nothing is begun yet."""
    context = {
        "template": template.template,
        "rows": joined_with(capacity, found.shown),
        "more": found.more,
        "typed": [(name, value) for name, values in request.POST.lists() if name not in STEPS for value in values],
    }
    return render(request, "protocols/alike.html", context)
