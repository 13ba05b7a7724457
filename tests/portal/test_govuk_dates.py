"""The date field refuses what is not a date, and says what to type; dates and times are told as people write them."""

from datetime import date, datetime, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.govuk.days import ago, day, moment
from portal.govuk.fields import DateField


@pytest.mark.parametrize(
    "typed", [["3", "3", "2027"], [" 03 ", "3", "2027"], ["3", "March", "2027"], ["3", "mar", "2027"]]
)
def test_a_date_is_read_as_it_is_commonly_typed(typed):
    assert DateField().clean(typed) == date(2027, 3, 3)


@pytest.mark.parametrize(
    ("typed", "sentence", "box"),
    [
        (["31", "2", "2027"], "Enter a real date, such as 3 3 2027.", "date"),
        (["29", "2", "2027"], "Enter a real date, such as 3 3 2027.", "date"),
        (["3", "13", "2027"], "Enter a real date, such as 3 3 2027.", "date"),
        (["x", "3", "2027"], "Enter a real date, such as 3 3 2027.", "date"),
        (["3", "3", "27"], "Enter the year in four figures, such as 2027.", "year"),
        (["3", "3", "20270"], "Enter the year in four figures, such as 2027.", "year"),
        (["3", "3", "0000"], "Enter a real date, such as 3 3 2027.", "date"),
        (["3", "3", ""], "Enter the year as well, such as 3 3 2027.", "year"),
        (["", "3", "2027"], "Enter the day as well, such as 3 3 2027.", "day"),
        (["3", " ", "2027"], "Enter the month as well, such as 3 3 2027.", "month"),
        (["³", "3", "2027"], "Enter a real date, such as 3 3 2027.", "date"),
    ],
)
def test_what_is_not_a_date_is_refused_in_a_sentence(typed, sentence, box):
    with pytest.raises(ValidationError) as refused:
        DateField().clean(typed)
    assert (refused.value.messages, refused.value.code) == ([sentence], box)


def test_a_date_that_may_be_left_out_is_none():
    assert DateField(required=False).clean(["", "", ""]) is None


def test_what_was_typed_is_shown_again():
    class Form(forms.Form):
        starts = DateField()

    form = Form({"starts_day": "31", "starts_month": "2", "starts_year": "2027"})
    assert form["starts"].value() == ["31", "2", "2027"]


def test_an_unchanged_date_is_not_a_change():
    field = DateField()
    assert not field.has_changed(date(2027, 3, 3), ["3", "3", "2027"])
    assert field.has_changed(date(2027, 3, 3), ["4", "3", "2027"])


def test_days_and_times_are_told_as_people_write_them():
    at = timezone.make_aware(datetime(2027, 3, 3, 10, 42))
    assert (day(at), moment(at)) == ("3 March 2027", "3 March 2027, 10:42am")
    assert moment(timezone.make_aware(datetime(2027, 7, 1, 12, 5))) == "1 July 2027, 12:05pm"
    assert moment(timezone.make_aware(datetime(2027, 7, 1, 0, 5))) == "1 July 2027, 12:05am"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (-1, "tomorrow"), (5, "5 days ago"), (21, "3 weeks ago"), (90, "3 months ago"),
     (800, "2 years ago"), (-5, "in 5 days"), (14, "2 weeks ago"), (365, "1 year ago")],
)  # fmt: skip
def test_how_long_since_is_told_in_one_unit(days, words):
    assert ago(timezone.localdate() - timedelta(days=days)) == words
