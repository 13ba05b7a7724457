"""What only one kind of instrument has: checked when it is begun or changed, and kept as plain text."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.utils import timezone

from portal.govuk.days import day
from protocols.errors import Invalid
from protocols.models import Instrument, ProtocolVersion
from protocols.queries.instruments import notice_days
from protocols.queries.joining import time_to_object

Kind = Instrument.Kind
Terms = Mapping[str, str]
SET_DAYS = "set_days"
"""Of an accession: the working days in which the parties may object, where the officer gives them."""
MOST_DAYS = 90
DAYS_WANTED = f"Enter a whole number of working days from 1 to {MOST_DAYS}, or leave it empty."
DATA = {
    "returned": "It is returned to whoever gave it",
    "destroyed": "It is destroyed",
    "kept": "It is kept, because a law requires or allows it",
    "none": "No personal data was shared",
}
AT_ONCE = {
    "no": "No, it gives the notice that the agreement asks for",
    "law": "Yes, the law or a regulator requires it",
    "breach": "Yes, a serious breach by another party puts its data at risk",
}


def checked(version: ProtocolVersion, kind: Instrument.Kind, effective_on: date, terms: Terms) -> dict[str, str]:
    """The terms of this kind, cleaned; what belongs to another kind is dropped. Raises Invalid beside the field."""
    given = {key: str(value or "").strip() for key, value in terms.items()}
    return CHECKS[kind](version, effective_on, given)


def _accession(version: ProtocolVersion, _on: date, given: Terms) -> dict[str, str]:
    """The time to object that the officer gives; the agreement's own words, where they give one, go before it."""
    days = given.get(SET_DAYS, "")
    if not days or time_to_object(version) is not None:
        return {}
    if not (days.isdecimal() and 0 < int(days) <= MOST_DAYS):
        raise Invalid(DAYS_WANTED, SET_DAYS)
    return {SET_DAYS: str(int(days))}


def _withdrawal(version: ProtocolVersion, on: date, given: Terms) -> dict[str, str]:
    at_once = given.get("at_once") or "no"
    if at_once not in AT_ONCE:
        raise Invalid("Choose whether the party leaves without notice.", "at_once")
    if at_once == "no":
        how = {"given_on": _notice(version, on, given)}
    else:
        how = {"at_once_reason": _words(given, "at_once_reason", "Write what requires it to leave without notice.")}
    return {"at_once": at_once, **how, **_data(on, given)}


def _notice(version: ProtocolVersion, on: date, given: Terms) -> str:
    given_on = _day(given, "given_on", "Enter the day on which the notice was received in writing.")
    if given_on > timezone.localdate():
        raise Invalid("Notice counts from the day it was received. Enter today or an earlier day.", "given_on")
    days = notice_days(version)
    earliest = given_on + timedelta(days=days)
    if on < earliest:
        raise Invalid(
            f"The agreement asks for {days} days’ notice, so the party can leave on {day(earliest)} at the earliest.",
            "effective_on",
        )
    return given_on.isoformat()


def _renewal(version: ProtocolVersion, on: date, given: Terms) -> dict[str, str]:
    review_on = _day(given, "review_on", "Enter the day by which the parties will look at it again.")
    if review_on <= on:
        raise Invalid("The next review comes after the day on which the renewal takes effect.", "review_on")
    if not given.get("ends_on"):
        return {"review_on": review_on.isoformat(), "ends_on": ""}
    ends_on = _day(given, "ends_on", "Enter the new end, or leave it empty.")
    if ends_on <= max(on, version.starts_on):
        raise Invalid("The agreement ends after the day on which the renewal takes effect.", "ends_on")
    return {"review_on": review_on.isoformat(), "ends_on": ends_on.isoformat()}


def _suspension(_version: ProtocolVersion, _on: date, given: Terms) -> dict[str, str]:
    lifts = _words(given, "lifts_when", "Write what has to be so before sharing begins again.")
    return {"lifts_when": lifts, "meanwhile": given.get("meanwhile", "")}


def _resumption(_version: ProtocolVersion, _on: date, given: Terms) -> dict[str, str]:
    return {"remedied": _words(given, "remedied", "Write what was put right.")}


def _data(on: date, given: Terms) -> dict[str, str]:
    """What becomes of data already shared, by when, and, where it is kept, under which law."""
    data = given.get("data", "")
    if data not in DATA:
        raise Invalid("Choose what becomes of data already shared.", "data")
    if data == "none":
        return {"data": data}
    law = {"data_law": _words(given, "data_law", "Name the law under which it is kept.")} if data == "kept" else {}
    by = _day(given, "data_by", "Enter the day by which this is done.")
    if data == "kept" and by <= on:
        raise Invalid("Enter a day after it takes effect: by then the need is reviewed.", "data_by")
    return {"data": data, "data_by": by.isoformat(), **law}


def _words(given: Terms, key: str, missing: str) -> str:
    if not given.get(key):
        raise Invalid(missing, key)
    return given[key]


def _day(given: Terms, key: str, missing: str) -> date:
    try:
        return date.fromisoformat(given.get(key, ""))
    except ValueError:
        raise Invalid(missing, key) from None


CHECKS: dict[Kind, Callable[[ProtocolVersion, date, Terms], dict[str, str]]] = {
    Kind.ACCESSION: _accession,
    Kind.WITHDRAWAL: _withdrawal,
    Kind.RENEWAL: _renewal,
    Kind.SUSPENSION: _suspension,
    Kind.RESUMPTION: _resumption,
    Kind.TERMINATION: lambda _version, on, given: _data(on, given),
}
