"""What every page of a version begins with: the version, if it exists for this reader; and the frame round the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.urls.converters import StringConverter
from django.utils.functional import SimpleLazyObject

from partners.models import Role
from portal.personal_data import Finding
from protocols.errors import Refused
from protocols.models import Instrument, ProtocolVersion, Section
from protocols.queries.protocols import address_of, counts_of, version_at
from protocols.queries.standing import standing_of
from protocols.queries.texts import section_to_read
from protocols.states import SETTLED
from protocols.texts.commencing import sentences_of

address = address_of  # the short word that the views use
TABS = (
    ("version", "Overview"),
    ("text", "Text"),
    ("flows", "Data flows"),
    ("legal", "Legal basis"),
    ("risks", "Risks"),
    ("case", "The case for it"),
    ("comments", "Comments"),
    ("review", "Review"),
    ("instruments", "After signing"),
    ("history", "History"),
)
TAB_OF_INSTRUMENTS = "instruments"
LATER = {"review", TAB_OF_INSTRUMENTS}
"""Tabs of what begins only once a version is in force."""


class ReferenceConverter(StringConverter):
    """A protocol's reference in an address, such as GM-0007."""

    regex = "[A-Z0-9]{1,8}-[0-9]{4,}"


@dataclass(frozen=True)
class Tab:
    """One tab of a version's pages."""

    href: str
    text: str
    current: bool
    count: int | None = None


def ending_of(instrument: Instrument | None) -> str:
    """What the addresses of the pages that arrange a signing end with, so that they are about the instrument."""
    return f"?instrument={instrument.number}" if instrument is not None else ""


def address_of_queue(name: str = "queue") -> str:
    """The address of the queue of decisions, or of the conditions beside it."""
    return reverse(f"protocols:{name}")


def capacity_of(request: HttpRequest) -> Role:
    """The role acted in. Raises Http404 for somebody without any: nothing here exists for them."""
    capacity: Role | None = getattr(request, "capacity", None)
    if capacity is None:
        raise Http404
    return capacity


def version_or_404(request: HttpRequest, reference: str, number: int) -> ProtocolVersion:
    """The version, if the reader may see it in this capacity."""
    to_read = request.method in ("GET", "HEAD")
    found = version_at(capacity_of(request), reference, number, to_read=to_read)
    if found is None:
        raise Http404
    return found


def section_or_404(request: HttpRequest, reference: str, number: int, section_id: str) -> Section:
    """One section of a version, with its version, in one query."""
    found = section_to_read(capacity_of(request), reference, number, section_id)
    if found is None:
        raise Http404
    return found


def page(request: HttpRequest, version: ProtocolVersion, template: str, **context: Any) -> HttpResponse:
    """A page of a version inside its frame: title block, state as a sentence, tabs. `tab` names the current one.

    What a page does not show of the frame is not worked out.
    """
    status = context.pop("status", 200)
    current = context.pop("tab", "")
    frame = {
        "version": version, "protocol": version.protocol,
        "tabs": SimpleLazyObject(lambda: _tabs(version, current)),
        "standing": SimpleLazyObject(lambda: standing_of(version)),
        "terms": SimpleLazyObject(lambda: sentences_of(version)),
    }  # fmt: skip
    return render(request, template, {**frame, **context}, status=status)


def _tabs(version: ProtocolVersion, current: str) -> list[Tab]:
    counts = counts_of(version)
    return [
        Tab(address(name, version), text, name == current, counts.get(name))
        for name, text in TABS
        if name not in LATER or version.status in SETTLED
    ]


def warn_of_people(request: HttpRequest, findings: Iterable[Finding]) -> None:
    """Warn, at the top of the next page, of words just saved that look like a person's data."""
    for finding in findings:
        messages.warning(request, finding.sentence)


def say_refused(request: HttpRequest, refused: Refused) -> None:
    """Show why an act was refused, at the top of the next page."""
    messages.error(request, refused.sentence)
