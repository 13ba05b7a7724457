"""Moving a version along the table of states: the only place where the state of a version is written."""

from django.utils import timezone

from portal.audit.actors import ActsAs
from protocols import permissions
from protocols.models import ProtocolVersion
from protocols.states import Action, move


def locked(version: ProtocolVersion) -> ProtocolVersion:
    """The version read again and held until the transaction ends, so that two acts on it follow one another.

    Held for changes, not for deletion (`no_key`): rows that others add meanwhile name it, which the database looks up
    when they commit. They hold the end of the audit trail by then, and would wait for this act while it waits for them.
    """
    return (
        ProtocolVersion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("protocol__partnership")
        .get(pk=version.pk)
    )


def step(version: ProtocolVersion, action: Action, *, by: ActsAs) -> None:
    """Move a locked version as the table says; one that stays where it is keeps its date.

    Raises NotAllowed or WrongState. Must be called inside an act.
    """
    permissions.check(by, version, action)
    move_on(version, action)


def move_on(version: ProtocolVersion, action: Action) -> None:
    """Move a locked version as the table says, for somebody of whom it was asked before whether they may."""
    found = move(version.status, action)
    if found is None:
        raise LookupError(f"The check lets {action} through, but the table of states does not know it.")
    if found.to is version.status:
        return
    version.state, version.state_since = found.to.value, timezone.now()
    version.save(update_fields=["state", "state_since"])
