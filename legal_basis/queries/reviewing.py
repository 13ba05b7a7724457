"""What of the library is to be read again, and what the calendar has made untrue since it was reviewed."""

from datetime import date

from legal_basis.law import Gateway, LawLibrary


def overdue(law: LawLibrary, today: date) -> list[Gateway]:
    """The entries whose review is due, longest first."""
    due = [gateway for gateway in law.gateways.values() if law.review_due_on(gateway) <= today]
    return sorted(due, key=lambda gateway: (law.review_due_on(gateway), gateway.id))


def unsourced(law: LawLibrary) -> list[Gateway]:
    """The entries that rest on general knowledge alone."""
    return [gateway for gateway in law.gateways.values() if not gateway.sources]


def faults_on(law: LawLibrary, today: date) -> list[str]:
    """What a file says that the day has overtaken: in force after its withdrawal, pending after its start."""
    found = []
    for gateway in law.gateways.values():
        if gateway.status == "in force" and gateway.withdrawn_on and gateway.withdrawn_on <= today:
            found.append(f"{gateway.id}: is said to be in force, but was withdrawn on {gateway.withdrawn_on}")
        if gateway.status == "pending" and gateway.in_force_from and gateway.in_force_from <= today:
            found.append(f"{gateway.id}: is said to be pending, but began on {gateway.in_force_from}")
    return found
