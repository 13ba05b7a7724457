"""Isolation: the tests of this room share signing keys, in a folder that is thrown away."""

from pathlib import Path

import pytest

from tests.portal.conftest import migrated, place

__all__ = ["keys_elsewhere", "migrated", "place"]


@pytest.fixture(autouse=True)
def keys_elsewhere(settings, keys_for_tests: Path) -> None:
    settings.SIGNING_KEYS_DIR = keys_for_tests
    settings.SIGNING_KEY_PASSPHRASE = "a passphrase for tests"
