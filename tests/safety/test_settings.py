"""The portal as it would stand in public: Django's own check finds nothing, and nothing is hidden from it."""

import json
import re
import stat
import subprocess
import sys
import tomllib

import pytest

from scripts.audit_dependencies import verdict
from scripts.check import IN_PUBLIC, ROOT

PRODUCT = ("portal", "partners", "legal_basis", "datasets", "protocols", "register", "scripts", "tests")

SAYS = """
import django, json
from django.conf import settings
django.setup()
names = ["SILENCED_SYSTEM_CHECKS", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "X_FRAME_OPTIONS", "DEBUG", "DEMO",
         "SECOND_FACTOR_NEEDED", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "COOKIE_PREFIX", "PASSWORD_RESET_TIMEOUT",
         "ACCOUNT_REAUTHENTICATION_REQUIRED", "ACCOUNT_REAUTHENTICATION_TIMEOUT"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""
HASHES = """
import django
django.setup()
from django.contrib.auth.hashers import get_hasher
print(get_hasher().algorithm, get_hasher().iterations)
"""


def in_public(tmp_path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**IN_PUBLIC, "CONCORDAT_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_the_check_before_deploying_finds_nothing(tmp_path):
    done = in_public(tmp_path, "manage.py", "check", "--deploy", "--fail-level=INFO")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout


def test_the_data_directory_is_made_for_its_owner_alone(tmp_path):
    assert in_public(tmp_path, "-c", "import portal.settings").returncode == 0
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_in_public_cookies_are_secure_and_a_second_factor_is_asked_for(tmp_path):
    done = in_public(tmp_path, "-c", SAYS)
    said = json.loads(done.stdout)
    assert said == {
        "SILENCED_SYSTEM_CHECKS": [], "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax", "CSRF_COOKIE_SECURE": True, "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000, "X_FRAME_OPTIONS": "DENY", "DEBUG": False, "DEMO": False,
        "SECOND_FACTOR_NEEDED": True, "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken", "COOKIE_PREFIX": "__Host-", "PASSWORD_RESET_TIMEOUT": 3600,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True, "ACCOUNT_REAUTHENTICATION_TIMEOUT": 300,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "said", "found"),
    [
        (0, "", 0),
        (1, "Found 1 known vulnerability in 1 package", 1),
        (2, "error: error sending request for url", 0),
        (2, "error: no lockfile", 1),
    ],
)
def test_a_weak_package_fails_the_check_and_a_missing_network_does_not(capsys, code, said, found):
    assert verdict(code, said) == found
    assert (code == 0) == (capsys.readouterr().out == "")


def test_passwords_are_kept_by_a_hash_that_is_slow_enough(tmp_path):
    done = in_public(tmp_path, "-c", HASHES)
    algorithm, rounds = done.stdout.split()
    assert (algorithm, int(rounds) >= 600_000) == ("pbkdf2_sha256", True)


def test_sample_people_are_refused_on_a_portal_in_public(tmp_path, monkeypatch):
    monkeypatch.setitem(IN_PUBLIC, "CONCORDAT_DEMO", "1")
    done = in_public(tmp_path, "-c", SAYS)
    assert done.returncode != 0
    assert "CONCORDAT_DEMO shows sample sign-ins to anyone" in done.stderr


def test_no_rule_on_safety_is_off_for_the_product():
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    off = {where: {rule for rule in rules if rule[0] == "S"} for where, rules in lint["per-file-ignores"].items()}
    assert "S" in lint["select"]
    assert [rule for rule in lint["ignore"] if rule[0] == "S" and rule[1:].isdigit()] == []
    assert {where: rules for where, rules in off.items() if rules} == {
        "tests/**": {"S101", "S105", "S106", "S603", "S607"},
        "scripts/**": {"S603"},
    }


def test_where_a_line_is_let_off_a_rule_on_safety_it_says_why():
    files = [path for room in PRODUCT for path in (ROOT / room).rglob("*.py")]
    let_off = [line for path in files for line in path.read_text().splitlines() if re.search(r"noqa:[^-]*\bS\d", line)]
    assert len(let_off) > 20
    assert [line for line in let_off if not re.search(r"# noqa: [A-Z0-9, ]+ - \w+", line)] == []
