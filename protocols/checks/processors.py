"""Rules on who decides: processors have contracts, and joint controllers an arrangement, beside the agreement."""

from collections.abc import Iterator

from protocols.checks.problems import Problem, Rule, at
from protocols.facts import legal_standing
from protocols.models import DataFlow, Party, ProtocolVersion


def processors_have_contracts(version: ProtocolVersion) -> Iterator[Problem]:
    """A processor acts under a written contract of its own (UK GDPR Art 28(3); DPA 2018 s.59), which is named here."""
    for party in version.all_parties():
        if party.controller_role != Party.ControllerRole.PROCESSOR or party.processor_contract:
            continue
        sentence = (
            f"{party} is a processor. Give the reference of the contract that it acts under: "
            "this agreement does not take its place."
        )
        yield at(version, "parties", sentence)


def control_documented(version: ProtocolVersion) -> Iterator[Problem]:
    """Joint control names its arrangement (UK GDPR Art 26(1)), and a flow to a processor its contract (Art 28(3)).

    A contract named for the party on the parties page serves for each flow to it.
    """
    if all(flow.control == DataFlow.Control.SEPARATE for flow in legal_standing(version).active_flows):
        return
    flows = version.flows.filter(refused_at=None, control_reference="").exclude(control=DataFlow.Control.SEPARATE)
    for flow in flows.prefetch_related("recipients__partner").order_by("number"):
        if flow.control == DataFlow.Control.JOINT:
            sentence = (
                f"{flow}, has joint controllers. Name the arrangement that says which of them meets which duty "
                "(UK GDPR Article 26)."
            )
            yield at(version, "flow_change", sentence, flow.pk)
        elif without := [str(to) for to in flow.recipients.all() if not to.processor_contract]:
            sentence = f"{flow}, goes to {' and '.join(without)} as processor. Name the contract (UK GDPR Article 28)."
            yield at(version, "flow_change", sentence, flow.pk)


def statistics_have_a_rule(version: ProtocolVersion) -> Iterator[Problem]:
    """Anonymous data has a threshold and a method for small counts; rules once written in words alone have not."""
    for flow in legal_standing(version).active_flows:
        if flow.identifiability == DataFlow.Identifiability.ANONYMOUS and not flow.small_numbers_method:
            sentence = f"{flow}, is anonymous. Say which counts are small and what is done with them."
            yield at(version, "flow_change", sentence, flow.pk)


PROCESSORS: tuple[Rule, ...] = (processors_have_contracts, control_documented, statistics_have_a_rule)
