"""Practice walks that a person keeps: their list, and one of them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from legal_basis.engine.practice import Practice
from legal_basis.law import ENDS
from legal_basis.loader import library
from legal_basis.models import PracticeWalk
from portal.accounts.models import User


@dataclass(frozen=True)
class KeptWalk:
    """One line of a person's list: the walk, the title of its checklist, and where it stands in words."""

    walk: PracticeWalk
    title: str
    end: str
    stands: str
    can_go_on: bool


def walks_of(person: User) -> QuerySet[PracticeWalk]:
    """What a person keeps, the one changed last first; nobody else may see it."""
    return PracticeWalk.objects.filter(person=person)


def kept_walks(person: User) -> list[KeptWalk]:
    """A person's list, in words."""
    return [_line(walk) for walk in walks_of(person)]


def kept_walk(person: User, pk: UUID) -> PracticeWalk | None:
    """One of a person's walks whose checklist is still carried; None for anybody else's."""
    found = walks_of(person).filter(pk=pk).first()
    return found if found is not None and found.checklist in library().checklists else None


def is_somebodys(pk: UUID) -> bool:
    """Whether anybody keeps a walk with this id."""
    return PracticeWalk.objects.filter(pk=pk).exists()


def practice_of(kept: PracticeWalk) -> Practice:
    """A kept walk, to go on with; on the checklist as it reads now."""
    return Practice.from_dict(library().checklists[kept.checklist], kept.walk)


def _line(kept: PracticeWalk) -> KeptWalk:
    checklist = library().checklists.get(kept.checklist)
    if checklist is None:
        return KeptWalk(kept, kept.checklist, "", "This checklist is no longer carried", False)
    if kept.standing in ENDS:
        return KeptWalk(kept, checklist.title, kept.standing, checklist.end(kept.standing).title, True)
    return KeptWalk(kept, checklist.title, "", f"At step {kept.standing}", True)
