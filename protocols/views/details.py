"""The particulars of a version, and the values that fill its text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from protocols import permissions
from protocols.errors import Conflict, Refused
from protocols.forms.particulars import ParticularsForm, SetUpForm
from protocols.forms.refusing import add_refusal
from protocols.forms.texts import VariablesForm
from protocols.models import ProtocolVersion
from protocols.queries.parties import parties_of
from protocols.queries.personal_data import in_words
from protocols.queries.protocols import address_of
from protocols.queries.variables import asked_by, typed_values
from protocols.services.particulars import change_particulars
from protocols.services.variables import set_variables
from protocols.states import Action
from protocols.texts.limits import outside_limits
from protocols.views.fetching import capacity_of, page, version_or_404, warn_of_people


@require_http_methods(["GET", "HEAD", "POST"])
def particulars(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Title, purpose, dates and publication."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    stated = ParticularsForm if version.protocol.is_thematic else SetUpForm
    form = stated.of(version, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            change_particulars(by=capacity, version=version, particulars=form.particulars())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The title, purpose and dates are saved.")
            warn_of_people(request, in_words((form.particulars().title, form.particulars().purpose)))
            return redirect(address_of("tasks", version))
    return page(
        request,
        version,
        "protocols/particulars.html",
        form=form,
        why_not=permissions.why_not(capacity, version, Action.SET_PARTIES),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def variables(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Every value that the text asks for, by clause; those that the portal knows are shown and cannot be typed."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    groups = asked_by(version)
    form = _variables_form(request, version)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            changed = set_variables(by=capacity, version=version, values=form.values(), before=form.before())
        except Conflict as conflict:
            form = _shown_again(request, version)
            form.is_valid()
            form.add_error(None, conflict.sentence)
            status = 409
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _said(len(changed)))
            warn_of_people(request, in_words(form.values()[key] for key in changed))
            return redirect(address_of("details", version))
    return page(
        request,
        version,
        "protocols/details.html",
        form=form,
        groups=[(group, [form[shown.variable.key] for shown in group.asked]) for group in groups],
        why_not=permissions.why_not(capacity, version, Action.EDIT_TEXT),
        outside=outside_limits(version),
        people_data=in_words(typed_values(version).values()),
        status=422 if form.errors and status == 200 else status,
    )


def _variables_form(request: HttpRequest, version: ProtocolVersion) -> VariablesForm:
    return VariablesForm(
        request.POST if request.method == "POST" else None,
        variables=[shown.variable for group in asked_by(version) for shown in group.asked],
        values=typed_values(version),
        parties=list(parties_of(version)),
    )


def _shown_again(request: HttpRequest, version: ProtocolVersion) -> VariablesForm:
    """What was typed, made anew from what others have saved by now: to save it again is to choose knowingly."""
    form = _variables_form(request, version)
    now = {f"was_{key}": value for key, value in typed_values(version).items()}
    form.data = request.POST.copy()
    for name in form.fields:
        if name.startswith("was_"):
            form.data[name] = now.get(name, "")
    return form


def _said(count: int) -> str:
    return (
        "Nothing was changed." if not count else "1 detail is saved." if count == 1 else f"{count} details are saved."
    )
