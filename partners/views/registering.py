"""The public pages on which a body registers itself: the body, its people, the answers checked, and sent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partners.errors import Invalid
from partners.forms.registering import BodyForm, application
from partners.models import Partnership
from partners.services.registering import register
from partners.states import Standing
from partners.views.drafts import DRAFT, SENT, Draft, draft_in, keep, typed
from partners.views.summaries import summary
from portal.pacing.limits import MAIL, paced


@login_not_required
@require_http_methods(["GET", "POST"])
def body(request: HttpRequest) -> HttpResponse:
    """The first page: who the body is."""
    draft = draft_in(request.session)
    if request.method == "POST":
        draft.body = typed(request.POST)
        keep(request.session, draft)
        form = draft.body_form()
        if form.is_valid():
            return redirect("partners:register_listed" if _is_listed(form) else "partners:register_people")
    else:
        form = draft.body_form()
    context = {"form": form, "heading": "Register your organisation", "partnerships": Partnership.objects.exists()}
    return render(request, "partners/register/body.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Whether the body is the one of this name that was read from a public register."""
    draft = draft_in(request.session)
    form = draft.body_form()
    if not form.is_valid() or not _is_listed(form):
        return redirect("partners:register")
    partner = form.found.named if form.found else None
    if request.method == "POST" and partner is not None:
        if request.POST.get("answer") == "no":
            messages.warning(request, "Add to the legal name what tells your organisation apart, such as its place.")
            return redirect("partners:register")
        draft.listed = partner.pk
        keep(request.session, draft)
        return redirect("partners:register_people")
    return render(request, "partners/register/listed.html", {"partner": partner})


@login_not_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The second page: its people, as many as its kind calls for."""
    draft = draft_in(request.session)
    first = draft.body_form()
    if not _is_settled(first):
        return redirect("partners:register")
    if request.method == "POST":
        draft.people = typed(request.POST)
        keep(request.session, draft)
        form = draft.people_form(first)
        if form.is_valid():
            return redirect("partners:register_check")
    else:
        form = draft.people_form(first)
        if draft.token and not form.is_valid():
            form = type(form)(initial=draft.people, kind=first.kind_of_body)
    context = {"form": form, "heading": "Your people", "caption": first.cleaned_data["short_name"]}
    return render(request, "partners/register/people.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
@paced(MAIL)
def check(request: HttpRequest) -> HttpResponse:
    """The answers, to be checked and sent. Sent twice, it is registered once."""
    if DRAFT not in request.session:
        return redirect("partners:register_sent" if SENT in request.session else "partners:register")
    draft = draft_in(request.session)
    first = draft.body_form()
    if not _is_settled(first):
        return redirect("partners:register")
    second = draft.people_form(first)
    if not second.is_valid():
        return redirect("partners:register_people")
    if request.method == "POST":
        return _send(request, draft, first)
    return render(request, "partners/register/check.html", {"groups": summary(first, second), "invited": draft.token})


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    if SENT not in request.session:
        return redirect("partners:register")
    return render(request, "partners/register/sent.html", {"sent": request.session[SENT]})


def _send(request: HttpRequest, draft: Draft, first: BodyForm) -> HttpResponse:
    second = draft.people_form(first)
    second.is_valid()
    try:
        registration = register(application=application(first, second, submission=draft.key))
    except Invalid as invalid:
        messages.error(request, invalid.sentence)
        return redirect("partners:register" if invalid.field in first.fields else "partners:register_people")
    request.session[SENT] = {
        "name": registration.partner.short_name,
        "email": registration.contact_email,
        "partnership": registration.partnership.name,
        "waiting": registration.partner.standing is Standing.WAITING,
    }
    request.session.pop(DRAFT, None)
    return redirect("partners:register_sent")


def _is_listed(form: BodyForm) -> bool:
    """Whether a listed body of the same name waits for the answer "this is us"."""
    named = form.found.named if form.found else None
    return named is not None and named.standing is Standing.LISTED and form.listed is None


def _is_settled(form: BodyForm) -> bool:
    return form.is_valid() and not _is_listed(form)
