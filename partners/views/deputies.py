"""The deputies of whoever holds an approver's post: naming one, and ending their days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateformat import format as written
from django.views.decorators.http import require_http_methods, require_POST

from partners.errors import Refused
from partners.forms.deputies import DeputyForm
from partners.permissions import can_name_deputy
from partners.queries import colleagues_of, deputies_of
from partners.services.deputising import end_deputy, name_deputy
from partners.views.acting import acting_as, allow
from portal.pacing.limits import MAIL, paced


@require_http_methods(["GET", "HEAD", "POST"])
@paced(MAIL)
def deputies(request: HttpRequest) -> HttpResponse:
    """Who acts in the post between which days, and the form that names another."""
    capacity = acting_as(request)
    allow(can_name_deputy(by=capacity))
    form = DeputyForm(request.POST or None, colleagues=colleagues_of(capacity))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            named = name_deputy(
                by=capacity, colleague=form.chosen(), starts_on=data["starts_on"], last_day=data["last_day"]
            )
        except Refused as refused:
            form.add_error(getattr(refused, "field", "") or None, refused.sentence)
        else:
            until = written(data["last_day"], "j F Y")
            messages.success(request, f"{named.person.name} deputises for you until {until}. A mail tells them.")
            return redirect("partners:deputies")
    context = {"form": form, "deputies": deputies_of(capacity), "heading": "Your deputies"}
    return render(request, "partners/deputies.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, role_id: int) -> HttpResponse:
    """End a deputy's days."""
    capacity = acting_as(request)
    allow(can_name_deputy(by=capacity))
    deputy = get_object_or_404(deputies_of(capacity), pk=role_id)
    try:
        end_deputy(by=capacity, deputy=deputy)
        messages.success(request, f"{deputy.person.name} does not deputise for you any more.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("partners:deputies")
