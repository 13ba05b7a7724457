"""Working days of England, and months by the calendar."""

from datetime import date

import pytest

from portal.calendar import working_days_after


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (date(2026, 12, 18), date(2027, 1, 20)),  # Christmas, Boxing Day put off to the 28th, New Year
        (date(2027, 3, 1), date(2027, 3, 31)),  # Good Friday and Easter Monday
        (date(2027, 6, 7), date(2027, 7, 5)),  # weekends alone
    ],
)
def test_twenty_working_days_leave_out_weekends_and_bank_holidays(told, last):
    assert working_days_after(told, 20) == last
