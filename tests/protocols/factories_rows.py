"""Rows of every kind in numbers: what thirty services one after another would have made, written in one go."""

from collections.abc import Sequence
from uuid import uuid4

from django.utils import timezone

from legal_basis.models import Advice, Answer, Assessment
from partners.models import Membership, Partner, Role
from partners.roles import RoleKind
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from protocols.models import (
    Comment,
    DataFlow,
    Decision,
    Document,
    Party,
    PartyAssessment,
    Protocol,
    ProtocolVersion,
    Section,
    Signature,
    Signing,
    Snapshot,
    Template,
    TemplateVersion,
)
from protocols.queries.freezing import parts_of
from protocols.snapshot import freeze
from tests.protocols.factories import TODAY, numbers

POSTS = (RoleKind.DPO, RoleKind.SIGNATORY, RoleKind.CONTRIBUTOR)


def parties(version: ProtocolVersion, count: int) -> list[Party]:
    """New partners of the partnership, party to the version, each with the people whom a protocol needs."""
    made = [Partner(legal_name=f"Body {n}", short_name=f"Body {n}", slug=f"body-{n}", kind="council", status="approved")
            for n in _numbers(count)]  # fmt: skip
    with act("tests.rows", by=SYSTEM):
        Partner.objects.bulk_create(made)
        place = version.protocol.partnership
        Membership.objects.bulk_create([Membership(partnership=place, partner=partner) for partner in made])
        roles(made)
        return Party.objects.bulk_create([Party(version=version, partner=partner) for partner in made])


def roles(at: Sequence[Partner], kinds: Sequence[RoleKind] = POSTS) -> list[Role]:
    """Somebody of their own in each role at each partner."""
    held = [(partner, kind, next(numbers)) for partner in at for kind in kinds]
    people = User.objects.bulk_create([User(email=f"p{n}@example.org", name=f"Person {n}") for _, _, n in held])
    with act("tests.rows", by=SYSTEM):
        return Role.objects.bulk_create(
            [
                Role(person=person, kind=kind.value, post="Head", partner=partner)
                for person, (partner, kind, _) in zip(people, held, strict=True)
            ]
        )


def flows(version: ProtocolVersion, count: int, **more: object) -> list[DataFlow]:
    """Flows of case data from the version's first party to its second."""
    sender, recipient = version.parties.order_by("partner_id")[:2]
    first = version.flows.count() + 1
    made = [
        DataFlow(
            version=version, number=number, title=f"Cases {number}", sender=sender, items="Name", subjects="Callers",
            identifiability="identifiable", kinds=["asb_cases"], purpose="Plan the response", method="Secure email",
            frequency="Weekly", retention="Two years", geography="Northmoor", nonce=uuid4(), **more,
        )
        for number in range(first, first + count)
    ]  # fmt: skip
    with act("tests.rows", by=SYSTEM):
        DataFlow.objects.bulk_create(made)
        to = DataFlow.recipients.through
        to.objects.bulk_create([to(dataflow=flow, party=recipient) for flow in made])
    return made


def refused_flows(version: ProtocolVersion, count: int) -> list[DataFlow]:
    """Flows left out of the agreement."""
    return flows(version, count, refused_at=timezone.now(), refused_reason="Stopped at powers.")


def assessments(like: PartyAssessment, over: Sequence[DataFlow], **changes: object) -> list[PartyAssessment]:
    """A checklist of the same party for each flow, answered like another one."""
    was = like.assessment
    same = {field.attname: getattr(was, field.attname) for field in Assessment._meta.fields if field.name != "id"}
    made = [Assessment(**{**same, **changes}) for _ in over]
    with act("tests.rows", by=SYSTEM):
        Assessment.objects.bulk_create(made)
        Answer.objects.bulk_create(
            [
                Answer(assessment=one, step=given.step, key=given.key, reason=given.reason, choices=given.choices,
                       gateways=given.gateways, answered_by=given.answered_by)
                for one in made for given in was.answers.all()
            ]
        )  # fmt: skip
        held = PartyAssessment.objects.bulk_create([PartyAssessment(party=like.party, assessment=one) for one in made])
        covered = PartyAssessment.flows.through
        pairs = zip(held, over, strict=True)
        covered.objects.bulk_create([covered(partyassessment=one, dataflow=flow) for one, flow in pairs])
    return held


def advice(covering: PartyAssessment, count: int) -> None:
    """What a legal adviser says, over and over, of the step answered first."""
    step = covering.assessment.answers.earliest("pk").step
    with act("tests.rows", by=SYSTEM):
        Advice.objects.bulk_create(
            Advice(assessment=covering.assessment, step=step, opinion="agrees", text="So it is.", advised_by="G. Lin")
            for _ in range(count)
        )


def comments(version: ProtocolVersion, count: int, *, section: Section | None = None) -> None:
    """Comments, each by a person of its own, half of them resolved."""
    partner = version.parties.earliest("pk").partner
    resolved = {"resolved_at": timezone.now(), "resolved_by": "Priya Shah", "response": "Changed."}
    authors = roles([partner] * count, (RoleKind.CONTRIBUTOR,))
    with act("tests.rows", by=SYSTEM):
        Comment.objects.bulk_create(
            Comment(version=version, section=section, author=author, body="Why?", nonce=uuid4(), **(resolved if n % 2
                    else {})) for n, author in enumerate(authors)
        )  # fmt: skip


