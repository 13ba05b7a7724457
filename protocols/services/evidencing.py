"""Evidence at a step of a party's checklist: added by whoever answers or advises for the party, and taken out again."""

from collections.abc import Sequence

from legal_basis import services as law
from legal_basis.models import Evidence
from legal_basis.services import GivenFile
from partners.models import Role
from portal.audit.acts import act
from protocols import permissions
from protocols.models import PartyAssessment
from protocols.services.stepping import locked
from protocols.states import Action


def add_evidence(
    *, by: Role, covering: PartyAssessment, step: str, files: Sequence[GivenFile], shows: str
) -> list[Evidence]:
    """Add files to a step; gives those that were not there before. What an adviser adds is advice.

    Raises NotAllowed, WrongState, or the checklist's own refusals, EvidenceRefused among them.
    """
    action = adding(by, covering)
    with act("protocols.evidence.add", by=by, subject=covering) as done:
        done.cancel()  # the checklist's own act is the event; this one holds the version while it happens
        permissions.check(by, locked(covering.party.version), action, party=covering.party)
        return law.add_evidence(
            by=by, assessment=covering.assessment, step=step, files=files, shows=shows,
            is_advice=action is Action.ADVISE,
        )  # fmt: skip


def remove_evidence(*, by: Role, covering: PartyAssessment, evidence: Evidence) -> Evidence:
    """Take a file out: an adviser those of advisers, others those of others. A second time changes nothing.

    Raises NotAllowed, WrongState, or the checklist's refusal while it is concluded.
    """
    with act("protocols.evidence.remove", by=by, subject=covering) as done:
        done.cancel()
        permissions.check(by, locked(covering.party.version), removing(evidence), party=covering.party)
        return law.remove_evidence(by=by, evidence=evidence)


def adding(by: Role, covering: PartyAssessment) -> Action:
    """What adding a file is for this person: advising for an adviser of the party, answering for anybody else."""
    advises = permissions.may(by, covering.party.version, Action.ADVISE, party=covering.party)
    return Action.ADVISE if advises else Action.ANSWER


def removing(evidence: Evidence) -> Action:
    """What removing a file is: what adding it was."""
    return Action.ADVISE if evidence.is_advice else Action.ANSWER
