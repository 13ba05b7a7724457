"""One party's walk of the legal checklist for some of its flows: begun, answered, advised on, concluded.

Refusals of the checklist itself (a reason owed, an answer closed, somebody else first) are `legal_basis.errors`.
"""

from collections.abc import Sequence

from legal_basis import services as law
from legal_basis.engine import Walk
from legal_basis.models import Advice
from legal_basis.queries import walk_of
from partners.models import Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import Invalid
from protocols.facts import LegalState, is_party_to, legal_state
from protocols.models import DataFlow, Party, PartyAssessment, ProtocolVersion
from protocols.queries.similar import name_of, source_of
from protocols.services.flows import refuse_flow
from protocols.services.stepping import locked
from protocols.states import Action


def begin(*, by: Role, party: Party, flows: Sequence[DataFlow]) -> PartyAssessment:
    """Begin the checklist for a party on flows that it gives or receives; the same again returns the one begun.

    Only the party's own contributors may: each party answers for its own powers. Raises NotAllowed, WrongState, or
    Invalid for a flow that is another party's, was left out, or is covered already.
    """
    with act("protocols.assessment.begin", by=by, subject=party.version, organisation=party.partner_id) as done:
        version = locked(party.version)
        permissions.check(by, version, Action.ANSWER, party=party)
        state = legal_state(version)
        same = next((one for one in state.of(party) if set(one.flows.all()) == set(flows)), None)
        if same is not None:
            done.cancel()
            return same
        _refuse_flows(state, party, flows)
        facts = state.facts_for(party, list(flows))
        assessment = law.open_assessment(by=by, partner=party.partner, facts=facts)
        covering = PartyAssessment(party=party, assessment=assessment)
        covering.save()
        covering.flows.set(flows)
        done.details["flows"] = [flow.number for flow in flows]
    return covering


def answer(
    *,
    by: Role,
    covering: PartyAssessment,
    step: str,
    answer: str,
    reason: str = "",
    gateways: Sequence[str] = (),
    choices: Sequence[str] = (),
    revision: int | None = None,
    is_taken_over: bool = False,
) -> Walk:
    """Answer one step for the party. Raises NotAllowed, WrongState, or the checklist's own refusals.

    `is_taken_over` where the answer was put on the page from the assessment drawn on, and is confirmed here.
    """
    with act("protocols.assessment.answer", by=by, subject=covering) as done:
        done.cancel()  # the checklist's own act is the event; this one holds the version while it happens
        _check(by, covering, Action.ANSWER)
        source = source_of(by, covering) if is_taken_over else None
        return law.answer_step(
            by=by, assessment=covering.assessment, step=step, answer=answer, reason=reason, gateways=gateways,
            choices=choices, revision=revision, taken_from=name_of(source) if source else "",
        )  # fmt: skip


def draw_on(*, by: Role, covering: PartyAssessment, source: PartyAssessment) -> None:
    """Offer the answers of another of the party's assessments, step by step; none is copied.

    The same again changes nothing. Raises NotAllowed, WrongState, or the checklist's refusal of one that cannot serve.
    """
    with act("protocols.assessment.draw_on", by=by, subject=covering) as done:
        done.cancel()
        _check(by, covering, Action.ANSWER)
        law.draw_on(by=by, assessment=covering.assessment, source=source.assessment, name=name_of(source))


def stop_drawing(*, by: Role, covering: PartyAssessment) -> None:
    """Offer no other assessment's answers any more. Raises NotAllowed or WrongState."""
    with act("protocols.assessment.stop_drawing", by=by, subject=covering) as done:
        done.cancel()
        _check(by, covering, Action.ANSWER)
        law.stop_drawing(by=by, assessment=covering.assessment)


def advise(*, by: Role, covering: PartyAssessment, step: str, opinion: str, text: str) -> Advice:
    """A legal adviser's word on a step, for the adviser's own party. Raises NotAllowed or the checklist's refusals."""
    permissions.check(by, covering.party.version, Action.ADVISE, party=covering.party)
    return law.advise(by=by, assessment=covering.assessment, step=step, opinion=opinion, text=text)


