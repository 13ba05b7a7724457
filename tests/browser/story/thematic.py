"""Chapter three: a thematic protocol with three flows, of which the law stops one, lets one go freely and tests one."""

from tests.browser.leaving import leave_by
from tests.browser.story import agreeing, overarching
from tests.browser.story.people import Person
from tests.browser.story.walking import begins, concludes, walks

BASE = "/protocols/GM-0002/v1/"
EMERGENCY = "Emergency department assault data"
CASES = "Anti-social behaviour cases"
COUNCIL_TAX = "Council tax records of households"
S17A, S115 = "cda-1998-s17A", "cda-1998-s115"
LAW = "Local Government Finance Act 1992"

TITLE = "Violence hot spots and anti-social behaviour in Wigan"
WORDS_IN_PDF = [
    "GM-0002", "GM-0001", EMERGENCY, CASES, LAW, "No count below 5 is shown",
    "Crime and Disorder Act 1998 s.115", "Crime and Disorder Act 1998 s.17A",
]  # fmt: skip

APPROVERS = [
    ("femi", "Greater Manchester Police"),
    ("dana", "Wigan Council"),
    ("dana", "Jigsaw Homes"),
    ("dana", "Wigan Hospitals Trust"),
    ("paul", "Wigan Council"),
    ("una", "Greater Manchester Police"),
    ("grace", "Wigan Hospitals Trust"),
    ("jo", "Wigan Council"),
]

FLOWS = {
    EMERGENCY: {
        "sender": "Wigan Hospitals Trust",
        "recipients": ("Wigan Council", "Greater Manchester Police"),
        "items": "Date and hour of attendance\nPlace of assault\nWeapon used",
        "subjects": "People who attended an emergency department after an assault",
        "identifiability": "anonymous",
        "kinds": ("health", "location_place_time"),
        "regime": "general",
        "small_number_rule": "No count below 5 is shown, and hours are given in bands of four.",
    },
    CASES: {
        "sender": "Wigan Council",
        "recipients": ("Greater Manchester Police", "Jigsaw Homes"),
        "items": "Name\nAddress\nIncidents reported\nActions taken",
        "subjects": "People who are said to have caused anti-social behaviour",
        "identifiability": "identifiable",
        "kinds": ("asb_cases", "criminal_offence", "contact_details"),
        "regime": "general",
    },
    COUNCIL_TAX: {
        "sender": "Wigan Council",
        "recipients": ("Greater Manchester Police",),
        "items": "Name of the liable person\nAddress",
        "subjects": "Households in the three wards",
        "identifiability": "identifiable",
        "kinds": ("council_tax", "contact_details"),
        "regime": "general",
    },
}


def creates(officer: Person) -> None:
    """The officer begins from the template of the theme, under the overarching protocol in force."""
    officer.go("/protocols/new/")
    officer.follows("Community safety")
    officer.fills(
        title=TITLE,
        purpose="To find where and when violence happens, and to act together on anti-social behaviour.",
    )
    for name, year in (("starts_on", 2027), ("review_on", 2028)):
        officer.dates(name, 4, 4, year)
    officer.presses("Create the protocol")
    for party in overarching.PARTIES:
        officer.ticks(party)
    officer.presses("Save the parties")
    officer.go(f"{BASE}details/")
    officer.fills(
        evidence_of_need="Police recorded 412 assaults in three wards in 2025; the hospital treated as many again.",
        equality_findings="Young men are over-represented among victims; the board reviews the effect every quarter.",
        dpia_reference="WC-DPIA-2026-014",
    )
    officer.page.locator("main [name=contact_party]").select_option(index=1)
    for box in officer.page.locator("main [name=residual_risk]").all()[:1]:
        if box.get_attribute("type") == "radio":
            box.check()
        else:
            box.fill("Low")
    officer.presses("Save the details")


