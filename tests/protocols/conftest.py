"""Isolation: the portal's signing keys are made once for the tests of this room, in a folder that is thrown away."""

from pathlib import Path

import pytest

from tests.portal.conftest import migrated, place

__all__ = ["keys_elsewhere", "keys_for_tests", "migrated", "place"]


@pytest.fixture(scope="session")
def keys_for_tests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def keys_elsewhere(settings, keys_for_tests: Path) -> None:
    settings.SIGNING_KEYS_DIR = keys_for_tests
    settings.SIGNING_KEY_PASSPHRASE = "a passphrase for tests"
