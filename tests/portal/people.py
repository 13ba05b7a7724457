"""Somebody who signs in, for the modules that try how."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from portal.accounts.models import User

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def tries_forgotten() -> Iterator[None]:
    """Tries are counted across requests: one test's must not stop another's."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def dana() -> User:
    return User.objects.create_user("dana@alder.example", "Dana Obi", PASSWORD)
