"""Which of the facts that sections can depend on hold for a version now."""

from collections.abc import Iterator, Sequence

from legal_basis.loader import library
from protocols.facts.covering import legal_standing
from protocols.facts.flows import Flow
from protocols.facts.stating import PERSONAL
from protocols.models import Party, ProtocolVersion

BODIES = {"nhs": "nhs", "private": "private"}
FLAGS = {
    "special_category": "special_category",
    "criminal_offence": "criminal_offence",
    "health": "patient_or_care",
    "children": "children",
}
MARKS = {"research": "research", "transfer_outside_uk": "leaves_uk", "consent": "collected_on_consent"}


def conditions_met(version: ProtocolVersion) -> frozenset[str]:
    """The ids of the conditions that hold; a few queries, however many parties and flows. A refused flow counts not."""
    return frozenset([*_of_parties(version.all_parties()), *_of_flows(legal_standing(version).active_flows)])


def _of_parties(parties: Sequence[Party]) -> Iterator[str]:
    roles = {party.controller_role for party in parties}
    bodies = [party.partner.facts for party in parties]
    if Party.ControllerRole.PROCESSOR in roles:
        yield "processor"
    if Party.ControllerRole.JOINT in roles:
        yield "joint_controllers"
    if any(body.competent_authority for body in bodies):
        yield "law_enforcement"
    yield from (name for name, kind in BODIES.items() if any(body.body_class == kind for body in bodies))


def _of_flows(flows: Sequence[Flow]) -> Iterator[str]:
    kinds = library().data_kinds
    yield from {flow.identifiability for flow in flows} & {"identifiable", "pseudonymised", "anonymous"}
    personal = [flow for flow in flows if flow.identifiability in PERSONAL]
    flags = {flag for flow in personal for kind in flow.kinds if kind in kinds for flag in kinds[kind].flags}
    yield from (name for name, flag in FLAGS.items() if flag in flags)
    yield from (name for name, field in MARKS.items() if any(getattr(flow, field) for flow in flows))
