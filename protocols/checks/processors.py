"""Rules on processors: an agreement between controllers does not do the work of a processor's contract."""

from collections.abc import Iterator

from protocols.checks.problems import Problem, Rule, at
from protocols.models import Party, ProtocolVersion


def processors_have_contracts(version: ProtocolVersion) -> Iterator[Problem]:
    """A processor acts under a written contract of its own (UK GDPR Art 28(3); DPA 2018 s.59), which is named here."""
    without = version.parties.filter(controller_role=Party.ControllerRole.PROCESSOR, processor_contract="")
    for party in without.select_related("partner"):
        sentence = (
            f"{party} is a processor. Give the reference of the contract that it acts under: "
            "this agreement does not take its place."
        )
        yield at(version, "parties", sentence)


PROCESSORS: tuple[Rule, ...] = (processors_have_contracts,)
