"""The steps of a protocol's life, as the sample's people take them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from legal_basis.queries import walk_of
from partners.models import Partner
from partners.roles import RoleKind
from protocols.models import DataFlow, Decision, Party, ProtocolVersion, TemplateVersion
from protocols.queries.decisions import live_snapshot
from protocols.queries.signing import live_signing
from protocols.sample.answers import answer_to
from protocols.sample.joining import Joined
from protocols.services import assessing
from protocols.services.creating import create_protocol
from protocols.services.deciding import decide
from protocols.services.flow_contents import FlowContent
from protocols.services.flows import save_flow
from protocols.services.moving import open_consultation
from protocols.services.particulars import Particulars
from protocols.services.parties import Choice, set_parties
from protocols.services.pinning import Wanted
from protocols.services.risks import add_starters
from protocols.services.sealing import seal
from protocols.services.signing import prepare_signing, sign
from protocols.services.submitting import submit
from protocols.services.variables import set_variables
from protocols.texts.starters import beginning_of
from protocols.texts.wording import Variable, wording_of

BASIS = "Scheme of delegation, part 3, paragraph 4"
TYPED = {
    "evidence_of_need": "The strategic assessment of June 2026 counts 1,240 reports in 61 streets (sample).",
    "equality_findings": "Analysis EQ-2026-31 of July 2026 found no group worse off; letters go out in four languages.",
    "dpia_reference": "DPIA-2026-14 of 4 September 2026",
    "complaints_contact": "information.governance@northmoor.example",
    "board_name": "the Northmoor and Vale Partnership Board",
    "hosting_country": "the United Kingdom",
    "residual_risk": "low",
}


@dataclass(frozen=True)
class Plan:
    """What one sample protocol is about."""

    template: str
    title: str
    purpose: str
    ends_in: timedelta | None = None
    review_in: timedelta = timedelta(days=365)
    starts_in: timedelta = timedelta()


class Lives:
    """Takes protocols through their lives, for the people of the sample."""

    def __init__(self, joined: Joined) -> None:
        self.joined, self.officer = joined, joined.officer

    def draft(self, plan: Plan, partners: Sequence[Partner], parent: ProtocolVersion | None = None) -> ProtocolVersion:
        """A draft with its parties, and every gap in the text filled."""
        starts_on = timezone.localdate() + plan.starts_in
        template = TemplateVersion.objects.filter(template__slug=plan.template).order_by("-number")[0]
        particulars = Particulars(
            title=plan.title, purpose=plan.purpose, starts_on=starts_on, review_on=starts_on + plan.review_in,
            ends_on=starts_on + plan.ends_in if plan.ends_in else None,
        )  # fmt: skip
        version = create_protocol(by=self.officer, template=template, particulars=particulars, parent=parent)
        set_parties(by=self.officer, version=version, choices=[Choice(partner) for partner in partners])
        variables = wording_of(template).variables.values()
        values = {one.key: _value(one, partners) for one in variables if not one.known}
        set_variables(by=self.officer, version=version, values=values)
        return version

    def flow(self, version: ProtocolVersion, sender: Partner, to: Iterable[Partner], **content: object) -> DataFlow:
        """A data flow between parties, added by the officer."""
        parties = {party.partner_id: party for party in version.parties.select_related("partner")}
        made = FlowContent(sender=parties[sender.pk], recipients=[parties[one.pk] for one in to], **content)  # type: ignore[arg-type]
        return save_flow(by=self.officer, version=version, content=made, nonce=uuid4())

    def starter(self, version: ProtocolVersion, sender: Partner, to: Iterable[Partner], start: str) -> DataFlow:
        """One of the flows that the template offers to begin with."""
        flows = wording_of(version.template_version).flows
        values = next(beginning_of(flow) for flow in flows if flow.title.startswith(start))
        known = {name: value for name, value in values.items() if name in FlowContent.__dataclass_fields__}
        return self.flow(version, sender, to, **{**known, "kinds": tuple(known.get("kinds", ()))})

    def weigh(self, version: ProtocolVersion, owner: Partner, *starters: str) -> None:
        """One party's contributor takes over starter risks, and so owns them."""
        add_starters(by=self.joined.at(owner, RoleKind.CONTRIBUTOR), version=version, ids=starters)

    def assess(self, version: ProtocolVersion, flow: DataFlow, *, conclude: bool = True) -> None:
        """Each party to a flow answers its checklist."""
        for party in (flow.sender, *flow.recipients.all()):
            self.answer(party, flow, conclude=conclude)

    def answer(self, party: Party, flow: DataFlow, *, conclude: bool = True, most: int = 99) -> None:
        """One party's contributor walks the checklist for a flow, at most so many steps."""
        party = Party.objects.select_related("partner", "version__protocol__partnership").get(pk=party.pk)
        by = self.joined.at(party.partner, RoleKind.CONTRIBUTOR)
        covering = assessing.begin(by=by, party=party, flows=[flow])
        anonymous = flow.identifiability == DataFlow.Identifiability.ANONYMOUS
        question = walk_of(covering.assessment).next
        for _ in range(most):
            if question is None:
                break
            given = answer_to(question, anonymous=anonymous)
            question = assessing.answer(
                by=by, covering=covering, step=given.step, answer=given.answer, reason=given.reason,
                gateways=given.gateways, choices=given.choices,
            ).next  # fmt: skip
        if conclude and question is None:
            end = walk_of(covering.assessment).end
            stopped = end is not None and end.code in ("STOP", "REDESIGN")
            (assessing.leave_out if stopped else assessing.conclude)(by=by, covering=covering)

    def consult(self, version: ProtocolVersion) -> None:
        """Out to every party."""
        open_consultation(by=self.officer, version=version)

    def submit(self, version: ProtocolVersion) -> None:
        """Through consultation, and submitted."""
        self.consult(version)
        submit(by=self.officer, version=version)

    def approve(self, version: ProtocolVersion, *, but: int = 0, conditions: str = "") -> None:
        """Every approval but so many; with conditions on the first, if any."""
        snapshot = live_snapshot(version)
        if snapshot is None:
            raise LookupError(f"{version} was not submitted.")
        asked = snapshot.decisions.filter(outcome=Decision.Outcome.WAITING)
        waiting = list(asked.select_related("party__partner", "snapshot__version").order_by("pk"))
        month = timezone.localdate() + timedelta(days=30)
        for index, decision in enumerate(waiting[: len(waiting) - but]):
            by = self.joined.at(decision.party.partner, RoleKind(decision.kind))
            text = conditions if index == 0 else ""
            outcome = Decision.Outcome.CONDITIONS if text else Decision.Outcome.APPROVED
            wanted = [Wanted(text, due_on=month)] if text else []
            decide(by=by, decision=decision, sha256=snapshot.sha256, outcome=outcome, conditions=wanted)

    def sign(self, version: ProtocolVersion, *, but: int = 0) -> None:
        """The file made, and every signature but so many."""
        snapshot = live_snapshot(version)
        if snapshot is None:
            raise LookupError(f"{version} was not submitted.")
        prepare_signing(snapshot)
        parties = list(version.parties.select_related("partner"))
        for party in parties[: len(parties) - but]:
            signing = live_signing(version)
            if signing is None:
                raise LookupError(f"{version} is not being signed.")
            if signing.current is None:
                raise LookupError(f"The file of {version} is not made yet.")
            by = self.joined.at(party.partner, RoleKind.SIGNATORY)
            sign(by=by, signing=signing, sha256=signing.current.sha256, post=by.post, basis=BASIS)

    def bring_into_force(self, version: ProtocolVersion) -> ProtocolVersion:
        """Submitted, approved, signed and sealed."""
        self.submit(version)
        self.approve(version)
        self.sign(version)
        signing = live_signing(version)
        if signing is None:
            raise LookupError(f"{version} is not being signed.")
        seal(signing)
        return ProtocolVersion.objects.select_related("protocol__partnership").get(pk=version.pk)


def _value(variable: Variable, partners: Sequence[Partner]) -> str:
    """What fills a variable: its usual value, or the sample's own."""
    if variable.key in TYPED:
        return TYPED[variable.key]
    if variable.kind == "party":
        return partners[0].legal_name
    usual = variable.default or (variable.choices[0] if variable.choices else "")
    return usual or {"number": "10", "date": str(date(2026, 11, 2))}.get(variable.kind, f"{variable.label} (sample)")
