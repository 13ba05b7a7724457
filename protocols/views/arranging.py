"""How a signing goes: its order and date, who gets copies, and handing over within an organisation."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from partners.models import Role
from partners.roles import RoleKind
from protocols.errors import Refused
from protocols.forms.arranging import ANY, TURNS, CopyForm, HandOverForm, PlanForm
from protocols.forms.refusing import add_refusal
from protocols.models import CopyTo, Instrument, Party, ProtocolVersion, Signing, SigningPlan
from protocols.queries.signing import live_signing, parties_to_sign, signers_of, signing_of
from protocols.queries.signing_order import turns
from protocols.services.handing_over import hand_over
from protocols.services.matters import Matter, OfInstrument, OfVersion
from protocols.services.sending_copies import name_copy, remove_copy
from protocols.services.signing_plans import plan_signing
from protocols.services.telling import people_of
from protocols.states import Action
from protocols.views.fetching import address, capacity_of, page, say_refused, version_or_404


@dataclass(frozen=True)
class Where:
    """What is being signed, and by whom it is looked at. An instrument is named by `?instrument=` in the address."""

    request: HttpRequest
    version: ProtocolVersion
    instrument: Instrument | None
    capacity: Role

    @property
    def matter(self) -> Matter:
        """The matter, as it stands."""
        return OfVersion(self.version) if self.instrument is None else OfInstrument(self.instrument)

    @property
    def signing(self) -> Signing | None:
        """Its signing, once all have approved."""
        return live_signing(self.version) if self.instrument is None else signing_of(self.instrument)

    def parties(self) -> list[Party]:
        """Who signs."""
        if self.instrument is not None:
            return list(signers_of(self.instrument))
        return list(self.version.parties.select_related("partner").order_by("partner__short_name", "pk"))

    def url(self, name: str, *more: object) -> str:
        """The address of one of these pages, about the same text."""
        ending = f"?instrument={self.instrument.number}" if self.instrument is not None else ""
        return address(name, self.version, *more) + ending

    @property
    def signing_url(self) -> str:
        """The page on which it is signed."""
        if self.instrument is not None:
            return address("instrument_sign", self.version, self.instrument.number)
        return address("sign", self.version)

    def show(self, template: str, *, form: Any = None, **context: Any) -> HttpResponse:
        """A page in the version's frame, refused where the form is."""
        status = 422 if form is not None and form.errors else 200
        about = {"instrument": self.instrument, "signing_url": self.signing_url, "form": form}
        return page(self.request, self.version, template, status=status, **{**about, **context})

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
    instrument = None
    if asked:
        found = Instrument.objects.filter(version=version, number=asked) if asked.isdigit() else None
        instrument = found.select_related("version__protocol").first() if found is not None else None
        if instrument is None:
            raise Http404
    return Where(request, version, instrument, capacity)


def signing_at(where: Where) -> Signing:
    """The signing, or 404 before there is one."""
    signing = where.signing
    if signing is None:
        raise Http404
    return signing


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who signs after whom and by when, for everybody to see; the officer changes it."""
    where = at(request, reference, number)
    parties, found = where.parties(), _plan(where)
    chosen = dict(found.turns.values_list("party_id", "number")) if found else {}
    first: dict[str, object] = {f"turn_{key}": turn for key, turn in chosen.items()}
    if found and found.due_on:
        first["due_on"] = found.due_on
    form = PlanForm(
        request.POST if request.method == "POST" else None, parties=parties,
        initial={"order": TURNS if chosen else ANY, **first},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            plan_signing(
                by=where.capacity, version=where.version, instrument=where.instrument,
                due_on=form.cleaned_data["due_on"], turns=form.turns(),
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The order and the date of signing are saved.")
            return redirect(where.url("signing_plan"))
    signing = where.signing
    return where.show(
        "protocols/signing/plan.html", form=form, plan=found, parties=parties,
        turns=turns(signing) if signing else [], chosen=sorted((chosen.get(one.pk, 1), str(one)) for one in parties),
        why_not=where.why_not(Action.PLAN_SIGNING),
    )  # fmt: skip


def _plan(where: Where) -> SigningPlan | None:
    return SigningPlan.objects.filter(version=where.version, instrument=where.instrument).first()


@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who gets a copy when all have signed, and who had theirs."""
    where = at(request, reference, number)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = name_copy(by=where.capacity, version=where.version, instrument=where.instrument, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{made.name} gets a copy when all have signed.")
            return redirect(where.url("copies_to"))
    found = CopyTo.objects.filter(plan__version=where.version, plan__instrument=where.instrument)
    return where.show(
        "protocols/signing/copies.html", form=form, copies=found.select_related("named_by__person"),
        why_not=where.why_not(Action.NAME_COPY),
    )  # fmt: skip


@require_POST
def uncopy(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Take somebody off the list of those who get a copy."""
    where = at(request, reference, number)
    found = CopyTo.objects.filter(plan__version=where.version, plan__instrument=where.instrument, pk=pk)
    copy = found.select_related("plan__version", "plan__instrument").first()
    try:
        if copy is not None:
            remove_copy(by=where.capacity, copy=copy)
    except Refused as refused:
        say_refused(request, refused)
    return redirect(where.url("copies_to"))


@require_http_methods(["GET", "HEAD", "POST"])
def over(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Hand the signing of one's own party over to another signatory, or to somebody whom the contact invites."""
    where = at(request, reference, number)
    signing = signing_at(where)
    party = next((one for one in parties_to_sign(signing) if one.partner_id == where.capacity.partner_id), None)
    roles = people_of([party], RoleKind.SIGNATORY) if party else []
    form = HandOverForm(
        request.POST if request.method == "POST" else None, roles=roles,
        invites=where.capacity.role is RoleKind.CONTACT,
    )  # fmt: skip
    why_not = where.why_not(Action.HAND_OVER, party) if party else "Only a party that signs can hand its signing over."
    if request.method == "POST" and party is not None and form.is_valid():
        try:
            made = hand_over(
                by=where.capacity, signing=signing, party=party, to=form.chosen(), basis=form.cleaned_data["basis"]
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"Signing for {party} is handed over to {made.name}, who has a mail about it.")
            return redirect(where.signing_url)
    return where.show("protocols/signing/hand_over.html", form=form, party=party, why_not=why_not)
