"""The clauses of the sample agreement: fictional bodies, wording of the length and shape that real ones have."""

INHERITED = "SAM-0001 version 2"


def numbered(*paragraphs: str) -> str:
    """Paragraphs as a numbered list, the way the editor stores them."""
    return "<ol>" + "".join(f"<li><p>{text}</p></li>" for text in paragraphs) + "</ol>"


def with_parts(lead: str, *parts: str) -> str:
    """One paragraph's words with lettered parts under it."""
    return f"{lead}</p><ol>" + "".join(f"<li><p>{part}</p></li>" for part in parts) + "</ol><p>"


OWN_DUTIES = numbered(
    with_parts(
        "Each party shall, for the data it sends:",
        "check that the data is accurate and up to date on the day it is sent;",
        "send no more than the schedule of data flows describes;",
        "tell the receiving party at once when it finds that something it sent was wrong.",
    ),
    "A party that receives data under this protocol uses it for the purpose written against that flow and no other.",
    "Nothing in this protocol obliges a party to disclose data where it considers that the law does not allow it to.",
)

PURPOSE = numbered(
    "The parties share data under this protocol to reduce violence in public places, and to protect the people most "
    "often harmed by anti-social behaviour in Northbrook.",
    with_parts(
        "In particular the parties intend:",
        "to find the places and times at which assaults cluster, from depersonalised records of attendance at the "
        "emergency department;",
        "to bring together what each party knows of a persistent case, so that one plan is made and kept; and",
        "to see, at the end of each year, whether the number of assaults in those places has fallen.",
    ),
    "Data shared for the first of these purposes is not personal data when it leaves the hospital, and no party shall "
    "try to make it so.",
)

RETENTION = (
    "<p>Each period runs from the date on which the data was received.</p>"
    "<table><thead><tr><th>What</th><th>Kept for</th><th>Then</th></tr></thead><tbody>"
    "<tr><td>Place, time and weapon of assaults</td><td>24 months</td><td>Deleted; yearly totals kept</td></tr>"
    "<tr><td>Case conference records</td><td>6 years after the case closes</td><td>Reviewed, then destroyed</td></tr>"
    "<tr><td>Tenancy extracts</td><td>12 months</td><td>Destroyed</td></tr></tbody></table>"
) + numbered("A party that destroys data records the date, the method and the person who authorised it.")