def conclude(*, by: Role, covering: PartyAssessment, revision: int | None = None) -> PartyAssessment:
    """Close the walk as the party's decision record.

    Raises NotAllowed, WrongState, Invalid while the facts are stale, or the checklist's refusal while a step is open.
    """
    with act("protocols.assessment.conclude", by=by, subject=covering) as done:
        done.cancel()
        version = _check(by, covering, Action.ANSWER)
        if legal_state(version).is_stale(covering):
            raise Invalid("The flow has changed since these answers were given. Look at them again, then conclude.")
        law.conclude(by=by, assessment=covering.assessment, revision=revision)
    return covering


def reopen(*, by: Role, covering: PartyAssessment) -> PartyAssessment:
    """Take the conclusion back, so that answers can change. Raises NotAllowed or WrongState."""
    with act("protocols.assessment.reopen", by=by, subject=covering) as done:
        done.cancel()
        _check(by, covering, Action.ANSWER)
        law.reopen(by=by, assessment=covering.assessment)
    return covering


def look_again(*, by: Role, covering: PartyAssessment) -> Walk:
    """Put the facts as they are now under the answers; those put in doubt are set aside, and named in `dropped`."""
    with act("protocols.assessment.look_again", by=by, subject=covering) as done:
        done.cancel()
        facts = legal_state(_check(by, covering, Action.ANSWER)).facts(covering)
        return law.change_facts(by=by, assessment=covering.assessment, facts=facts)


def move(*, by: Role, covering: PartyAssessment) -> tuple[str, ...]:
    """Move answers under way to the checklist's new version; gives the steps that are asked again.

    A second time changes nothing. Raises NotAllowed or WrongState.
    """
    with act("protocols.assessment.move", by=by, subject=covering) as done:
        done.cancel()
        _check(by, covering, Action.ANSWER)
        return law.move_to_current(by=by, assessment=covering.assessment)


def leave_out(*, by: Role, covering: PartyAssessment) -> list[DataFlow]:
    """Keep the refusal as a decision record, and leave its flows out of the agreement. A second time changes nothing.

    Raises NotAllowed, WrongState, or Invalid unless the checklist stopped.
    """
    with act("protocols.assessment.leave_out", by=by, subject=covering) as done:
        _check(by, covering, Action.ANSWER)
        flows = [flow for flow in covering.flows.all() if not flow.is_refused]
        if not flows:
            done.cancel()
            return []
        end = walk_of(covering.assessment).end
        if end is None or end.code not in ("STOP", "REDESIGN"):
            raise Invalid("The checklist did not stop here. A flow without a refusal can be deleted instead.")
        law.conclude(by=by, assessment=covering.assessment)
        laws = "; ".join(law.cite for law in end.laws) or "no law named"
        reason = f"{covering.party} stopped at step {end.step} ({laws}): {end.answer.effect}"
        done.details |= {"flows": [flow.number for flow in flows], "step": end.step, "laws": laws}
        return [refuse_flow(by=by, flow=flow, reason=reason) for flow in flows]


def _check(by: Role, covering: PartyAssessment, action: Action) -> ProtocolVersion:
    """Hold the version, and check that this person may do the action for this party now."""
    version = locked(covering.party.version)
    permissions.check(by, version, action, party=covering.party)
    return version


def _refuse_flows(state: LegalState[DataFlow], party: Party, flows: Sequence[DataFlow]) -> None:
    if not flows:
        raise Invalid("Choose at least one flow.", "flows")
    taken = {flow.pk for one in state.of(party) for flow in one.flows.all()}
    for flow in flows:
        if flow.version_id != party.version_id or not is_party_to(party, flow):
            raise Invalid(f"{party} neither gives nor receives flow {flow.number}. Choose its own flows.", "flows")
        if flow.is_refused:
            raise Invalid(f"Flow {flow.number} was left out. Its refusal stays on record.", "flows")
        if flow.pk in taken:
            raise Invalid(f"Flow {flow.number} already has a checklist of {party}. Go on with that one.", "flows")
