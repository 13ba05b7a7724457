"""The data flows, the refused flow and the legal record of the sample agreement."""

from typing import Any

TRUST, COUNCIL, POLICE, HOMES = "westmoor-hospitals", "northbrook-council", "moorland-police", "brookside-homes"

# title, sender, recipients, items, subjects, identifiability, kinds, purpose, method, frequency, retention
_ROWS = (
    ("Assault attendances by place and hour", TRUST, (COUNCIL, POLICE), ("Place of assault, to 100 metres",
     "Date and hour", "Weapon, by type", "Whether more than one attacker"), "People treated after an assault",
     "anonymous", ("Health",), "To find the places and hours at which violence clusters", "Secure transfer, CSV",
     "Monthly, by the fifth working day", "24 months"),
    ("Licensed premises named in attendances", TRUST, (COUNCIL,), ("Name of premises", "Number of attendances, by "
     "quarter"), "Nobody: counts of events", "anonymous", ("Health",), "To review licences and door staff",
     "Secure transfer, CSV", "Quarterly", "24 months"),
    ("Repeat attendances, pseudonymised", TRUST, (COUNCIL,), ("Study number", "Age band", "Number of attendances in "
     "12 months"), "People treated three or more times", "pseudonymised", ("Health",), "To learn how many people are "
     "harmed again and again", "Trusted research space; nothing leaves it", "Yearly", "Until 31 March 2029"),
    ("Anti-social behaviour cases", COUNCIL, (POLICE, HOMES), ("Name and address", "Reports made, with dates",
     "Warnings, agreements and orders in force", "Agreed next step"), "Adults named in a persistent case",
     "identifiable", ("Anti-social behaviour cases", "Contact details"), "To make and keep one plan for each case",
     "Case conference system", "Fortnightly", "6 years after the case closes"),
    ("Incidents at addresses under discussion", POLICE, (COUNCIL, HOMES), ("Incident reference, date and type",
     "Address", "Outcome"), "Adults named in a persistent case", "identifiable", ("Criminal offence data",),
     "To judge risk and choose the least intrusive step that works", "Case conference system", "Fortnightly",
     "6 years after the case closes"),
    ("Tenancies under discussion", HOMES, (COUNCIL, POLICE), ("Tenant’s name", "Tenancy type and start",
     "Notices served"), "Tenants named in a persistent case", "identifiable", ("Housing tenancy", "Contact details"),
     "To know which remedies are open", "Case conference system", "Fortnightly", "12 months"),
    ("Recorded violence in public places", POLICE, (COUNCIL,), ("Offence group", "Place, to 100 metres", "Date and "
     "hour"), "Nobody: counts of events", "anonymous", ("Criminal offence data",), "To set beside the hospital’s "
     "counts, of which about half are never reported", "Secure transfer, CSV", "Monthly", "24 months"),
    ("Lighting and camera coverage", COUNCIL, (POLICE,), ("Lamp and camera positions", "Faults outstanding"),
     "Nobody", "anonymous", (), "To put right what makes a place unsafe", "Shared map layer", "Weekly",
     "While current"),
    ("Hot spot report", COUNCIL, (TRUST, POLICE, HOMES), ("Map of hot spots", "Counts, small numbers withheld",
     "What was done and what changed"), "Nobody: counts of events", "anonymous", (), "To show every party what its "
     "data led to", "Partnership site", "Quarterly", "6 years"),
)  # fmt: skip


def flows() -> list[dict[str, Any]]:
    """The nine flows."""
    keys = ("title", "sender", "recipients", "items", "subjects", "identifiability", "kinds_labels", "purpose",
            "method", "frequency", "retention")  # fmt: skip
    rule = "Counts below five are withheld"
    made = []
    for number, row in enumerate(_ROWS, start=1):
        flow: dict[str, Any] = dict(zip(keys, row, strict=True))
        flow["number"] = number
        flow["recipients"], flow["items"] = list(flow["recipients"]), list(flow["items"])
        flow["kinds_labels"] = list(flow["kinds_labels"])
        flow["kinds"] = [label.lower().replace(" ", "_") for label in flow["kinds_labels"]]
        flow["geography"] = "Borough of Northbrook"
        flow["small_number_rule"] = rule if flow["identifiability"] == "anonymous" else ""
        made.append(flow)
    return made


def refused_flows() -> list[dict[str, Any]]:
    """Council tax records, stopped at powers."""
    return [
        {
            "number": 10,
            "title": "Council tax records of named addresses",
            "sender": COUNCIL,
            "recipients": [POLICE],
            "stopped_at": "C1.4",
            "laws": ["Local Government Finance Act 1992, section 67 and schedule 2"],
            "reason": "Held for council tax alone. No gateway opens it for this purpose, so it may not be shared.",
            "party": COUNCIL,
        }
    ]


