"""The incidents of a protocol: the list, and the forms of one."""

from datetime import date, time

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from portal.govuk.days import clock, day
from portal.personal_data import Finding
from protocols import permissions
from protocols.forms.incidents import IncidentForm, initial_of
from protocols.models import Incident
from protocols.models.incidents import moment_of
from protocols.queries.incidents import incidents_of
from protocols.queries.personal_data import in_words
from protocols.services.incidents import INCIDENTS
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404
from protocols.views.rows import RowPages

CHOICES = {"kind": dict(Incident.Kind.choices), "told": dict(Incident.Told.choices)}


def said(name: str, value: object) -> str:
    """One field of an incident in words."""
    if value is None:
        return ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return clock(moment_of(date.today(), value))
    return str(CHOICES.get(name, {}).get(str(value), value))


def people(row: Incident) -> list[Finding]:
    """What in its words looks like a person's data."""
    return list(in_words((row.what, row.told_reason, row.lessons)))


PAGES = RowPages(
    rows=INCIDENTS,
    form=IncidentForm,
    found_in=incidents_of,
    initial_of=initial_of,
    said=said,
    tab="incidents",
    template="protocols/incidents/incident.html",
    asks="",
    people=people,
)


@require_safe
def incident_list(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What went wrong, or nearly, at which party; whether the Commissioner was told; what was learnt."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    why_not = permissions.why_not(capacity, version, Action.RECORD_INCIDENT)
    found = list(incidents_of(version))
    officer = permissions.is_officer_of(capacity, version)
    rows = [(one, not why_not and (officer or one.party.partner_id == capacity.partner_id)) for one in found]
    return page(request, version, "protocols/incidents/list.html", tab="review", incidents=rows, why_not=why_not)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Record an incident."""
    version = version_or_404(request, reference, number)
    own = permissions.party_of(capacity_of(request), version)
    return PAGES.add(request, version, {"party": str(own.pk) if own else ""})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """An incident as it was recorded, to be completed or put right."""
    version = version_or_404(request, reference, number)
    row = PAGES.row_or_404(version, pk)
    return PAGES.change(request, row.version, pk)
