"""Agreements that the sample's bodies made elsewhere: all of it is invented, none is in any register."""

from collections.abc import Callable
from datetime import date, timedelta

from django.template.loader import render_to_string
from django.utils import timezone

from partners.models import Partnership, Role
from portal.govuk.days import day
from protocols.documents.typesetting import typeset
from protocols.models import Agreement
from protocols.services.elsewhere.entering import ENTERED, Entry, Scan, enter_agreement

YEAR = timedelta(days=365)


def agree_elsewhere(officer: Role, say: Callable[[str], None]) -> None:
    """One with its signed PDF, one whose review is overdue, and one that names a body nobody knows."""
    today = timezone.localdate()
    enter_agreement(by=officer, partnership=_partnership(officer), entry=_repeat_callers(today), scan=_scan(today))
    _keep(officer, _empty_homes(today))
    _keep(officer, _flood_wardens(today))
    say("Three agreements made elsewhere are kept: one with its PDF, one overdue for review, one with an unknown body.")


def _keep(officer: Role, entry: Entry) -> Agreement:
    return enter_agreement(by=officer, partnership=_partnership(officer), entry=entry)


def _partnership(officer: Role) -> Partnership:
    if officer.partnership is None:
        raise LookupError("An officer belongs to a partnership.")
    return officer.partnership


def _repeat_callers(today: date) -> Entry:
    return _entry(
        "Northmoor register of 2024 (sample)",
        today - YEAR, today + YEAR,
        {
            "information-sharing-agreement": "NM-17",
            "name": "People who call the emergency services often (sample)",
            "purpose": "To find people who call for an ambulance or the police again and again, and offer them help.",
            "information-sharing-benefits": "Fewer calls that nobody can answer well, and help where it is needed.",
            "legal-power-disclosure": "section 115 of the Crime and Disorder Act 1998",
            "disclosed-information": "Name, address, dates of calls and what was done",
            "controller-names": "Northmoor Council\nNorthmoor Police\nNorthmoor Hospitals",
            "information-sharing-method": "Secure email, once a month",
            "retention-period": "P2Y",
            "area-names": "Northmoor and Vale",
        },
    )  # fmt: skip


def _empty_homes(today: date) -> Entry:
    return _entry(
        ENTERED,
        today - 3 * YEAR, today - timedelta(days=40),
        {
            "name": "Empty homes (sample)",
            "purpose": "To bring homes back into use that have stood empty for long.",
            "disclosed-information": "Address, how long it has been empty, and who owns it",
            "controller-names": "Vale Council\nRiverside Homes",
            "legal-power-disclosure": "Under the housing powers of the council",
            "information-sharing-method": "A list, every quarter",
            "retention-period": "1 year",
        },
    )  # fmt: skip


def _flood_wardens(today: date) -> Entry:
    return _entry(
        ENTERED,
        today - timedelta(days=200), today + timedelta(days=165),
        {
            "name": "Flood wardens (sample)",
            "purpose": "To know who needs help to leave home when the river rises.",
            "disclosed-information": "Name, address, telephone number and the help that is needed",
            "controller-names": "Northmoor Fire\nVale Flood Wardens",
            "processor-names": "Northmoor Council",
            "legal-power-disclosure": "Civil Contingencies Act 2004",
            "information-sharing-method": "Secure email, when a warning is given",
            "retention-period": "P6M",
        },
    )  # fmt: skip


def _entry(register: str, starts: date, review: date, cells: dict[str, str]) -> Entry:
    dates = {"start-date": starts.isoformat(), "review-date": review.isoformat()}
    return Entry(register, {**cells, **dates, "contact": "information.governance@northmoor.example"})


def _scan(today: date) -> Scan:
    entry = _repeat_callers(today)
    told = {name.replace("-", "_"): cell for name, cell in entry.cells.items()}
    context = {"told": told, "bodies": told["controller_names"].splitlines(), "signed": day(today - YEAR)}
    made = typeset(render_to_string("documents/sample_agreement.html", context), sheets=("fonts", "page", "text"))
    return Scan("Signed copy", "repeat-callers-signed.pdf", made.pdf)