# id, title, origin, html, inherited html, schedule
CLAUSES = (
    ("S01", "Document control", "own", "", "", "control"),
    ("S02", "Purpose of this protocol", "own", PURPOSE, "", None),
    ("S03", "The parties", "own", "<p>The parties to this protocol are these.</p>", "", "parties"),
    ("S04", "Standing of this protocol", "inherited", "", numbered(
        "A thematic protocol is read together with the overarching protocol. Where the two differ the overarching "
        "protocol prevails, save where the thematic protocol says expressly that it does not.",
        "Neither protocol creates a power to share data. Each sharing rests on a power or duty given by law, recorded "
        "in the legal record.",
    ), None),
    ("S05", "Words used", "extended", numbered(
        "<strong>Case</strong> means a person, household or place on the list kept by the Northbrook case conference.",
        "<strong>Hot spot</strong> means an area of not more than four hectares in which ten or more assaults were "
        "recorded in the preceding twelve months.",
    ), numbered(
        "<strong>Data protection law</strong> means the UK GDPR, the Data Protection Act 2018 and every enactment made "
        "under either, as amended from time to time.",
        "<strong>Personal data</strong>, <strong>controller</strong> and <strong>processor</strong> have the meanings "
        "given by data protection law.",
    ), None),
    ("S06", "Principles of sharing", "inherited", "", numbered(
        "Data is shared when it is needed, with those who need it, and no more than they need.",
        "Data that does not identify people is preferred wherever it would serve the purpose.",
        "The people whose data is shared are told, unless telling them would defeat the purpose and the law allows it "
        "to be withheld.",
    ), None),
    ("S07", "Duties of each party", "own", OWN_DUTIES, "", None),
    ("S08", "Lawful basis", "own", "<p>Each party relies on these powers and duties.</p>", "", "lawful_bases"),
    ("S09", "Confidential health information", "own", numbered(
        "Westmoor Hospitals NHS Trust shares no confidential patient information under this protocol. Its Caldicott "
        "Guardian has confirmed that flows 1 to 3 contain none.",
        "A request for anything more is made to the Caldicott Guardian in writing and is not made under this protocol.",
    ), "", None),
    ("S10", "Fairness and transparency", "extended", numbered(
        "The parties publish one joint notice, in plain words, on the page of the Safer Northbrook Partnership.",
    ), numbered(
        "Each party gives the people whose data it holds the information that Articles 13 and 14 of the UK GDPR "
        "require.",
    ), None),
    ("S11", "Rights of the people concerned", "inherited", "", numbered(
        "A request made to one party is answered by that party for the data it holds, within one month.",
        "A party that corrects or erases data it has shared tells every party it shared it with, within five working "
        "days.",
    ), None),
    ("S12", "Accuracy and data quality", "own", numbered(
        "Dates are written year first. Places are given by the national grid, to 100 metres.",
        "The sending party checks one record in fifty against its own system before each transfer.",
    ), "", None),
    ("S13", "Small numbers and disclosure control", "own", numbered(
        "No table that leaves the parties shows a count of fewer than five. Such a count is shown as “fewer than 5”, "
        "and one other cell is withheld so that it cannot be worked out.",
        "The hospital groups times of attendance by hour, and places by hot spot where fewer than ten attendances came "
        "from the 100-metre square.",
    ), "", None),
    ("S14", "Security", "inherited", "", numbered(
        "Data is encrypted when it is sent and where it is kept.",
        with_parts("Each party shall:", "meet the Cyber Essentials standard or its equal;",
                   "give access by name, and take it away on the day that a person leaves;",
                   "keep a record of who read what, for at least two years."),
    ), None),
    ("S15", "How data is sent", "own", numbered(
        "Files are sent through the partnership’s secure transfer service. They are not sent by ordinary email, on "
        "paper or on removable media.",
    ), "", None),
    ("S16", "Schedule of data flows", "own", "<p>These flows, and no others, are made under this protocol.</p>", "",
     "flows"),
    ("S17", "Retention and destruction", "own", RETENTION, "", None),
    ("S18", "Breaches of security", "inherited", "", numbered(
        "A party that learns of a breach tells the party that sent the data within 24 hours, and before it tells the "
        "public.",
    ), None),
    ("S19", "Complaints", "inherited", "", numbered(
        "A complaint is answered by the party that receives it. A complaint about several parties is answered once, by "
        "the party that the partnership officer names.",
    ), None),
    ("S20", "Freedom of information", "inherited", "", numbered(
        "A party asked for recorded information that another sent it consults that other before it answers.",
    ), None),
    ("S21", "Audit and review", "own", numbered(
        "Each party’s data protection officer reports once a year to the partnership on how this protocol was kept.",
        "This protocol is reviewed by 1 April 2029, and at once where the law that it rests on changes.",
    ), "", None),
    ("S22", "Liability", "inherited", "", numbered(
        "Each party answers for its own acts and those of its processors. No party indemnifies another, save where "
        "both agree to it in writing under the hand of their monitoring officers or solicitors.",
    ), None),
    ("S23", "Change, withdrawal and end", "own", numbered(
        "A change is made by a new version, approved and signed as this one was.",
        "A party withdraws by three months’ notice. Data already received stays bound by this protocol.",
    ), "", None),
    ("S24", "Summary of the legal record", "own",
     "<p>What each party asked itself, answered and relied on before it agreed to share.</p>", "", "legal_record"),
    ("S25", "Signatures", "own", "", "", "signatures"),
)  # fmt: skip
