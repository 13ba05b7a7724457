"""Which passwords are taken: long ones of any kind, but none that anybody would try first."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from lxml import html

from portal.accounts.models import User
from portal.accounts.passwords import is_listed
from tests.portal.people import PASSWORD, dana, tries_forgotten

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db
LONG = "a passphrase of a hundred characters is as good as any other, and may be pasted from where it is kept"


def listed(path, *passwords: str):
    """A list of breached passwords, as it is handed out."""
    hashes = sorted(hashlib.sha1(one.encode()).hexdigest().upper() for one in passwords)  # noqa: S324 - as the list is
    path.write_bytes(b"".join(f"{one}:{number}\r\n".encode() for number, one in enumerate(hashes, 1)))
    return path


def why_not(password: str, person: User | None = None) -> str:
    try:
        validate_password(password, person)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "123 456 otters swim",
        "ΑΒΓΔΕ ΖΗΘΙΚΛΜΝ",
        "8390 2718 4482 9071",
        "£££ %% ((£)) ^^",
        "alllowercaseletters",
        LONG,
        "council otter lamp",
    ],
)
def test_any_kind_of_characters_will_do(password):
    assert why_not(password) == ""


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short one", "at least 12 characters"),
        ("qwerty123456", "common"),
        ("Concordat2026!!", "words that anyone would try here"),
        ("C0nc0rd@t-2026", "words that anyone would try here"),
        ("data sharing agreement", "words that anyone would try here"),
        ("Council-Police-1", "words that anyone would try here"),
        ("Winter2026Winter2026", "words that anyone would try here"),
    ],
)
def test_what_anybody_would_try_first_is_refused_with_the_reason(password, said):
    assert said in why_not(password)


def test_ones_own_name_is_no_password(dana):
    assert "too similar" in why_not("dana@alder.example", dana)


def test_a_breached_password_is_refused_where_the_operator_has_a_list(settings, tmp_path):
    many = [f"breached otter {number}" for number in range(300)]
    settings.BREACHED_PASSWORDS = str(listed(tmp_path / "list.txt", *many))
    assert [one for one in many if "known from a breach" not in why_not(one)] == []
    assert [why_not(f"unheard otter {number}") for number in range(300)] == [""] * 300
    settings.BREACHED_PASSWORDS = ""
    assert why_not(many[0]) == ""


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_short_list_is_read_from_end_to_end(tmp_path, count):
    there = [f"breached otter {number}" for number in range(count)]
    path = listed(tmp_path / "list.txt", *there)
    assert [is_listed(one, path) for one in there] == [True] * count
    assert not is_listed("unheard otter", path)


def test_a_list_that_is_not_there_lets_no_password_through(settings, tmp_path):
    settings.BREACHED_PASSWORDS = str(tmp_path / "gone.txt")
    with pytest.raises(OSError, match="gone"):
        why_not("correct horse battery")


def test_a_password_is_taken_as_it_is_typed_however_long(client, dana):
    client.post("/accounts/login/", {"login": dana.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": LONG, "password2": LONG}
    assert client.post("/accounts/password/change/", new).status_code == 302
    dana.refresh_from_db()
    assert [dana.check_password(one) for one in (LONG, LONG[:-1], LONG.upper(), f" {LONG}")] == [
        True,
        False,
        False,
        False,
    ]


def test_the_password_of_now_is_needed_to_set_another(client, dana):
    client.post("/accounts/login/", {"login": dana.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.post("/accounts/password/change/", {"oldpassword": "wrong", "password1": LONG, "password2": LONG})
    assert "This is not your password now" in answer.content.decode()
    dana.refresh_from_db()
    assert dana.check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/change/", "/accounts/reauthenticate/"])
def test_password_fields_hide_what_is_typed_and_leave_pasting_and_keepers_alone(client, dana, path):
    if path != "/accounts/login/":
        client.post("/accounts/login/", {"login": dana.email, "password": PASSWORD})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    shown = html.fromstring(client.get(path).content).xpath("//main//input[contains(@name, 'password')]")
    assert shown
    for field in shown:
        assert field.get("type") == "password"
        assert field.get("autocomplete") in ("current-password", "new-password")
        assert field.get("maxlength") is None
        assert [name for name in field.attrib if name.startswith("on")] == []
