"""How a signing goes: its order and date, who gets copies, and handing over within an organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from partners.models import Role
from partners.roles import RoleKind
from portal.pacing.limits import MAIL, paced
from protocols.errors import Refused
from protocols.forms.arranging import ANY, TURNS, CopyForm, HandOverForm, PlanForm
from protocols.forms.refusing import add_refusal
from protocols.models import CopyTo, Party, Signing, SigningPlan
from protocols.queries.handovers import handover_of
from protocols.queries.signing import parties_to_sign, signature_of
from protocols.queries.signing_order import turns
from protocols.services.handing_over import hand_over
from protocols.services.sending_copies import name_copy, remove_copy
from protocols.services.signing_plans import plan_signing
from protocols.services.telling import people_of
from protocols.states import Action
from protocols.views.fetching import say_refused
from protocols.views.signings import Where, at, signing_at


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
@paced(MAIL)
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
    roles, invites = _others(where, signing, party), where.capacity.role is RoleKind.CONTACT
    form = HandOverForm(request.POST if request.method == "POST" else None, roles=roles, invites=invites)
    why_not = where.why_not(Action.HAND_OVER, party) if party else "Only a party that signs can hand its signing over."
    if party is not None and (signed := signature_of(where.capacity, signing)):
        why_not = f"{signed.name} has signed for {party}, so there is nothing to hand over."
    if not why_not and not roles and not invites:
        why_not = f"{party} has no other signatory here. Its designated contact can invite one, and hand over to them."
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


def _others(where: Where, signing: Signing, party: Party | None) -> list[Role]:
    """The signatories to whom a party's signing can be handed; the reader only where somebody else has it now."""
    if party is None:
        return []
    standing = handover_of(signing, party)
    handed = standing is not None and standing.role != where.capacity
    return [one for one in people_of([party], RoleKind.SIGNATORY) if handed or one.pk != where.capacity.pk]
