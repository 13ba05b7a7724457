"""Bringing a thematic protocol under the newer version of its overarching protocol."""

from collections.abc import Mapping

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.facts.parents import bound_by, newer_parent
from protocols.models import ProtocolVersion
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.services.varying import vary
from protocols.states import Action, State
from protocols.texts.composing import Inherited, clauses_of
from protocols.texts.inheriting import TAKING


def adopt(*, by: Role, version: ProtocolVersion, number: int) -> ProtocolVersion:
    """Let a version stand under the overarching version of this number; returns the version that then does.

    A draft changes in place and keeps its comments; the clauses whose inherited words changed are to be read again. A
    version in force stays as it was signed: a variation begins, or the one under way changes. A second time changes
    nothing. Raises NotAllowed or WrongState; Invalid where no overarching version of that number is in force now.
    """
    details = {"number": number}
    with act("protocols.version.adopt", by=by, subject=version, details=details) as adopting:
        _hold_newest_first(version)
        held = locked(version)
        check(by, held, Action.ADOPT)
        if held.status is State.IN_FORCE and newer_parent(held) is not None:
            adopting.subject = held = locked(vary(by=by, version=held))
        if held.parent is not None and held.parent.number == number:
            adopting.cancel()
            return held
        check(by, held, Action.ADOPT)
        parent = newer_parent(held)
        if parent is None or parent.number != number:
            raise Invalid(_stale(held, parent, number))
        adopting.details["read again"] = _stand_under(held, parent)
    return held


def _hold_newest_first(version: ProtocolVersion) -> None:
    """Hold it with those after it, in the order in which the seal holds a new version and the one that it replaces."""
    these = ProtocolVersion.objects.filter(protocol=version.protocol_id, number__gte=version.number)
    list(these.select_for_update(no_key=True).order_by("-number").values_list("pk"))


def _stand_under(held: ProtocolVersion, parent: ProtocolVersion) -> list[str]:
    """Change the parent of a held version; returns the ids of the clauses that are to be read again."""
    if held.parent is None:
        raise LookupError("Only a version with a parent adopts another.")
    old, new = clauses_of(held.parent), clauses_of(parent)
    differ = [key for key in old.keys() | new.keys() if _words(old, key) != _words(new, key)]
    touched = held.sections.filter(section_id__in=differ, inherits__in=[one.value for one in TAKING])
    ids = sorted(touched.values_list("section_id", flat=True))
    touched.update(reviewed=False)
    held.parties.filter(partner__in=bound_by(parent.pk), accedes_to_parent=True).update(accedes_to_parent=False)
    held.parent = parent
    held.save(update_fields=["parent"])
    return ids


def _words(clauses: Mapping[str, Inherited], key: str) -> str:
    return clauses[key].html if key in clauses else ""


def _stale(held: ProtocolVersion, parent: ProtocolVersion | None, number: int) -> str:
    if held.parent is None:
        return "An overarching protocol stands under no other."
    reference = held.parent.protocol.reference
    if parent is None:
        return f"{reference} version {number} is not in force, so it cannot be adopted."
    return f"{parent} is in force now. Read what it changes, then adopt it."
