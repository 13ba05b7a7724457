"""An instrument, if it exists for this reader, and the frame of its pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from protocols.loader.instruments import instrument_wordings
from protocols.models import Instrument
from protocols.queries.instruments import instruments_of
from protocols.views.fetching import TAB_OF_INSTRUMENTS, capacity_of, ending_of, page, version_or_404

TAB = TAB_OF_INSTRUMENTS


def instrument_or_404(request: HttpRequest, reference: str, number: int, act: int) -> Instrument:
    """The instrument of that number, if the reader may see the version that it is about."""
    version = version_or_404(request, reference, number)
    found = instruments_of(version, capacity_of(request)).filter(number=act).first()
    if found is None:
        raise Http404
    found.version = version
    return found


def address_of(name: str, instrument: Instrument) -> str:
    """The address of one of an instrument's pages: `instrument`, `instrument_sign` and so on."""
    version = instrument.version
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number, instrument.number])


def instrument_page(request: HttpRequest, instrument: Instrument, template: str, **context: Any) -> HttpResponse:
    """A page of an instrument inside the frame of its version."""
    frame = {
        "instrument": instrument, "wording": instrument_wordings()[instrument.kind], "tab": TAB,
        "ending": ending_of(instrument),
    }  # fmt: skip
    return page(request, instrument.version, template, **{**frame, **context})
