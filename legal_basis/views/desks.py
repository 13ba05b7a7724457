"""Where a practice walk lies while it is walked: in a visitor's session, or among those that a person keeps."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from legal_basis.engine import Response
from legal_basis.engine.practice import Practice
from legal_basis.law import Checklist
from legal_basis.loader import library
from legal_basis.models import PracticeWalk
from legal_basis.queries.practice import kept_walk, practice_of
from legal_basis.services.practising import answer_kept_walk
from legal_basis.views.sessions import put_in_session, session_walk
from portal.accounts.models import User


class Desk(Protocol):
    """One practice walk and the addresses of its pages. `kept` is None where nothing is kept."""

    practice: Practice

    @property
    def kept(self) -> PracticeWalk | None:
        """The row that keeps it."""
        ...

    @property
    def exit_url(self) -> str:
        """Where one goes who leaves it."""
        ...

    def at(self, page: str, *args: object) -> str:
        """The address of one of the walk's pages."""
        ...

    def answer(self, response: Response) -> None:
        """Take an answer."""
        ...


@dataclass
class SessionDesk:
    """A walk that the session holds and nobody keeps."""

    request: HttpRequest
    practice: Practice
    kept: None = None

    @property
    def exit_url(self) -> str:
        """Where it is begun anew."""
        return reverse("legal_basis:practice", args=[self.practice.checklist.id])

    def at(self, page: str, *args: object) -> str:
        """Under the checklist's own address: one walk of each."""
        return reverse(f"legal_basis:practice_{page}", args=[self.practice.checklist.id, *args])

    def answer(self, response: Response) -> None:
        """Take an answer, in the session."""
        self.practice.answer(response)
        put_in_session(self.request, self.practice)


@dataclass
class KeptDesk:
    """A walk that a person keeps."""

    person: User
    practice: Practice
    kept: PracticeWalk

    @property
    def exit_url(self) -> str:
        """The person's list."""
        return reverse("legal_basis:kept")

    def at(self, page: str, *args: object) -> str:
        """Under the walk's own address."""
        return reverse(f"legal_basis:kept_{page}", args=[self.kept.pk, *args])

    def answer(self, response: Response) -> None:
        """Take an answer, and store it."""
        self.kept = answer_kept_walk(by=self.person, walk=self.kept, response=response)


def person_of(request: HttpRequest) -> User | None:
    """Who is signed in, if anybody."""
    return request.user if isinstance(request.user, User) else None


def checklist_or_404(checklist_id: str) -> Checklist:
    """A checklist by its id."""
    try:
        return library().checklists[checklist_id]
    except KeyError:
        raise Http404("There is no such checklist.") from None


def session_desk(request: HttpRequest, checklist: Checklist) -> SessionDesk | None:
    """The visitor's walk of a checklist; None when there is none."""
    practice = session_walk(request, checklist)
    return SessionDesk(request, practice) if practice is not None else None


def kept_desk(request: HttpRequest, walk_id: UUID) -> KeptDesk:
    """One of the person's own walks; somebody else's does not exist for them."""
    person = person_of(request)
    found = kept_walk(person, walk_id) if person is not None else None
    if person is None or found is None:
        raise Http404("There is no such practice walk.")
    return KeptDesk(person, practice_of(found), found)