def step(number: str, question: str, answer: str, reason: str, *laws: str, **more: Any) -> dict[str, Any]:
    """One step of a checklist as it was answered; only with evidence has it that key."""
    stage = "powers" if number < "C2" else "privacy"
    return {"id": number, "stage": stage, "question": question, "answer": answer, "reason": reason,
            "laws": list(laws), "by": "Priya Nair", "on": "2027-02-11", **more}  # fmt: skip


MINUTE = {"name": "Cabinet minute 12 March 2026.pdf", "size": 48_213, "sha256": "5ad10f" * 10 + "abcd",
          "shows": "The cabinet adopts the strategy"}  # fmt: skip
NON_PERSONAL = (
    step("C0.1", "Will the data identify a living person, alone or with what the recipient holds?", "No",
         "Place, hour and weapon only. The motivated-intruder test was run on 12 months of records on 4 February 2027.",
         "UK GDPR Article 4(1) and recital 26"),
    step("C0.2", "Which disclosure control keeps it so?", "Grouping and suppression",
         "Hours, 100-metre squares, and counts below five withheld."),
)  # fmt: skip
NAMED = (
    step("C0.1", "Will the data identify a living person, alone or with what the recipient holds?", "Yes",
         "Names and addresses are the point of the conference.", "UK GDPR Article 4(1)"),
    step("C0.3", "Would data that identifies nobody serve the purpose?", "No",
         "A plan cannot be made for a person who is not named."),
    step("C1.1", "Does any statute forbid or limit this disclosure?", "No",
         "No council tax, benefits or tax data is in these flows."),
    step("C1.4", "Which power or duty does the body rely on to disclose?", "Section 115, Crime and Disorder Act 1998",
         "The disclosure is expedient for the borough’s crime and disorder strategy, to a relevant authority.",
         "Crime and Disorder Act 1998, sections 17 and 115", evidence=[MINUTE]),
    step("C2.1", "Is a duty of confidence owed to the person?", "Yes, and it is overridden",
         "Reports are made in confidence. The public interest in preventing harm outweighs it; see the balance on "
         "file, reviewed each year.", "Common law duty of confidence"),
    step("C2.3", "Is the interference with private life proportionate?", "Yes",
         "Only current cases, only the parties that can act, and a record destroyed six years after closing.",
         "Human Rights Act 1998, schedule 1, Article 8"),
    step("C3.1", "Which lawful basis applies?", "Public task", "Statutory function of each public authority.",
         "UK GDPR Article 6(1)(e)", "Data Protection Act 2018, section 8"),
    step("C3.4", "Which condition covers criminal offence data?", "Preventing or detecting unlawful acts",
         "An appropriate policy document is in place, dated 1 February 2027.",
         "Data Protection Act 2018, schedule 1, paragraph 10"),
    step("C3.7", "Has the risk to the people concerned been assessed?", "Yes",
         "Data protection impact assessment 2027/03, approved 9 February 2027.", "UK GDPR Article 35"),
)  # fmt: skip


def _record(party: str, covered: list[int], end: str, steps: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    named = end == "DONE"
    return {
        "party": party, "flows": covered, "end": end, "concluded_on": "2027-02-12", "concluded_by": "Priya Nair",
        "checklist": {"id": "current-law", "version": 3, "title": "Checklist under the law in force"},
        "steps": list(steps), "flags": [], "facts_hash": "0" * 64,
        "gateways": [{"id": "CDA-115", "cite": "Crime and Disorder Act 1998, section 115", "kind": "power"}]
        if named else [],
        "limits": [
            {"text": "Disclose only to a relevant authority, or a person acting for one.",
             "cite": "Crime and Disorder Act 1998, section 115(2)"},
            {"text": "Tell the person at the first safe moment.", "cite": "UK GDPR Article 14"},
        ] if named else [{"text": "Publish no count below five.", "cite": ""}],
    }  # fmt: skip


def legal_record() -> list[dict[str, Any]]:
    """Five conclusions by four parties."""
    return [
        _record(TRUST, [1, 2, 3], "NOT_PERSONAL", NON_PERSONAL),
        _record(COUNCIL, [4], "DONE", NAMED),
        _record(COUNCIL, [8, 9], "NOT_PERSONAL", NON_PERSONAL),
        _record(POLICE, [5, 7], "DONE", NAMED),
        _record(HOMES, [6], "DONE", NAMED),
    ]
