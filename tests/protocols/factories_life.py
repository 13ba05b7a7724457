"""Protocols at any point of their life, walked there through the real services."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.utils import timezone

from partners.models import Partner, Role
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import DataFlow, Decision, Party, PartyAssessment, ProtocolVersion, Signing
from protocols.queries.decisions import live_snapshot
from protocols.queries.signing import live_signing
from protocols.services.assessing import answer, begin, conclude
from protocols.services.deciding import decide
from protocols.services.ending import expire_due, terminate
from protocols.services.flows import save_flow
from protocols.services.moving import abandon, open_consultation
from protocols.services.parties import Choice, set_parties
from protocols.services.sealing import seal_due
from protocols.services.signing import prepare_signing, sign
from protocols.services.submitting import submit
from protocols.services.variables import set_variables
from protocols.services.varying import vary
from protocols.states import State
from tests.legal_basis.walks import CURRENT, answer_until
from tests.protocols import factories

AT_A_PARTNER = tuple(RoleKind.at_partner())
VALUES = {"strategic_purpose": "prevent violence", "breach_hours": "24"}


@dataclass
class Cast:
    """Everyone round one protocol: the officer, and each party's people by role."""

    officer: Role
    partners: list[Partner]
    people: dict[tuple[int, RoleKind], Role] = field(default_factory=dict)

    def at(self, partner: Partner, kind: RoleKind) -> Role:
        """Somebody's role at a partner; appointed on first use."""
        if (partner.pk, kind) not in self.people:
            self.people[partner.pk, kind] = factories.role(kind, at=partner)
        return self.people[partner.pk, kind]

    def of(self, party: Party, kind: RoleKind) -> Role:
        """Somebody's role at a party."""
        return self.at(party.partner, kind)


def cast(*bodies: tuple[str, str]) -> Cast:
    """A partnership's officer and some approved partners, with the posts filled that every protocol needs."""
    officer = factories.officer()
    bodies = bodies or (("Wigan Council", "council"), ("Northmoor Police", "police"))
    made = Cast(officer, [factories.partner(name, kind=kind, of=officer.partnership) for name, kind in bodies])
    for partner in made.partners:
        for kind in (RoleKind.DPO, RoleKind.SIGNATORY, RoleKind.CONTRIBUTOR):
            made.at(partner, kind)
    return made


def second_role(role: Role, kind: RoleKind, *, at: Partner) -> Role:
    """Another role of the same person."""
    with act("tests.role", by=SYSTEM):
        return Role.objects.create(person=role.person, kind=kind.value, partner=at, post="Manager")


def end_role(role: Role) -> None:
    """The role ends today."""
    with act("tests.role_ends", by=SYSTEM):
        Role.objects.filter(pk=role.pk).update(ends_on=timezone.localdate(), starts_on=timezone.localdate())


def draft(people: Cast, **changes: object) -> ProtocolVersion:
    """A whole overarching draft: parties chosen, gaps filled."""
    version = factories.draft(by=people.officer, partners=people.partners, **changes)
    set_variables(by=people.officer, version=version, values=VALUES)
    return again(version)


def again(version: ProtocolVersion) -> ProtocolVersion:
    """The version as the database has it now."""
    return ProtocolVersion.objects.select_related("protocol__partnership", "parent__protocol").get(pk=version.pk)


