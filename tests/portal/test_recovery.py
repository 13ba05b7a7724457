"""Recovery codes are shown once and kept as hashes; those of earlier releases go on working, hashed too."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from portal.accounts.factors import encrypt
from portal.accounts.models import Session
from portal.accounts.recovery import HashedCodes, keep_hashed
from tests.portal.people import PASSWORD, dana, tries_forgotten

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db
OF_OLD = ["01234567", "12345678"]
PAGE, NEW = "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/"


@pytest.fixture
def signed_in(dana) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": dana.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    TOTP.activate(dana, "JBSWY3DPEHPK3PXP")
    return client


def kept() -> dict:
    return Authenticator.objects.get(type="recovery_codes").data


def shown(client: Client) -> list[str]:
    return re.findall(r">((?:\w{4}-){5}\w{4})<", client.get(PAGE).content.decode())


@pytest.fixture
def of_old(dana, monkeypatch) -> Authenticator:
    """As the release before kept them."""
    library = HashedCodes.__mro__[1]
    monkeypatch.setattr(library, "generate_codes", lambda _: OF_OLD)
    data = {"seed": encrypt("5eed"), "used_mask": 0, "viewed_at": 1.0}
    return Authenticator.objects.create(user=dana, type="recovery_codes", data=data)


def test_a_set_is_shown_once_and_nothing_that_is_kept_then_has_a_code_in_it(signed_in):
    assert signed_in.post(NEW).status_code == 302
    codes = shown(signed_in)
    assert len(set(codes)) == 10
    assert shown(signed_in) == []
    assert "cannot be shown again" in signed_in.get(PAGE).content.decode()
    session = Session.objects.get(session_key=signed_in.cookies["sessionid"].value)
    everything = f"{kept()} {session.get_decoded()}"
    assert [code for code in codes if code in everything or code.replace("-", "") in everything] == []
    assert "recovery_codes_to_show" not in everything
    assert "seed" not in kept()


def test_until_it_is_shown_a_set_waits_where_only_the_portal_can_read_it(signed_in):
    signed_in.post(NEW)
    waiting = str(Session.objects.get(session_key=signed_in.cookies["sessionid"].value).get_decoded())
    assert "recovery_codes_to_show" in waiting
    assert [code for code in shown(signed_in) if code in waiting] == []


def test_a_set_that_waits_is_not_shown_once_there_is_another(signed_in, dana):
    signed_in.post(NEW)
    Authenticator.objects.filter(type="recovery_codes").delete()
    HashedCodes.activate(dana)
    assert shown(signed_in) == []


def test_a_code_signs_in_once_however_it_is_typed(signed_in, dana):
    signed_in.post(NEW)
    code = shown(signed_in)[3].lower().replace("-", " ")

    def try_it() -> int:
        client = Client()
        client.post("/accounts/login/", {"login": dana.email, "password": PASSWORD})
        return client.post("/accounts/2fa/authenticate/", {"code": code}).status_code

    assert [try_it(), try_it()] == [302, 200]


def test_codes_of_an_earlier_release_work_before_and_after_they_are_hashed_each_once(of_old):
    codes = RecoveryCodes(of_old)
    assert [codes.validate_code(OF_OLD[0]), codes.validate_code(OF_OLD[0])] == [True, False]
    assert [keep_hashed(), keep_hashed()] == [1, 0]
    assert "seed" not in kept()
    assert OF_OLD[1] not in str(kept())
    codes = RecoveryCodes(Authenticator.objects.get())
    assert [codes.validate_code(one) for one in (OF_OLD[0], "99999999", OF_OLD[1], OF_OLD[1])] == [
        False, False, True, False,
    ]  # fmt: skip


def test_one_under_a_key_that_is_gone_is_left_until_the_key_is_back(of_old, settings):
    settings.FACTOR_KEYS = ["another"]
    assert keep_hashed() == 0
    assert "seed" in kept()


def test_the_release_before_this_one_reads_that_there_are_no_codes_and_no_error(dana):
    """It may run beside this one for the minutes of an upgrade."""
    before = HashedCodes.__mro__[1](HashedCodes.activate(dana).instance)
    assert not before.validate_code("anything")
    assert before.get_unused_codes() == []
