"""What looks like a person's data in free text is found, and what only resembles it is let be."""

import pytest

from portal.personal_data import find_personal_data, is_nhs_number


def kinds(text: str) -> list[str]:
    return [finding.what for finding in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Patient 943 476 5919 was seen.", "an NHS number"),
        ("Patient 9434765919.", "an NHS number"),
        ("Patient 943-476-5919", "an NHS number"),
        ("His number is AB 12 34 56 C.", "a National Insurance number"),
        ("ab123456c", "a National Insurance number"),
        ("Write to mary.jones@wigan.gov.uk today.", "somebody’s email address"),
        ("Ring 07700 900123.", "a phone number"),
        ("Ring +44 7700 900123.", "a phone number"),
        ("Ring (0161) 496 0123.", "a phone number"),
        ("Ring 020 7946 0958.", "a phone number"),
        ("DOB 03/04/1987", "a date of birth"),
        ("born on 3rd April 1987", "a date of birth"),
        ("Date of birth: 1987-04-03", "a date of birth"),
    ],
)
def test_t29_what_looks_like_a_persons_data_is_found(text: str, what: str) -> None:
    assert kinds(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Date of birth and NHS number are in the extract.",
        "943 476 5918",
        "0000000000",
        "Patient 943 476 59199",
        "In force from 3 March 2027, to be reviewed by 3 March 2028.",
        "Complaints go to dataprotection@wigan.gov.uk.",
        "dpo@northmoor.police.uk",
        "Data Protection Act 2018 s.170; SI 2007/1831; GM-0007",
        "Budget of £12,345,678,901 over 10 years",
        "BG 12 34 56 A",
        "Born in Northmoor",
    ],
)
def test_what_only_resembles_it_is_let_be(text: str) -> None:
    assert kinds(text) == []


def test_t29_a_check_digit_of_ten_makes_no_nhs_number() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765929")
    assert not any(is_nhs_number(f"100000001{last}") for last in "0")


def test_t29_the_warning_never_repeats_what_it_found() -> None:
    [finding] = find_personal_data("Patient 943 476 5919")
    assert "943 476 5919" not in finding.sentence
    assert finding.sentence == (
        "This looks like an NHS number (94…19). Agreements describe data, not people: take it out."
    )


def test_the_same_number_twice_is_one_warning() -> None:
    assert len(find_personal_data("9434765919 and again 9434765919")) == 1


def test_a_long_text_is_read_quickly() -> None:
    assert find_personal_data("0 1 2 3 4 5 6 7 8 9 - " * 20_000) == []
