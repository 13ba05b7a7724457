"""Loading the sample: protocols in every state, two of them signed and in force."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from partners.models import Partner
from partners.roles import RoleKind
from protocols.models import DataFlow, ProtocolVersion
from protocols.sample.after_signing import partner_joins, party_gives_notice
from protocols.sample.cast import BODIES, OFFICER, Person
from protocols.sample.catalogue import ASSAULTS, CASES, Catalogue
from protocols.sample.elsewhere import agree_elsewhere
from protocols.sample.joining import Joined, join
from protocols.sample.lives import Lives, Plan
from protocols.sample.living import keep_alive
from protocols.sample.signing import begin_signing
from protocols.services.comments import add_comment
from protocols.services.ending import expire_due, terminate
from protocols.services.moving import abandon
from protocols.services.varying import vary

PASSWORD = "sample-portal-only-2026"  # noqa: S105 - of the sample, printed when it is loaded

SAFER = Plan(
    "community_safety", "Safer neighbourhoods",
    "To find where violence and anti-social behaviour gather, and to deal with named cases before they grow.",
    review_in=timedelta(days=80),
)  # fmt: skip
OVERARCHING = Plan(
    "overarching", "Sharing data to improve Northmoor and Vale",
    "To set the purposes, principles and undertakings under which the partners share data about the area they serve.",
)  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """The sign-ins of the sample: who, in which roles, with which mailbox."""

    sign_ins: list[dict[str, str]]


def load(say: Callable[[str], None]) -> Loaded:
    """Load everything through the real services; meant for an empty database."""
    joined = join(password=PASSWORD, say=say)
    lives, partner = Lives(joined), joined.partners
    everyone = list(partner.values())
    overarching = lives.bring_into_force(lives.draft(OVERARCHING, everyone))
    say(f"{overarching} is signed by {len(everyone)} parties and in force.")
    safer = _safer_in_force(lives, overarching, partner)
    say(f"{safer} is signed and in force.")
    joins = partner_joins(lives, safer, partner["Northmoor Fire"], partner["Northmoor Hospitals"])
    say(f"{joins} may be objected to, and is.")
    say(f"{party_gives_notice(lives, safer, partner['Riverside Homes'])} waits for a decision.")
    _ended(lives, partner, say)
    _under_way(joined, lives, overarching, partner, say)
    agree_elsewhere(lives.officer, say)
    return Loaded(_sign_ins())


def _safer_in_force(lives: Lives, parent: ProtocolVersion, partner: dict[str, Partner]) -> ProtocolVersion:
    council, police = partner["Northmoor Council"], partner["Northmoor Police"]
    hospitals, homes = partner["Northmoor Hospitals"], partner["Riverside Homes"]
    version = lives.draft(SAFER, [council, police, hospitals, homes], parent)
    flows = [
        lives.starter(version, hospitals, [council, police], "Depersonalised assault data"),
        lives.starter(version, council, [police, homes], "Named anti-social behaviour cases"),
        _council_tax(lives, version, council, police),
    ]
    catalogue = Catalogue(lives.joined)
    catalogue.keep(hospitals, flows[0], ASSAULTS)
    catalogue.keep(council, flows[1], CASES)
    for flow in flows[:2]:
        lives.assess(version, flow)
    lives.answer(flows[2].sender, flows[2])
    lives.weigh(version, police, "victim-found", "small-counts", "mixed-regimes")
    lives.weigh(version, hospitals, "identifiable-health")
    lives.weigh(version, council, "not-sharing", "further-use")
    version = lives.bring_into_force(version)
    keep_alive(lives.joined, version, council, police)
    return version


def _council_tax(lives: Lives, version: ProtocolVersion, council: Partner, police: Partner) -> DataFlow:
    """The flow that the checklist stops, by the Local Government Finance Act 1992."""
    return lives.flow(
        version, council, [police],
        title="Council tax records of addresses complained of", items="Name of the liable person\nAddress",
        subjects="People liable for council tax", identifiability="identifiable",
        kinds=("council_tax", "contact_details"), regime="general", method="Secure email",
        purpose="To learn who lives at an address complained of", frequency="When asked",
        retention="6 months", geography="Address",
    )  # fmt: skip


def _ended(lives: Lives, partner: dict[str, Partner], say: Callable[[str], None]) -> None:
    """One superseded by a version that was terminated, and one that expired."""
    two = [partner["Northmoor Fire"], partner["Riverside Homes"]]
    purpose = "To visit people at risk of fire at home, while the pilot runs."
    first = lives.bring_into_force(lives.draft(Plan("overarching", "Home fire safety pilot", purpose), two))
    second = lives.bring_into_force(vary(by=lives.officer, version=first))
    terminate(
        by=lives.officer, version=second, reason="The pilot closed on time; its work continues under NV-0001.",
        authority="Both parties agreed to it at the partnership board.",
    )  # fmt: skip
    say(f"{first} was superseded, and {second} terminated.")
    day = timedelta(days=1)
    plan = Plan("overarching", "Flood recovery", "To help households after the flood.", 2 * day, day)
    short = lives.bring_into_force(lives.draft(plan, [partner["Vale Council"], partner["Northmoor Fire"]]))
    expire_due(on=timezone.localdate() + 3 * day)
    say(f"{short} expired.")


def _under_way(
    joined: Joined, lives: Lives, parent: ProtocolVersion, partner: dict[str, Partner], say: Callable[[str], None]
) -> None:
    """One in each state before its end."""
    vale, police, probation = partner["Vale Council"], partner["Northmoor Police"], partner["Northmoor Probation"]
    hospitals, homes = partner["Northmoor Hospitals"], partner["Riverside Homes"]
    council = partner["Northmoor Council"]
    _given_up(lives, parent, [vale, homes])
    estate = _later("overarching", "Vale estate renewal", "To plan the renewal of the Vale estate.")
    fire = partner["Northmoor Fire"]
    signing = lives.draft(estate, [vale, fire, homes, probation])
    lives.submit(signing)
    lives.approve(signing)
    begin_signing(lives, signing, vale, paper=fire, guest=homes)
    say(f"{signing} is signed by one party in the portal and one on paper, and waits for a guest and another.")
    offenders = _later(
        "community_safety", "Managing offenders together", "To help people on licence to stop offending."
    )
    approval = lives.draft(offenders, [probation, police, vale], parent)
    lives.assess(approval, lives.starter(approval, probation, [police, vale], "Offenders under integrated management"))
    lives.weigh(approval, probation, "mixed-regimes", "wrong-recipient", "kept-too-long")
    lives.submit(approval)
    lives.approve(approval, but=2, conditions="Train every user before the first list is shared.")
    say(f"{approval} waits for two decisions.")
    older = _later("health_older_people", "Falls and frailty", "To find people at risk of a fall, and help early.")
    consulted = lives.draft(older, [hospitals, vale, council], parent)
    lives.starter(consulted, hospitals, [vale, council], "Shared care record")
    lives.consult(consulted)
    _comments(joined, consulted, vale, hospitals)
    homeless = _later("housing_market_renewal", "Preventing homelessness", "To reach people in time to keep a home.")
    draft = lives.draft(homeless, [vale, homes], parent)
    lives.weigh(draft, vale, "agreement-taken-for-consent", "too-much")
    flow = lives.starter(draft, homes, [vale], "Referral of people")
    lives.answer(flow.sender, flow, most=6, conclude=False)
    Catalogue(joined).offer_and_want(draft, vale, homes, partner["Northmoor Fire"], police)
    say(f"{consulted} is out for comment, and {draft} is being drafted.")


def _later(template: str, title: str, purpose: str) -> Plan:
    """A protocol that is to begin in two months, so that nobody in the sample is late on the first day."""
    return Plan(template, title, purpose, starts_in=timedelta(days=60))


def _given_up(lives: Lives, parent: ProtocolVersion, partners: list[Partner]) -> None:
    plan = Plan("environment_liveability", "Fly-tipping hot spots", "To find and clear fly-tipping.")
    version = lives.draft(plan, partners, parent)
    abandon(by=lives.officer, version=version, reason="The county-wide protocol covers it.")


def _comments(joined: Joined, version: ProtocolVersion, vale: Partner, hospitals: Partner) -> None:
    said = {vale: "Who tells the person before the first visit?", hospitals: "Leave free text out of the extract."}
    section = version.sections.order_by("position")[2]
    for partner, words in said.items():
        by = joined.at(partner, RoleKind.CONTRIBUTOR)
        add_comment(by=by, version=version, section=section, body=words, nonce=uuid4())


def _sign_ins() -> list[dict[str, str]]:
    """Everyone in the sample, with the roles in words as the demonstration's sign-in page shows them."""
    roles: dict[Person, list[str]] = {OFFICER: ["Partnership officer"]}
    for body in BODIES:
        for kind, person in body.people.items():
            label = f"{kind.label[0].upper()}{kind.label[1:]}"
            roles.setdefault(person, []).append(f"{label}, {body.short_name}")
    return [
        {"name": person.name, "email": person.email, "password": PASSWORD, "role": "; ".join(held)}
        for person, held in roles.items()
    ]
