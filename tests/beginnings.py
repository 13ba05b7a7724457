"""What all tests of a module begin with, made once.

    @pytest.fixture(scope="module")
    def begun(beginning):
        return beginning.make(lambda: life.protocol_at(State.SIGNING))

    @pytest.fixture
    def at_signing(begun):
        return begun()

It stands in a transaction around the module's tests; what a test changes is undone within it, and each call gives a
copy of what was made. Not for modules with tests that commit.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from pathlib import Path
from typing import Self, TypeVar

from django.db import transaction
from django.test import override_settings

Made = TypeVar("Made")


class Beginning:
    """A transaction round the tests of one module, and the folder of the files that belong to it."""

    def __init__(self, blocker, place: Path, keys: Path) -> None:
        self.blocker = blocker
        self.documents = place / "documents"
        self.settings = {
            "MEDIA_ROOT": self.documents,
            "SIGNING_KEYS_DIR": keys,
            "SIGNING_KEY_PASSPHRASE": "a passphrase for tests",
            "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        }
        self.undone = ExitStack()

    def __enter__(self) -> Self:
        with self.blocker.unblock():
            self.undone.enter_context(transaction.atomic())
        return self

    def __exit__(self, *_: object) -> None:
        with self.blocker.unblock():
            transaction.set_rollback(True)
            self.undone.close()

    def make(self, make: Callable[[], Made]) -> Callable[[], Made]:
        """Make it now; what is answered gives each test a copy of its own."""
        with self.blocker.unblock(), override_settings(**self.settings):
            made = make()
        return lambda: deepcopy(made)

    def copy_files(self, to: Path) -> None:
        """A test's own copies of the files."""
        if self.documents.exists():
            shutil.copytree(self.documents, to)