def sections(version: ProtocolVersion, count: int) -> None:
    """Clauses with a text of their own."""
    last = version.sections.order_by("position").last()
    start = last.position if last else 0
    with act("tests.rows", by=SYSTEM):
        Section.objects.bulk_create(
            Section(version=version, section_id=f"Y{n}", position=n, title=f"Clause {n}", body="<p>[[review_date]]</p>")
            for n in range(start + 1, start + 1 + count)
        )


def events(version: ProtocolVersion, count: int) -> None:
    """Things done to the version."""
    for _ in range(count):
        with act("protocols.particulars.change", by=SYSTEM, subject=version):
            pass


def agreements(
    like: ProtocolVersion, count: int, state: str, text: str = "{}", **more: object
) -> list[ProtocolVersion]:
    """Protocols of their own like another one, in a state, with the same parties and a snapshot of the text given."""
    same = {
        f.attname: getattr(like, f.attname) for f in ProtocolVersion._meta.fields if f.name not in ("id", "protocol")
    }
    was = like.protocol
    place = {"partnership_id": was.partnership_id, "tier": was.tier, "theme": was.theme}
    with act("tests.rows", by=SYSTEM):
        made = Protocol.objects.bulk_create(Protocol(reference=f"ROW-{n:04d}", **place) for n in _numbers(count))
        versions = ProtocolVersion.objects.bulk_create(
            ProtocolVersion(**{**same, "protocol": protocol, "state": state, **more}) for protocol in made
        )
        bodies = list(like.parties.values_list("partner_id", flat=True))
        Party.objects.bulk_create(Party(version=one, partner_id=body) for one in versions for body in bodies)
        Snapshot.objects.bulk_create(Snapshot(version=one, number=1, text=text, sha256="0" * 64) for one in versions)
    return versions


def earlier_versions(version: ProtocolVersion, count: int) -> None:
    """Versions of the same protocol that were superseded, numbered after it."""
    same = {f.attname: getattr(version, f.attname) for f in ProtocolVersion._meta.fields if f.name != "id"}
    start = version.protocol.versions.count() + 1
    with act("tests.rows", by=SYSTEM):
        ProtocolVersion.objects.bulk_create(
            ProtocolVersion(**{**same, "number": start + n, "state": "superseded"}) for n in range(count)
        )


def templates(count: int) -> None:
    """Published templates of thematic protocols, of a theme each."""
    empty = {"sections": [], "variables": [], "flows": []}
    made = [Template(slug=f"row-{n}", tier="thematic", theme=f"row-{n}", title=f"Row {n}") for n in _numbers(count)]
    with act("tests.rows", by=SYSTEM):
        Template.objects.bulk_create(made)
        TemplateVersion.objects.bulk_create(
            TemplateVersion(template=one, number=1, published_on=TODAY, content=empty, sha256="0" * 64) for one in made
        )


def frozen(version: ProtocolVersion, state: str) -> Snapshot:
    """A snapshot of the version as it reads, and the version in a state that has one."""
    content = freeze(parts_of(version), at=timezone.now().replace(microsecond=0))
    number = version.snapshots.count() + 1
    with act("tests.rows", by=SYSTEM):
        version.snapshots.update(withdrawn_at=timezone.now())
        ProtocolVersion.objects.filter(pk=version.pk).update(state=state)
        return Snapshot.objects.create(version=version, number=number, text=content.text, sha256=content.sha256)


def decisions(snapshot: Snapshot) -> None:
    """A decision asked of each party's data protection officer; given by all but the first."""
    first, *others = snapshot.version.parties.order_by("pk")
    given = {"outcome": "conditions", "text": "Train first.", "decided_at": timezone.now()}
    deciders = {role.partner_id: role for role in Role.objects.filter(kind="dpo")}
    with act("tests.rows", by=SYSTEM):
        Decision.objects.create(snapshot=snapshot, party=first, kind="dpo", why_asked="Every party's.")
        Decision.objects.bulk_create(
            Decision(snapshot=snapshot, party=one, kind="dpo", decided_by=deciders[one.partner_id], **given)
            for one in others
        )


def signatures(snapshot: Snapshot) -> None:
    """A signing under way that all have signed but the first party; its files are rows without content."""
    _, *others = snapshot.version.parties.order_by("pk")
    files = [Document(snapshot=snapshot, kind="for_signing", name="none.pdf", sha256="0" * 64, size=1)
             for _ in range(len(others) + 1)]  # fmt: skip
    signatories = {role.partner_id: role for role in Role.objects.filter(kind="signatory")}
    with act("tests.rows", by=SYSTEM):
        first, *after = Document.objects.bulk_create(files)
        signing = Signing.objects.create(snapshot=snapshot, stage="open", current=first, opened_at=timezone.now())
        Signature.objects.bulk_create(
            Signature(signing=signing, party=one, role=signatories[one.partner_id], name="Sam Reed", post="Chief",
                      basis="Scheme of delegation", signed_sha256="0" * 64, result=file)
            for one, file in zip(others, after, strict=True)
        )  # fmt: skip


def _numbers(count: int) -> list[int]:
    return [next(numbers) for _ in range(count)]