def describes(writer: Person, title: str) -> None:
    """A contributor describes a flow."""
    flow = FLOWS[title]
    writer.go(f"{BASE}flows/new/")
    writer.page.locator("main [name=sender]").select_option(label=flow["sender"])
    for recipient in flow["recipients"]:
        writer.page.locator("main").get_by_label(recipient, exact=True).check()
    writer.fills(
        title=title, items=flow["items"], subjects=flow["subjects"], purpose="To target violence hot spots.",
        method="Secure file transfer", frequency="Monthly", retention="Two years", geography="Wigan, by ward",
    )  # fmt: skip
    writer.chooses("identifiability", flow["identifiability"])
    writer.chooses("kinds", *flow["kinds"])
    writer.chooses("regime", flow["regime"])
    writer.chooses("control", "separate")
    if flow["identifiability"] == "anonymous":
        writer.presses("Save the flow")
        writer.looks("flow refused")  # data said to be anonymous owes its small-number rule
        assert writer.page.locator("[name=subjects]").input_value() == flow["subjects"]
        writer.chooses("small_numbers_method", "suppress")
        writer.fills(small_number_rule=flow["small_number_rule"])
    writer.presses("Save the flow")
    writer.sees(title)


def stops_at_powers(council: Person) -> None:
    """Council tax records, offered for the same purpose, are stopped by name, and left out on record."""
    begins(council, BASE, COUNCIL_TAX)
    asked = walks(council, {"C1.2": "barred"})
    assert asked[-1] == "C1.2"
    council.reads("Do not share on this footing")
    council.sees(LAW)
    council.sees("What could change it")
    council.presses("Leave")
    council.sees("the refusal is on record")


def shares_without_names(person: Person) -> None:
    """Assault data by place and time needs a power and disclosure control, and no more."""
    begins(person, BASE, EMERGENCY)
    asked = walks(person, {"C1.3": ("duty", S17A)})
    assert {token[:2] for token in asked} == {"C0", "C1"}
    concludes(person, "Share as non-personal information")


def walks_all_stages(person: Person, more: dict[str, object] | None = None) -> None:
    """Named case data is tested for power, human rights, confidence and data protection."""
    begins(person, BASE, CASES)
    choices = {"C1.2": "exception", "C1.3": "no_duty", "C1.4": ("express", S115), "C4.2": "not_obliged", **(more or {})}
    asked = walks(person, choices)
    assert {token[:2] for token in asked} >= {"C0", "C1", "C2", "C3", "C4", "C5", "C8"}
    concludes(person, "Every stage is passed")


def is_agreed(cast: dict[str, Person]) -> None:
    """Flows, checklists, advice, consultation, every post's approval, four signatures, the seal."""
    creates(cast["priya"])
    describes(cast["asha"], EMERGENCY)
    describes(cast["ben"], CASES)
    describes(cast["ben"], COUNCIL_TAX)
    cast["ben"].go(f"{BASE}flows/")
    cast["ben"].looks("flows")
    stops_at_powers(cast["ben"])
    for name in ("asha", "ben", "kit"):
        shares_without_names(cast[name])
    walks_all_stages(cast["ben"])
    walks_all_stages(cast["kit"])
    walks_all_stages(cast["vic"], {"C4.4": "recognised_interest"})
    advises(cast["imogen"])
    agreeing.consults(cast["priya"], cast["vic"], BASE, "S23", "Two years is long for closed cases.")
    agreeing.submits(cast["priya"], BASE)
    for name, party in APPROVERS[:3]:
        agreeing.decides(cast[name], party, "GM-0002")
    cast["priya"].go(BASE)
    cast["priya"].looks("overview")
    for name, party in APPROVERS[3:]:
        agreeing.decides(cast[name], party, "GM-0002")
    cast["priya"].go(BASE)
    cast["priya"].sees("With the signatories")
    for who, party in zip(("alison", "stephen", "mary", "ruth"), overarching.PARTIES, strict=True):
        agreeing.signs(cast[who], party, "GM-0002")


def advises(adviser: Person) -> None:
    """The legal adviser reads the council's record and agrees with the power that it names."""
    adviser.go(f"{BASE}legal/")
    adviser.follows(CASES)
    adviser.looks("record")
    links = adviser.page.locator("main").get_by_role("link", name="C1.4")
    leave_by(links.or_(adviser.page.locator("main a[href$='/advice/C1.4/']")).first)
    adviser.looks("advice")
    adviser.chooses("opinion", "agrees")
    adviser.fills(text="Section 115 fits: each recipient is a relevant authority for this purpose.")
    adviser.presses("Give this advice")
    adviser.sees("is on Wigan Council’s record")
    adviser.sees("Section 115 fits")
