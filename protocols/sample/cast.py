"""Who takes part in the sample: all of it fictional, and said so in every name that is published."""

from dataclasses import dataclass

from partners.kinds import BodyKind
from partners.roles import RoleKind

PARTNERSHIP = "Northmoor and Vale Partnership (sample)"
PREFIX, AREA = "NV", "Northmoor and Vale (a fictional place)"
DOMAIN = "northmoor.example"


@dataclass(frozen=True)
class Person:
    """Somebody in the sample; the mailbox is made from the name."""

    name: str
    post: str

    @property
    def email(self) -> str:
        """Their mailbox, in a domain that can never exist."""
        return f"{self.name.lower().replace(' ', '.').replace(chr(8217), '')}@{DOMAIN}"


@dataclass(frozen=True)
class SampleBody:
    """A body and its people by role. `ico` is a number of the right form that nobody holds."""

    legal_name: str
    short_name: str
    kind: BodyKind
    legal_form: str
    ico: str
    address: str
    people: dict[RoleKind, Person]


OFFICER = Person("Priya Shah", "Partnership officer")
SHARED_DPO = Person("Dana Obi", "Data protection officer (shared service)")

R = RoleKind
BODIES: tuple[SampleBody, ...] = (
    SampleBody(
        "Northmoor City Council (sample)", "Northmoor Council", BodyKind.COUNCIL, "local_authority", "ZA000001",
        "Town Hall, Market Street, Northmoor",
        {
            R.CONTACT: Person("Helen Marsh", "Information governance manager"),
            R.CONTRIBUTOR: Person("Tom Okafor", "Community safety manager"),
            R.LEGAL_ADVISER: Person("Grace Lin", "Senior solicitor"),
            R.DPO: SHARED_DPO,
            R.CALDICOTT_GUARDIAN: Person("Ruth Adeyemi", "Director of adult social care"),
            R.SIRO: Person("Neil Barker", "Director of resources"),
            R.SIGNATORY: Person("Margaret Hollis", "Chief executive"),
            R.VIEWER: Person("Sam Field", "Neighbourhood officer"),
        },
    ),
    SampleBody(
        "Vale Borough Council (sample)", "Vale Council", BodyKind.COUNCIL, "local_authority", "ZA000002",
        "Civic Centre, Vale",
        {
            R.CONTACT: Person("Owen Price", "Head of governance"),
            R.CONTRIBUTOR: Person("Lucy Tran", "Housing strategy manager"),
            R.DPO: SHARED_DPO,
            R.CALDICOTT_GUARDIAN: Person("Martin Cole", "Director of children and adults"),
            R.SIRO: Person("Sheila Grant", "Director of finance"),
            R.SIGNATORY: Person("Alan Whitworth", "Chief executive"),
        },
    ),
    SampleBody(
        "Chief Constable of Northmoor and Vale Police (sample)", "Northmoor Police", BodyKind.POLICE,
        "corporation_sole", "ZA000003", "Police Headquarters, Northmoor",
        {
            R.CONTACT: Person("Karen Doyle", "Information manager"),
            R.CONTRIBUTOR: Person("Imran Aziz", "Partnership inspector"),
            R.LEGAL_ADVISER: Person("Peter Hale", "Force solicitor"),
            R.DPO: Person("Joan Fairley", "Data protection officer"),
            R.SIRO: Person("Colin Frost", "Deputy chief constable"),
            R.SIGNATORY: Person("Diane Mercer", "Chief constable"),
        },
    ),
    SampleBody(
        "Northmoor Hospitals NHS Trust (sample)", "Northmoor Hospitals", BodyKind.NHS_TRUST, "statutory_corporation",
        "ZA000004", "Northmoor Infirmary, Northmoor",
        {
            R.CONTACT: Person("Beth Lawson", "Information governance lead"),
            R.CONTRIBUTOR: Person("Raj Menon", "Emergency department manager"),
            R.DPO: Person("Frances Egan", "Data protection officer"),
            R.CALDICOTT_GUARDIAN: Person("Stephen Ward", "Medical director"),
            R.SIRO: Person("Alison Reed", "Finance director"),
            R.SIGNATORY: Person("Victor Osei", "Chief executive"),
        },
    ),
    SampleBody(
        "Northmoor and Vale Fire and Rescue Authority (sample)", "Northmoor Fire", BodyKind.FIRE, "local_authority",
        "ZA000005", "Fire Headquarters, Vale",
        {
            R.CONTACT: Person("Gareth Lowe", "Data manager"),
            R.CONTRIBUTOR: Person("Nina Sharp", "Prevention manager"),
            R.DPO: Person("Paul Kerr", "Data protection officer"),
            R.SIRO: Person("Judith Vane", "Deputy chief fire officer"),
            R.SIGNATORY: Person("Robert Quill", "Chief fire officer"),
        },
    ),
    SampleBody(
        "Riverside Homes (sample)", "Riverside Homes", BodyKind.HOUSING_ASSOCIATION, "registered_society", "ZA000006",
        "Weir House, Vale",
        {
            R.CONTACT: Person("Joyce Amadi", "Company secretary"),
            R.CONTRIBUTOR: Person("Kevin Stott", "Tenancy manager"),
            R.DPO: Person("Laura Finch", "Data protection officer"),
            R.SIGNATORY: Person("Brian Tully", "Chief executive"),
        },
    ),
    SampleBody(
        "Northmoor Probation Service (sample)", "Northmoor Probation", BodyKind.PROBATION, "crown", "ZA000007",
        "Court Street, Northmoor",
        {
            R.CONTACT: Person("Simon Peel", "Business manager"),
            R.CONTRIBUTOR: Person("Anita Rowe", "Senior probation officer"),
            R.DPO: Person("Philip Nash", "Data protection officer"),
            R.SIRO: Person("Wendy Carr", "Deputy regional director"),
            R.SIGNATORY: Person("Elaine Marsden", "Regional director"),
        },
    ),
)  # fmt: skip

# Registered, and waiting for the officer's decision.
APPLICANT = SampleBody(
    "Vale Community Trust (sample)", "Vale Community Trust", BodyKind.CHARITY, "cio", "ZA000008", "Mill Lane, Vale",
    {
        R.CONTACT: Person("Teresa Holt", "Trust manager"),
        R.DPO: Person("Edwin Gale", "Data protection lead"),
        R.SIGNATORY: Person("Sandra Moss", "Chair of trustees"),
    },
)  # fmt: skip
