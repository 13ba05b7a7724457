"""Documents in a folder: the embedded default."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from portal.storing.errors import StorageAway


@contextmanager
def said_as_away() -> Iterator[None]:
    """Say that the disk is full, read-only or broken as StorageAway; what is there or is not stays as it is."""
    try:
        yield
    except (FileNotFoundError, FileExistsError, StorageAway):
        raise
    except OSError as problem:
        raise StorageAway(problem.errno, problem.strerror or str(problem)) from problem


def settle(path: Path) -> None:
    """Wait until the disk has a file and its name: a row must never outlive the file that it names."""
    for each in (path, path.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class DocumentsOnDisk(FileSystemStorage):
    """A folder, `MEDIA_ROOT`. Part of a file that did not fit is swept away later, as whatever no row names."""

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        with said_as_away():
            opened: File[Any] = super()._open(name, mode)  # type: ignore[misc]
        return opened

    def _save(self, name: str, content: File[Any]) -> str:
        with said_as_away():
            saved: str = super()._save(name, content)  # type: ignore[misc]
            settle(Path(self.path(saved)))
        return saved

    def delete(self, name: str) -> None:
        """Delete a file, if it is there. Raises StorageAway where the disk refuses."""
        with said_as_away():
            super().delete(name)
