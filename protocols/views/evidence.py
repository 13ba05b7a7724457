"""Evidence at a step: handed in with the answer or the advice, downloaded, and removed after asking once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from legal_basis.errors import EvidenceRefused, LegalBasisError
from legal_basis.forms import EvidenceForm
from legal_basis.models import Evidence
from legal_basis.queries import standing_evidence, told_in_records
from legal_basis.services.files import AT_ONCE, LIMIT
from portal.pacing.limits import FILES, paced
from portal.personal_data import find_personal_data
from portal.uploads import receives_files
from protocols import permissions
from protocols.errors import Refused
from protocols.models import PartyAssessment
from protocols.queries.evidence import ShownFile, evidence_for, shown_files
from protocols.services.evidencing import add_evidence, adding, remove_evidence, removing
from protocols.states import Action
from protocols.views.coverings import around, at
from protocols.views.fetching import capacity_of, warn_of_people

takes_evidence = receives_files(limit=LIMIT, most=AT_ONCE)
"""A view whose form may bring evidence with it."""


@dataclass(frozen=True)
class EvidencePart:
    """The part of a step's form that is about evidence, after what was sent with it was added.

    `stays`: a button of this part was pressed, or a file was refused. The page is then shown again with everything
    that was typed, and nothing else of the form is acted on.
    """

    NAMES: ClassVar[frozenset[str]] = frozenset({"evidence", "attached", "shows"})

    form: EvidenceForm | None
    files: Sequence[ShownFile]
    stays: bool

    @classmethod
    def at(cls, request: HttpRequest, covering: PartyAssessment, token: str) -> "EvidencePart":
        """Add what was sent, where this person may; then list what the step has."""
        action = may_change(request, covering)
        button = request.POST.get("evidence", "") if action else ""
        words = {"shows": request.POST.get("shows", "")} if button == "look" else None
        form = EvidenceForm(initial=words, is_advice=action is Action.ADVISE)
        if request.method == "POST" and action and button != "look":
            form = _hand_in(request, covering, token, form, is_wanted=button == "add")
        held = [told_in_records(one) for one in standing_evidence(covering.assessment) if one.step == token]
        files = shown_files(capacity_of(request), covering, held, removing=action)
        return cls(form if action else None, files, stays=bool(button or form.errors))

    def status(self, otherwise: int) -> int:
        """The status of the page: the part's own where it stays, else what the rest of the page says."""
        if not self.stays:
            return otherwise
        return 422 if self.form is not None and self.form.errors else 200


def may_change(request: HttpRequest, covering: PartyAssessment) -> Action | None:
    """What changing the evidence would be for the reader: answering or advising; None where it may not be changed."""
    by, action = capacity_of(request), adding(capacity_of(request), covering)
    allowed = permissions.may(by, covering.party.version, action, party=covering.party)
    return action if allowed and covering.assessment.is_open else None


def as_typed(form: forms.Form) -> dict[str, Any]:
    """What was typed into a form, to be shown again without being judged yet."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }


@require_safe
@paced(FILES)
def download(request: HttpRequest, reference: str, number: int, evidence: UUID) -> HttpResponseBase:
    """One file, only ever as a download: no browser is to open it on the portal's own pages."""
    held = evidence_or_404(request, reference, number, evidence)
    try:
        file = held.open()
    except FileNotFoundError:
        messages.error(request, f"The portal’s storage has lost “{held.name}”. Tell whoever runs the portal.")
        return redirect(at(held.assessment.party_assessment, "legal_record"))
    response = FileResponse(file, as_attachment=True, filename=held.name, content_type=held.file_kind.media_type)
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@takes_evidence
def remove(request: HttpRequest, reference: str, number: int, evidence: UUID) -> HttpResponse:
    """Ask once, then remove. From a step's form, what was typed there goes along, and comes back with the step."""
    held = evidence_or_404(request, reference, number, evidence, gone="sure" in request.POST)
    covering = held.assessment.party_assessment
    is_from_step = "evidence" in request.POST
    back = _step_of(covering, held) if is_from_step else at(covering, "legal_record")
    if request.POST.get("sure") == "yes":
        try:
            remove_evidence(by=capacity_of(request), covering=covering, evidence=held)
        except (LegalBasisError, Refused) as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"“{held.name}” is removed from step {held.step}.")
        return redirect(back, preserve_request=is_from_step)
    if may_change(request, covering) is not removing(held):
        return redirect(at(covering, "legal_record"))
    typed = [(name, values) for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "sure")]
    context = {"evidence": held, "typed": typed, "back_url": back, "is_from_step": is_from_step, **around(covering)}
    return render(request, "legal_basis/evidence_remove.html", context)


def evidence_or_404(
    request: HttpRequest, reference: str, number: int, evidence: UUID, *, gone: bool = False
) -> Evidence:
    """One file, if the reader may see its version, and it is not another party's advice."""
    found = evidence_for(capacity_of(request), reference, number, gone=gone).filter(pk=evidence).first()
    if found is None:
        raise Http404
    return found


def _hand_in(
    request: HttpRequest, covering: PartyAssessment, token: str, empty: EvidenceForm, *, is_wanted: bool
) -> EvidenceForm:
    """Add the files that were sent; gives the empty form, or the one at fault with what is wrong."""
    form = EvidenceForm(request.POST, request.FILES, is_wanted=is_wanted, is_advice=empty.is_advice)
    if not form.is_valid() or not form.cleaned_data["attached"]:
        return form
    given, shows = form.given(), form.cleaned_data["shows"]
    try:
        added = add_evidence(by=capacity_of(request), covering=covering, step=token, files=given, shows=shows)
    except EvidenceRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return form
    except (LegalBasisError, Refused) as refused:
        form.add_error(None, str(refused))
        return form
    names = ", ".join(f"“{one.name}”" for one in added)
    messages.success(request, f"{names} added to step {token}." if added else f"Step {token} had this file already.")
    warn_of_people(request, find_personal_data(f"{names} {shows}"))
    return empty


def _step_of(covering: PartyAssessment, held: Evidence) -> str:
    """The page on which a file was added: the question, or for an adviser the advice."""
    return at(covering, "legal_advise" if held.is_advice else "legal_step", held.step)
