"""What is made from something that never changes is made once: kept by its hash in the memory of the process.

Only for what is the same for whoever may see it, and looked up only once it has been asked whether they may.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Things by a hash of what they were made from, at most so many; what was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self.most, self._found, self._lock = most, OrderedDict[Hashable, T](), Lock()

    def made_from(self, digest: str, read: Callable[[], str], make: Callable[[], T], *more: Hashable) -> T:
        """What `make` makes of the text that `read` gives, whose SHA-256 is `digest`; `more` tells such things apart.

        A text of another hash is made into the thing as well, which is then not kept. Nobody changes what they get.
        """
        key = (digest, *more)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        if sha256(read().encode()).hexdigest() == digest:
            self._keep(key, made)
        return made

    def find(self, digest: str | None, *more: Hashable) -> T | None:
        """What is kept under a hash already; None where nothing is."""
        with self._lock:
            return self._found.get((digest, *more))

    def _keep(self, key: Hashable, made: T) -> None:
        with self._lock:
            self._found[key] = made
            while len(self._found) > self.most:
                self._found.popitem(last=False)
