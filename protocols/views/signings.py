"""What the pages of a signing are about: a version, or an instrument, as the reader sees it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from partners.models import Role
from portal.numbers import whole
from protocols import permissions
from protocols.errors import Refused
from protocols.loader.instruments import instrument_wordings
from protocols.models import Instrument, Party, ProtocolVersion, Signing
from protocols.queries.instruments import instruments_of
from protocols.queries.signing import SIGNS, live_signing, signers_of, signing_of
from protocols.services.matters import Matter, OfInstrument, OfVersion
from protocols.states import Action, State
from protocols.views.fetching import TAB_OF_INSTRUMENTS, address, capacity_of, ending_of, page, version_or_404

EARLY = frozenset({State.DRAFT, State.CONSULTATION, State.APPROVAL})
"""While there is nothing to sign yet."""


@dataclass(frozen=True)
class Where:
    """What is being signed, and by whom it is looked at. An instrument is named by `?instrument=` in the address."""

    request: HttpRequest
    version: ProtocolVersion
    instrument: Instrument | None
    capacity: Role

    def __str__(self) -> str:
        return str(self.instrument or self.version)

    @property
    def matter(self) -> Matter:
        """The matter, as it stands."""
        return OfVersion(self.version) if self.instrument is None else OfInstrument(self.instrument)

    @property
    def signing(self) -> Signing | None:
        """Its signing, once all have approved."""
        return live_signing(self.version) if self.instrument is None else signing_of(self.instrument)

    @property
    def party(self) -> Party | None:
        """The party that the reader acts for, if it signs."""
        if self.instrument is None:
            own = permissions.party_of(self.capacity, self.version)
            return own if own is not None and own.signs_text else None
        return next((one for one in self.parties() if one.partner_id == self.capacity.partner_id), None)

    def parties(self) -> list[Party]:
        """Who signs."""
        if self.instrument is not None:
            return list(signers_of(self.instrument))
        return list(self.version.parties.filter(SIGNS).select_related("partner").order_by("partner__short_name", "pk"))

    @property
    def ending(self) -> str:
        """What the addresses of its pages end with."""
        return ending_of(self.instrument)

    def url(self, name: str, *more: object) -> str:
        """The address of one of the pages that arrange it."""
        return address(name, self.version, *more) + self.ending

    @property
    def home_url(self) -> str:
        """The first page of the version or the instrument."""
        return self._own("version", "instrument")

    @property
    def back(self) -> tuple[str, str]:
        """Where its pages lead back to: to signing, or before that to the overview; the words and the address."""
        status = self.version.status if self.instrument is None else self.instrument.status
        if status in EARLY:
            return "Back to the overview", self.home_url
        return "Back to signing", self.signing_url

    @property
    def signing_url(self) -> str:
        """The page on which it is signed."""
        return self._own("sign", "instrument_sign")

    @property
    def decline_url(self) -> str:
        """The page on which signing is declined."""
        return self._own("decline", "instrument_decline")

    def _own(self, name: str, of_instrument: str) -> str:
        if self.instrument is not None:
            return address(of_instrument, self.version, self.instrument.number)
        return address(name, self.version)

    def show(self, template: str, *, form: Any = None, **context: Any) -> HttpResponse:
        """A page in the version's frame, refused where the form is."""
        about: dict[str, Any] = {
            "status": 422 if form is not None and form.errors else 200, "form": form, "instrument": self.instrument,
            "ending": self.ending, "back": self.back, "decline_url": self.decline_url,
        }  # fmt: skip
        if self.instrument is None:
            about |= {"tab": "version"}
        else:
            about |= {"wording": instrument_wordings()[self.instrument.kind], "tab": TAB_OF_INSTRUMENTS}
        return page(self.request, self.version, template, **{**about, **context})

    def why_not(self, action: Action, party: Party | None = None) -> str | None:
        """The sentence that refuses an action to whoever looks."""
        try:
            self.matter.check(self.capacity, action, party=party)
        except Refused as refused:
            return refused.sentence
        return None


def at(request: HttpRequest, reference: str, number: int) -> Where:
    """What the address is about. Raises Http404 for what does not exist for the reader."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    asked = request.GET.get("instrument", "")
    if not asked:
        return Where(request, version, None, capacity)
    number_of_it = whole(asked)
    found = instruments_of(version, capacity).filter(number=number_of_it).first() if number_of_it is not None else None
    if found is None:
        raise Http404
    return of_instrument(request, found, version)


def of_instrument(request: HttpRequest, instrument: Instrument, version: ProtocolVersion) -> Where:
    """The pages of an instrument that the reader may see."""
    instrument.version = version
    return Where(request, version, instrument, capacity_of(request))


def signing_at(where: Where) -> Signing:
    """The signing, or 404 before there is one."""
    signing = where.signing
    if signing is None:
        raise Http404
    return signing
