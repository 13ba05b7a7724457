"""Who was bound, by which text, on a day: as a page, as JSON and as CSV."""

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.pacing.limits import MADE, paced
from portal.table_files import handed_out
from portal.workbooks import as_csv as as_csv_file
from protocols.forms.bound import DayForm
from protocols.models import Protocol
from protocols.queries.bound import Binding, Text
from protocols.queries.protocols import latest_of, visible_to
from protocols.states import SETTLED
from protocols.views.fetching import capacity_of, page

HEADINGS = (
    "Day", "Agreement", "Text", "SHA-256 of its file", "Party", "Bound since", "Bound until", "How", "Suspended since"
)  # fmt: skip


@require_safe
def bound_on(request: HttpRequest, reference: str) -> HttpResponse:
    """The day asked for, today to begin with, and the answer."""
    version = latest_of(capacity_of(request), reference)
    if version is None:
        raise Http404
    form = DayForm(request.GET) if request.GET else DayForm(initial={"on": timezone.localdate()})
    day = _day(form)
    texts = _texts(request, version.protocol, day) if day else []
    status = 422 if form.errors else 200
    tab = "instruments" if version.status in SETTLED else ""
    ahead = bool(day and day > timezone.localdate())
    return page(
        request, version, "protocols/bound.html", tab=tab, form=form, day=day, texts=texts, ahead=ahead,
        query=request.GET.urlencode(), status=status,
    )  # fmt: skip


@require_safe
@paced(MADE)
def as_json(request: HttpRequest, reference: str) -> HttpResponse:
    """The same answer, for a program."""
    protocol, day, texts = _asked(request, reference)
    answer = {"protocol": protocol.reference, "day": day.isoformat(), "texts": [_told(text) for text in texts]}
    return JsonResponse(answer, json_dumps_params={"indent": 2, "ensure_ascii": False})


@require_safe
@paced(MADE)
def as_csv(request: HttpRequest, reference: str) -> FileResponse:
    """The same answer, a line for each party and each file."""
    protocol, day, texts = _asked(request, reference)
    rows = [
        [
            str(day), protocol.reference, file.name, file.sha256, one.party.partner.legal_name, str(one.span.since),
            str(one.span.until or ""), one.how, str(one.paused_since or ""),
        ]
        for text in texts for one in text.parties for file in text.files
    ]  # fmt: skip
    return handed_out(as_csv_file(HEADINGS, rows), f"{protocol.reference}-bound-{day}.csv")


def _asked(request: HttpRequest, reference: str) -> tuple[Protocol, date, list[Text]]:
    """The protocol, the day (today where none is given) and the answer; 404 for a day that is none."""
    version = latest_of(capacity_of(request), reference)
    form = DayForm(request.GET)
    day = _day(form) if request.GET else timezone.localdate()
    if version is None or day is None:
        raise Http404
    return version.protocol, day, _texts(request, version.protocol, day)


def _day(form: DayForm) -> date | None:
    if not form.is_bound:
        return timezone.localdate()
    day: date | None = form.cleaned_data["on"] if form.is_valid() else None
    return day


def _texts(request: HttpRequest, protocol: Protocol, day: date) -> list[Text]:
    return Binding(protocol, visible_to(capacity_of(request))).on(day)


def _told(text: Text) -> dict[str, Any]:
    return {
        "version": text.version.number,
        "title": text.version.title,
        "since": text.span.since,
        "until": text.span.until,
        "files": [{"name": one.name, "sha256": one.sha256, "since": one.since} for one in text.files],
        "parties": [
            {
                "party": one.party.partner.legal_name, "since": one.span.since, "until": one.span.until, "how": one.how,
                "suspended_since": one.paused_since,
            }
            for one in text.parties
        ],
    }  # fmt: skip
