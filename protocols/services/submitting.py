"""Submitting a version: its content is frozen, and each party's decision is asked for."""

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from portal.reading import reading_once
from protocols import permissions
from protocols.checks import problems
from protocols.errors import Invalid
from protocols.facts import decisions_owed, legal_state
from protocols.models import ProtocolVersion, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.queries.freezing import parts_of
from protocols.queries.redlines import rows_of, text_of_rows
from protocols.services import telling
from protocols.services.asking import ask
from protocols.services.deciding import open_signing_when_all_approved
from protocols.services.matters import OfVersion
from protocols.services.queueing import queue
from protocols.services.stepping import locked, step
from protocols.snapshot import freeze
from protocols.states import Action, State


def submit(*, by: Role, version: ProtocolVersion) -> Snapshot:
    """Freeze the content with its SHA-256 and ask each party's approvers to decide on it.

    Submitting twice makes one snapshot. Raises NotAllowed, WrongState, or Invalid naming what is missing.
    """
    with act("protocols.submit", by=by, subject=version) as done:
        version = locked(version)
        live = live_snapshot(version)
        if version.status is State.APPROVAL and live is not None and permissions.is_officer_of(by, version):
            done.cancel()
            return live
        permissions.check(by, version, Action.SUBMIT)
        with reading_once():  # nothing is written until it is left
            _refuse_unready(version)
            now = timezone.now().replace(microsecond=0)
            frozen = freeze(parts_of(version), at=now)
            owed = decisions_owed(legal_state(version))
            rows = text_of_rows(rows_of(version))
        number = version.snapshots.count() + 1
        snapshot = Snapshot(version=version, number=number, text=frozen.text, sha256=frozen.sha256, created_at=now)
        snapshot.rows_text = rows
        snapshot.save()
        step(version, Action.SUBMIT, by=by)
        decisions = ask(snapshot, owed)
        telling.asked_to_approve(version, [one for one in decisions if one.carried_from_id is None])
        telling.carried_over(version, [one for one in decisions if one.carried_from_id is not None])
        queue("make_approval_copy", snapshot.pk)
        carried = [str(one) for one in decisions if one.carried_from_id is not None]
        done.details |= {"snapshot": snapshot.sha256, "number": number, "carried_over": carried}
        open_signing_when_all_approved(OfVersion(version), snapshot)
    return snapshot


def _refuse_unready(version: ProtocolVersion) -> None:
    found = problems(version)
    if found:
        count = "1 thing is" if len(found) == 1 else f"{len(found)} things are"
        raise Invalid(f"{count} missing before you can submit. The first: {found[0].sentence}")
