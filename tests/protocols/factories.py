"""Protocols for tests, made only through the services; the people and bodies round them are made in acts."""

from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from uuid import uuid4

from django.utils.text import slugify

from partners.models import Membership, Partner, Partnership, Role
from partners.roles import RoleKind
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.audit.chain import canonical
from protocols.models import DataFlow, Party, ProtocolVersion, Template, TemplateVersion
from protocols.services.creating import create_protocol
from protocols.services.flow_contents import FlowContent
from protocols.services.flows import save_flow
from protocols.services.particulars import Particulars
from protocols.services.parties import Choice, set_parties

numbers = count(1)
TODAY = date(2027, 3, 3)

SECTIONS = [
    {"id": "S01", "title": "Document control", "body": "", "schedule": "control"},
    {
        "id": "S03", "title": "Purpose", "mandatory": True, "inherits": "extend", "may": ["replace"],
        "guidance": "Purpose drives power, basis and compatibility.",
        "body": "<ol><li>[[partnership_name]] shares data to [[strategic_purpose]].</li></ol>",
    },
    {
        "id": "S07", "title": "Principles", "mandatory": True, "inherits": "as is", "may": ["extend"],
        "body": "<ol><li>The parties share only what is needed.</li><li>They keep a record.</li></ol>",
    },
    {"id": "S20", "title": "Data flows", "body": "", "schedule": "flows"},
    {
        "id": "S21", "title": "Breaches", "mandatory": False,
        "body": "<ol><li>A breach is told within [[breach_hours]] hours.</li></ol>",
    },
]  # fmt: skip
VARIABLES = [
    {"key": "partnership_name", "label": "Name of the partnership", "known": "partnership_name"},
    {"key": "strategic_purpose", "label": "Strategic purpose", "kind": "text"},
    {"key": "breach_hours", "label": "Hours to tell of a breach", "kind": "number"},
]


def partnership(name: str = "Greater Northmoor Partnership") -> Partnership:
    """A partnership, with its own prefix."""
    with act("tests.partnership", by=SYSTEM):
        return Partnership.objects.create(
            name=f"{name} {(number := next(numbers))}",
            slug=f"partnership-{number}",
            prefix=f"P{number}",
            area="Northmoor",
        )


def partner(name: str = "Wigan Council", *, kind: str = "council", of: Partnership | None = None) -> Partner:
    """An approved partner, a member where `of` names a partnership."""
    with act("tests.partner", by=SYSTEM):
        made = Partner.objects.create(
            legal_name=name, short_name=name, slug=f"{slugify(name)}-{next(numbers)}", kind=kind, status="approved"
        )
        if of is not None:
            Membership.objects.create(partnership=of, partner=made)
    return made


def role(kind: RoleKind, *, at: Partner | Partnership, name: str = "") -> Role:
    """Somebody in a role at a partner, or the officer of a partnership."""
    number = next(numbers)
    held = {"partnership": at} if isinstance(at, Partnership) else {"partner": at}
    with act("tests.role", by=SYSTEM):
        person = User.objects.create_user(
            email=f"person{number}@example.org", name=name or f"Person {number}", password="correct horse battery"
        )
        return Role.objects.create(person=person, kind=kind.value, post="Manager", **held)


def officer(of: Partnership | None = None) -> Role:
    """The officer of a partnership."""
    return role(RoleKind.OFFICER, at=of or partnership(), name="Priya Shah")


def template(tier: str = "overarching", theme: str = "") -> TemplateVersion:
    """A small template of five sections."""
    slug = theme or tier
    with act("tests.template", by=SYSTEM):
        kept, _ = Template.objects.get_or_create(
            slug=slug, defaults={"tier": tier, "theme": theme, "title": slug.replace("_", " ").capitalize()}
        )
        content = {"sections": SECTIONS, "variables": VARIABLES, "flows": []}
        digest = sha256(canonical(content).encode()).hexdigest()
        version, _ = TemplateVersion.objects.get_or_create(
            template=kept, number=1, defaults={"published_on": TODAY, "content": content, "sha256": digest}
        )
    return version


def particulars(**changes: object) -> Particulars:
    """Particulars that hold together."""
    given: dict[str, object] = {
        "title": "Information sharing for a safer Northmoor",
        "purpose": "To reduce crime and disorder.",
        "starts_on": TODAY,
        "review_on": TODAY + timedelta(days=365),
    }
    return Particulars(**{**given, **changes})  # type: ignore[arg-type]


def draft(*, by: Role | None = None, partners: list[Partner] | None = None, **changes: object) -> ProtocolVersion:
    """An overarching draft with two parties (Wigan Council and Northmoor Police) unless others are given."""
    by = by or officer()
    version = create_protocol(by=by, template=template(), particulars=particulars(**changes))
    if partners is None:
        partners = [partner(of=by.partnership), partner("Northmoor Police", kind="police", of=by.partnership)]
    set_parties(by=by, version=version, choices=[Choice(one) for one in partners])
    return version


def thematic_draft(parent: ProtocolVersion, *, by: Role, theme: str = "community_safety") -> ProtocolVersion:
    """A thematic draft under a version in force, with that version's parties."""
    version = create_protocol(
        by=by, template=template("thematic", theme), particulars=particulars(title="Assault data"), parent=parent
    )
    choices = [Choice(party.partner) for party in parent.parties.select_related("partner")]
    set_parties(by=by, version=version, choices=choices)
    return version


def flow_content(sender: Party, recipients: list[Party], **changes: object) -> FlowContent:
    """What a flow of anti-social behaviour cases says."""
    given: dict[str, object] = {
        "title": "Anti-social behaviour cases", "sender": sender, "recipients": recipients,
        "items": "Name\nAddress\nWhat happened", "subjects": "People complained of", "identifiability": "identifiable",
        "kinds": ("asb_cases",), "purpose": "Plan the response together", "method": "Secure email",
        "frequency": "Weekly", "retention": "Two years", "geography": "Northmoor",
    }  # fmt: skip
    return FlowContent(**{**given, **changes})  # type: ignore[arg-type]


def flow(version: ProtocolVersion, *, by: Role, **changes: object) -> DataFlow:
    """A flow from the first party to the second."""
    sender, *recipients = list(version.parties.all())[:2]
    return save_flow(by=by, version=version, content=flow_content(sender, recipients, **changes), nonce=uuid4())
