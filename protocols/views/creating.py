"""Beginning a protocol: which template, then its particulars."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partners.models import Role
from protocols.errors import NotAllowed, Refused
from protocols.forms.particulars import CreateForm
from protocols.forms.refusing import add_refusal
from protocols.permissions import check_create
from protocols.queries.protocols import address_of, in_force
from protocols.queries.templates import offered_template, offered_templates
from protocols.services.creating import create_protocol
from protocols.views.fetching import capacity_of


@require_safe
def choose_template(request: HttpRequest) -> HttpResponse:
    """The templates: the overarching one, and one a theme where there is something to stand under."""
    capacity = _officer(request)
    context = {
        "templates": offered_templates(capacity.partnership_id),
        "parents": list(in_force(capacity.partnership_id)),
        "partnership": capacity.partnership,
    }
    return render(request, "protocols/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """The particulars of a new protocol; saved, on to choosing its parties."""
    capacity = _officer(request)
    template = offered_template(slug, capacity.partnership_id)
    if template is None:
        raise Http404
    parents = list(in_force(capacity.partnership_id)) if template.template.theme else None
    if parents == []:
        return redirect("protocols:new")
    told = {"purpose": request.GET.get("purpose", "")[:5000]}
    form = CreateForm(request.POST or None, parents=parents, initial=told)
    if form.is_valid():
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
            messages.success(request, f"{made.protocol.reference} is begun. Next, choose the parties to it.")
            return redirect(address_of("parties", made))
    context = {"form": form, "heading": template.template.title, "caption": "New protocol"}
    return render(request, "protocols/create.html", context, status=422 if form.errors else 200)


def _officer(request: HttpRequest) -> Role:
    """The officer who asks. Raises Http404 for anybody else: these pages are not theirs."""
    capacity = capacity_of(request)
    try:
        check_create(capacity)
    except NotAllowed:
        raise Http404 from None
    return capacity
