"""What every page of a party's checklist begins with: the assessment, if it exists for this reader; its addresses."""

from collections.abc import Callable

from django.http import Http404, HttpRequest

from legal_basis.queries.changes import is_on_an_older_text
from protocols import permissions
from protocols.models import PartyAssessment
from protocols.queries.assessments import covering_of, covering_to_read
from protocols.states import Action
from protocols.views.fetching import address, capacity_of


def covering_or_404(request: HttpRequest, reference: str, number: int, pk: int) -> PartyAssessment:
    """One party's assessment, if the reader may see its version."""
    find = covering_to_read if request.method in ("GET", "HEAD") else covering_of
    found = find(capacity_of(request), reference, number, pk)
    if found is None:
        raise Http404
    return found


def on_an_older_text(covering: PartyAssessment) -> bool:
    """Whether it cannot be walked here: this release carries another version of its checklist."""
    return is_on_an_older_text(covering.assessment)


def why_not(request: HttpRequest, covering: PartyAssessment) -> str | None:
    """Why the reader cannot answer this checklist; None where they can."""
    return permissions.why_not(capacity_of(request), covering.party.version, Action.ANSWER, party=covering.party)


def around(covering: PartyAssessment) -> dict[str, object]:
    """What every page of the walk says of where it is."""
    numbers = ", ".join(str(flow.number) for flow in covering.flows.all())
    return {
        "caption": f"{covering.party}, {covering.party.version}, flow {numbers}",
        "record_url": at(covering, "legal_record"),
        "exit_url": address("legal", covering.party.version),
    }


def step_url(covering: PartyAssessment) -> Callable[[str], str]:
    """The address of a step, by its token."""
    return lambda token: at(covering, "legal_step", token)


def at(covering: PartyAssessment, name: str, *more: object) -> str:
    """The address of one of the pages of this checklist."""
    return address(name, covering.party.version, covering.pk, *more)
