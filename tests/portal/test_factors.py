"""What second factors are reckoned from is encrypted at rest, and a new key takes the old one's place."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.management import call_command

from portal.accounts.factors import decrypt, encrypt, keep_encrypted
from tests.portal.people import dana, tries_forgotten

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def keys(settings) -> None:
    settings.FACTOR_KEYS = ["the key of today", "the key before it"]


@pytest.fixture
def clock(monkeypatch) -> None:
    """The clock stands, in the first second of an app's half minute."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: 1_800_000_000.0)


def code_now(*, earlier: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 - earlier))


def stored(kind: str) -> dict:
    return Authenticator.objects.get(type=kind).data


def test_the_secret_of_an_app_is_not_in_the_database(dana):
    TOTP.activate(dana, SECRET)
    assert SECRET not in str(stored("totp"))


def test_codes_are_right_as_before(dana):
    app = TOTP.activate(dana, SECRET)
    assert not app.validate_code("000000")
    assert app.validate_code(code_now())


def test_a_code_of_an_app_is_right_once(dana, clock):
    app = TOTP.activate(dana, SECRET)
    code = code_now()
    assert [app.validate_code(code), app.validate_code(code)] == [True, False]


def test_a_code_of_an_app_is_worth_nothing_once_its_half_minute_is_over(dana, clock):
    app = TOTP.activate(dana, SECRET)
    assert not app.validate_code(code_now(earlier=1))


def test_the_same_secret_is_never_kept_alike_twice():
    assert encrypt(SECRET) != encrypt(SECRET)


def test_what_an_earlier_release_kept_as_it_was_is_read_and_then_encrypted(dana):
    app = TOTP.activate(dana, SECRET)
    Authenticator.objects.update(data={"secret": SECRET})
    app.instance.refresh_from_db()
    assert app.validate_code(code_now())
    assert [keep_encrypted(), keep_encrypted()] == [1, 0]
    assert SECRET not in str(stored("totp"))
    assert decrypt(stored("totp")["secret"]) == SECRET


def test_a_new_key_takes_the_place_of_the_old_one_which_can_then_be_dropped(settings, dana, capsys):
    TOTP.activate(dana, SECRET)
    Authenticator.objects.create(user=dana, type="recovery_codes", data={"seed": encrypt("5eed"), "used_mask": 0})
    settings.FACTOR_KEYS = ["the key of tomorrow", *settings.FACTOR_KEYS]
    assert decrypt(stored("totp")["secret"]) == SECRET
    call_command("encrypt_factors")
    assert "2 second factors" in capsys.readouterr().out
    settings.FACTOR_KEYS = ["the key of tomorrow"]
    assert decrypt(stored("totp")["secret"]) == SECRET


def test_under_a_key_that_is_gone_no_code_fits_and_the_log_says_why(settings, dana, caplog):
    app = TOTP.activate(dana, SECRET)
    settings.FACTOR_KEYS = ["another"]
    assert not app.validate_code(code_now())
    assert "which CONCORDAT_FACTOR_KEYS does not hold" in caplog.text
    assert SECRET not in caplog.text
    assert keep_encrypted() == 0


def test_what_was_altered_in_the_database_fits_no_code(dana):
    app = TOTP.activate(dana, SECRET)
    kept = app.instance.data["secret"]
    app.instance.data["secret"] = kept[:-9] + ("A" if kept[-9] != "A" else "B") + kept[-8:]
    assert not app.validate_code(code_now())