def consulted(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    """Out to consultation."""
    open_consultation(by=people.officer, version=version)
    return again(version)


def submitted(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    """Submitted: waiting for every party's decision."""
    submit(by=people.officer, version=consulted(people, version))
    return again(version)


def waiting(version: ProtocolVersion) -> list[Decision]:
    """The decisions still to be given."""
    snapshot = live_snapshot(version)
    assert snapshot is not None
    return list(snapshot.decisions.filter(outcome="waiting").select_related("party__partner", "snapshot__version"))


def approve(people: Cast, decision: Decision) -> Decision:
    """One approval, by whoever holds the post."""
    by = people.of(decision.party, RoleKind(decision.kind))
    return decide(by=by, decision=decision, sha256=decision.snapshot.sha256, outcome=Decision.Outcome.APPROVED)


def approved(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    """Approved by all, with the file for signing made."""
    version = submitted(people, version)
    for decision in waiting(version):
        approve(people, decision)
    snapshot = live_snapshot(version)
    assert snapshot is not None
    prepare_signing(snapshot)
    return again(version)


def sign_for(people: Cast, version: ProtocolVersion, party: Party) -> Signing:
    """One signature, by the party's signatory, on the file as it stands."""
    signing = live_signing(version)
    assert signing is not None
    assert signing.current is not None
    by = people.of(party, RoleKind.SIGNATORY)
    sign(by=by, signing=signing, sha256=signing.current.sha256, post="Chief executive", basis="Scheme of delegation")
    return signing


def signed_by_all(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    """Signed by every party, and not sealed yet."""
    version = approved(people, version)
    for party in version.parties.select_related("partner"):
        sign_for(people, version, party)
    return again(version)


def in_force(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    """Signed, sealed and in force."""
    version = signed_by_all(people, version)
    seal_due()
    return again(version)


def approved_in_force(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    """In force with its text frozen and approved by all, and without the signed file, for tests that never open it."""
    version = submitted(people, version)
    for decision in waiting(version):
        approve(people, decision)
    with act("tests.state", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state=State.IN_FORCE.value)
    return again(version)


def _superseded(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    old = in_force(people, version)
    newer = vary(by=people.officer, version=old)
    in_force(people, again(newer))
    return again(old)


def _expired(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    version = in_force(people, version)
    with act("tests.time_passes", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(
            starts_on="2020-01-01", review_on="2020-06-01", ends_on="2021-01-01"
        )
    expire_due()
    return again(version)


def _terminated(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    ended = in_force(people, version)
    return terminate(by=people.officer, version=ended, reason="The programme has ended.", authority="Minutes of 3 May.")


def _abandoned(people: Cast, version: ProtocolVersion) -> ProtocolVersion:
    return abandon(by=people.officer, version=version, reason="Another protocol covers it.")


WALKS: dict[State, Callable[[Cast, ProtocolVersion], ProtocolVersion]] = {
    State.DRAFT: lambda _people, version: version,
    State.CONSULTATION: consulted,
    State.APPROVAL: submitted,
    State.SIGNING: approved,
    State.IN_FORCE: in_force,
    State.SUPERSEDED: _superseded,
    State.EXPIRED: _expired,
    State.TERMINATED: _terminated,
    State.ABANDONED: _abandoned,
}


def protocol_at(state: State, people: Cast | None = None) -> tuple[Cast, ProtocolVersion]:
    """An overarching version in a state, and the people round it."""
    people = people or cast()
    return people, again(WALKS[state](people, draft(people)))


BODIES = (
    ("Wigan Council", "council"),
    ("Northmoor Police", "police"),
    ("Northmoor Hospital Trust", "nhs_trust"),
    ("Riverside Homes", "housing_association"),
)


def thematic_draft(people: Cast, parent: ProtocolVersion) -> ProtocolVersion:
    """A community safety draft under a version in force, with that version's parties and the text filled."""
    version = factories.thematic_draft(parent, by=people.officer)
    set_variables(by=people.officer, version=version, values=VALUES)
    return again(version)


def party(version: ProtocolVersion, partner: Partner) -> Party:
    """The party that a partner is."""
    return version.parties.select_related("partner", "version__protocol__partnership").get(partner=partner)


def cases_flow(people: Cast, version: ProtocolVersion, sender: int = 0, recipient: int = 1, **changes) -> DataFlow:
    """Named anti-social behaviour cases from one of the cast's partners to another."""
    ends = [party(version, people.partners[index]) for index in (sender, recipient)]
    content = factories.flow_content(ends[0], ends[1:], **changes)
    return save_flow(by=people.officer, version=version, content=content, nonce=uuid4())


def assessed(people: Cast, one: Party, flows: Sequence[DataFlow], wanted=None) -> PartyAssessment:
    """A party's own contributor walks the checklist, taking the wanted answers and else the first, and concludes it."""
    by = people.of(one, RoleKind.CONTRIBUTOR)
    covering = walked(by, begin(by=by, party=one, flows=flows), wanted or {})
    return conclude(by=by, covering=covering)


def walked(by: Role, covering: PartyAssessment, wanted) -> PartyAssessment:
    """Every step answered, through the service, to an end."""
    _, responses = answer_until(CURRENT, covering.assessment.facts, wanted)
    for response in responses:
        answer(
            by=by, covering=covering, step=response.step, answer=response.answer, reason=response.reason,
            gateways=response.gateways, choices=response.choices,
        )  # fmt: skip
    return covering


def thematic_to_assess() -> tuple[Cast, ProtocolVersion, DataFlow]:
    """A thematic draft with one identifiable flow from a council to the police, not assessed yet."""
    people = cast()
    version = thematic_draft(people, approved_in_force(people, draft(people)))
    return people, version, cases_flow(people, version)


def thematic_with_flow(people: Cast | None = None, **changes) -> tuple[Cast, ProtocolVersion, DataFlow]:
    """A thematic draft with one flow that both its parties have assessed to a good end."""
    people = people or cast()
    version = thematic_draft(people, approved_in_force(people, draft(people)))
    flow = cases_flow(people, version, **changes)
    for one in (flow.sender, *flow.recipients.all()):
        assessed(people, party(version, one.partner), [flow])
    return people, again(version), flow


def put_on_the_checklist_of_2003(covering: PartyAssessment) -> None:
    """What no service does: a concluded record that names the checklist kept for learning."""
    with act("tests.forge", by=SYSTEM):
        covering.assessment.checklist = "dca-2003"
        covering.assessment.record["can_support_approval"] = False
        covering.assessment.save()


def with_acceding_party(people: Cast, version: ProtocolVersion, joins: Partner) -> None:
    """The parties of the version, with one more that signs the overarching protocol by signing this."""
    choices = [Choice(partner, accedes=partner == joins) for partner in people.partners]
    set_parties(by=people.officer, version=version, choices=choices)
