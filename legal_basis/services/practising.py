"""Keep, answer, name and delete a person's practice walks. None of it can support an approval."""

from uuid import UUID, uuid4

from django.utils import timezone

from legal_basis.engine import Response
from legal_basis.engine.practice import Practice
from legal_basis.errors import NotAllowed
from legal_basis.loader import library
from legal_basis.models import PracticeWalk
from legal_basis.queries.practice import practice_of, walks_of
from portal.accounts.models import User
from portal.audit.acts import Actor, act

MOST = 50
"""How many walks one person may keep."""
TOO_MANY = f"You keep {MOST} practice walks, which is the most. Delete one, then begin or keep another."
NAME_LIMIT = 80


def keep_walk(*, by: User, practice: Practice, nonce: UUID | None = None) -> PracticeWalk:
    """Keep a walk for a person, under the name of its theme until they give another.

    The same nonce again gives the walk kept the first time. Raises NotAllowed for one more than MOST.
    """
    nonce = nonce or uuid4()
    with act("legal_basis.practice.keep", by=_person(by)) as done:
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two posts at once are counted one after the other
        again = walks_of(by).filter(nonce=nonce).first()
        if again is not None:
            done.cancel()
            return again
        if walks_of(by).count() >= MOST:
            raise NotAllowed(TOO_MANY)
        kept = PracticeWalk(person=by, nonce=nonce, name=_first_name(practice), checklist=practice.checklist.id)
        _put(kept, practice)
        done.subject = kept
        done.details["checklist"] = kept.checklist
    return kept


def answer_kept_walk(*, by: User, walk: PracticeWalk, response: Response) -> PracticeWalk:
    """Answer a step of one's own walk; the same answer again changes nothing.

    The caller has judged the answer against the walk's question; one to a step that the walk has since left is set
    aside like any that no longer follows.
    """
    with act("legal_basis.practice.answer", by=_person(by), details={"step": response.step}) as done:
        kept = walks_of(by).select_for_update(no_key=True).get(pk=walk.pk)
        practice = practice_of(kept)
        done.subject = kept
        if practice.given.get(response.step) == response:
            done.cancel()
            return kept
        practice.answer(response)
        _put(kept, practice)
    return kept


def rename_kept_walk(*, by: User, walk: PracticeWalk, name: str) -> PracticeWalk:
    """Give one's own walk a name. Raises NotAllowed for an empty one."""
    name = " ".join(name.split())[:NAME_LIMIT]
    if not name:
        raise NotAllowed("Give the walk a name.")
    with act("legal_basis.practice.rename", by=_person(by)) as done:
        kept = walks_of(by).select_for_update(no_key=True).get(pk=walk.pk)
        done.subject = kept
        if kept.name == name:
            done.cancel()
            return kept
        kept.name = name
        kept.save()
    return kept


def delete_kept_walk(*, by: User, pk: UUID) -> bool:
    """Delete one's own walk for good; whether there was one to delete."""
    with act("legal_basis.practice.delete", by=_person(by)) as done:
        kept = walks_of(by).select_for_update().filter(pk=pk).first()
        if kept is None:
            done.cancel()
            return False
        done.details.update(checklist=kept.checklist, walk=str(kept.pk))
        kept.delete()
    return True


def _put(kept: PracticeWalk, practice: Practice) -> None:
    kept.walk, kept.standing = practice.to_dict(), practice.standing
    kept.checklist_version, kept.changed_at = practice.checklist.version, timezone.now()
    kept.save()


def _first_name(practice: Practice) -> str:
    theme = library().themes.get(str(practice.facts.get("theme") or ""))
    return (theme.title if theme else practice.checklist.title)[:NAME_LIMIT]


def _person(person: User) -> Actor:
    """A person who practises does so in no role."""
    return Actor(name=person.name, capacity="practising", person_id=person.pk)
