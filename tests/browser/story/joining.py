"""Chapter one: the bodies of Greater Manchester join, from the public registers and by registering themselves."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.leaving import leave_by
from tests.browser.story.people import Person, link_mailed_to


@dataclass(frozen=True)
class Body:
    """A body as it fills in the public form."""

    legal_name: str
    short_name: str
    kind: str
    legal_form: str
    ico_registration: str
    address: str
    posts: dict[str, tuple[str, str]]
    signatory_post: str


TRUST = Body(
    legal_name="Wrightington, Wigan and Leigh Teaching Hospitals NHS Foundation Trust",
    short_name="Wigan Hospitals Trust",
    kind="nhs_trust",
    legal_form="statutory_corporation",
    ico_registration="ZA100001",
    address="Royal Albert Edward Infirmary, Wigan Lane, Wigan WN1 2NN",
    posts={
        "dpo": ("Dana Obi", "dana.obi@dpo-service.example"),
        "signatory": ("Mary Khan", "mary.khan@trust.example"),
        "siro": ("Tom Ellis", "tom.ellis@trust.example"),
        "caldicott_guardian": ("Grace Bell", "grace.bell@trust.example"),
    },
    signatory_post="Chief executive",
)
HOUSING = Body(
    legal_name="Jigsaw Homes Tameside",
    short_name="Jigsaw Homes",
    kind="housing_association",
    legal_form="registered_society",
    ico_registration="ZA100002",
    address="Cavendish 249, Cavendish Street, Ashton-under-Lyne OL6 7AT",
    posts={
        "dpo": ("Dana Obi", "dana.obi@dpo-service.example"),
        "signatory": ("Ruth Lowe", "ruth.lowe@jigsaw.example"),
    },
    signatory_post="Group chief executive",
)
COUNCIL_POSTS = {
    "dpo": ("Dana Obi", "dana.obi@dpo-service.example"),
    "signatory": ("Alison Reid", "alison.reid@wigan.example"),
    "siro": ("Paul Singh", "paul.singh@wigan.example"),
    "caldicott_guardian": ("Jo Marsh", "jo.marsh@wigan.example"),
}
POLICE_POSTS = {
    "dpo": ("Femi Cole", "femi.cole@gmp.example"),
    "signatory": ("Stephen Watts", "stephen.watts@gmp.example"),
    "siro": ("Una Price", "una.price@gmp.example"),
}
COUNCIL_OTHERS = [
    ("contributor", "Ben Ford", "Community safety manager", "ben.ford@wigan.example"),
    ("legal_adviser", "Imogen Vale", "Solicitor", "imogen.vale@wigan.example"),
    ("viewer", "Sam Hart", "Neighbourhood officer", "sam.hart@wigan.example"),
]
POLICE_OTHERS = [("contributor", "Kit Moss", "Partnership inspector", "kit.moss@gmp.example")]
TRUST_OTHERS = [("contributor", "Asha Rao", "Head of information", "asha.rao@trust.example")]
HOUSING_OTHERS = [("contributor", "Vic Dean", "Tenancy manager", "vic.dean@jigsaw.example")]


def names_people(contact: Person, post: str, people: dict[str, tuple[str, str]], signatory_post: str) -> None:
    """Fill in the second page of the form: the contact, and whoever holds the posts."""
    contact.fills(contact_name=contact.name, contact_post=post, contact_email=contact.email)
    for kind, (name, email) in people.items():
        contact.fills(**{f"{kind}_name": name, f"{kind}_email": email})
    contact.fills(signatory_post=signatory_post)
    contact.presses("Check your answers")
    contact.reads("Check your answers")


def registers(contact: Person, body: Body) -> None:
    """A body that nobody listed registers itself, and confirms its email address."""
    contact.go("/")
    contact.looks("front")
    contact.follows("Register your organisation")
    contact.fills(
        legal_name=body.legal_name, short_name=body.short_name, kind=body.kind, legal_form=body.legal_form,
        ico_registration="12345", address=body.address,
    )  # fmt: skip
    contact.presses("Go on to your people")
    contact.sees("ICO registration number")  # refused in a sentence, beside the field, with everything still there
    assert contact.page.locator("[name=legal_name]").input_value() == body.legal_name
    contact.looks("registration refused")
    contact.fills(ico_registration=body.ico_registration)
    contact.presses("Go on to your people")
    names_people(contact, "Information governance manager", body.posts, body.signatory_post)
    contact.presses("Register")
    confirms(contact)


def registers_when_invited(contact: Person, legal_form: str, ico: str, address: str, people, signatory_post) -> None:
    """A body that was invited from a public register: what the register says need not be typed."""
    contact.go(link_mailed_to(contact.email))
    contact.reads("Register")
    contact.presses("Begin")
    assert contact.page.locator("[name=legal_name]").input_value()
    contact.fills(legal_form=legal_form, ico_registration=ico, address=address)
    contact.presses("Go on to your people")
    names_people(contact, "Information governance manager", people, signatory_post)
    contact.presses("Register")
    contact.sees("Your registration waits for a decision")


def confirms(contact: Person) -> None:
    """Follow the link in the mail and confirm."""
    contact.sees("Check your mail")
    contact.looks("registered")
    contact.go(link_mailed_to(contact.email, "confirm"))
    contact.reads("Confirm your email address")
    contact.presses("Confirm this address")


def invites_listed(officer: Person, name: str, contact: Person) -> None:
    """The officer finds a body that was read from a public register, and invites its contact."""
    officer.go(f"/partners/?q={name}")
    officer.looks("partners")
    officer.follows(name)
    officer.presses(f"Invite {name}")
    officer.fills(name=contact.name, email=contact.email)
    officer.presses("Send the invitation")


def approves(officer: Person, name: str) -> None:
    """The officer finds the registration in the in-tray and approves it."""
    officer.works_on(name)
    officer.reads(name)
    officer.chooses("decision", "approve")
    officer.presses("Send the decision")


def invites_people(contact: Person, slug: str, others: list[tuple[str, str, str, str]]) -> None:
    """The contact takes up its own role, then invites the people whom it named, and others, into roles."""
    contact.takes_up()
    contact.go("/in-tray/")
    contact.go(f"/partners/{slug}/people/")
    contact.looks("people")
    named = contact.page.locator("section", has_text="Named when you registered").get_by_role("button")
    while named.count():
        left = named.count()
        leave_by(named.first)
        contact.go(f"/partners/{slug}/people/")
        assert named.count() == left - 1
    for kind, name, post, email in others:
        contact.go(f"/partners/{slug}/people/invite/")
        contact.chooses("kind", kind)
        contact.fills(name=name, post=post, email=email)
        contact.presses("Send the invitation")


def everybody_joins(someone: Callable[[str, str], Person]) -> dict[str, Person]:
    """Four bodies join: two from public registers, two by themselves; their people take up their roles."""
    officer = someone("Priya Shah", "priya.shah@gm.example")
    officer.takes_up()
    council = someone("Carys Hughes", "carys.hughes@wigan.example")
    police = someone("Omar Aziz", "omar.aziz@gmp.example")
    trust = someone("Nadia Brook", "nadia.brook@trust.example")
    housing = someone("Leo Grant", "leo.grant@jigsaw.example")
    invites_listed(officer, "Wigan", council)
    registers_when_invited(
        council,
        "local_authority",
        "Z5702513",
        "Town Hall, Library Street, Wigan WN1 1YN",
        COUNCIL_POSTS,
        "Chief executive",
    )
    invites_listed(officer, "Greater Manchester Police", police)
    registers_when_invited(
        police,
        "corporation_sole",
        "Z4900194",
        "Central Park, Northampton Road, Manchester M40 5BP",
        POLICE_POSTS,
        "Chief constable",
    )
    registers(trust, TRUST)
    registers(housing, HOUSING)
    for name in ("Wigan", "Greater Manchester Police", TRUST.short_name, HOUSING.short_name):
        approves(officer, name)
    for contact, slug, others in (
        (council, "wigan-council", COUNCIL_OTHERS),
        (police, "greater-manchester-police", POLICE_OTHERS),
        (trust, "wigan-hospitals-trust", TRUST_OTHERS),
        (housing, "jigsaw-homes", HOUSING_OTHERS),
    ):
        invites_people(contact, slug, others)
    cast: dict[str, Person] = {}
    for named in (COUNCIL_POSTS, POLICE_POSTS, TRUST.posts, HOUSING.posts):
        for name, email in named.values():
            cast[name.split()[0].lower()] = someone(name, email)
    for others in (COUNCIL_OTHERS, POLICE_OTHERS, TRUST_OTHERS, HOUSING_OTHERS):
        for _, name, _, email in others:
            cast[name.split()[0].lower()] = someone(name, email)
    for person in cast.values():
        person.takes_up_all()
    return {**cast, "priya": officer}
