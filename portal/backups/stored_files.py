"""The files of the storage of documents, wherever that is: a folder, or a bucket."""

from collections.abc import Iterator
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

from portal.backups.errors import Unsound


def stored_names(folder: str = "") -> Iterator[str]:
    """Every file, at any depth."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for inner in sorted(folders):
        yield from stored_names(f"{folder}{inner}/")


def put(name: str, content: IO[bytes]) -> None:
    """Store a file under its own name. Raises Unsound where the storage gives it another."""
    given = default_storage.save(name, File(content))
    if given != name:
        default_storage.delete(given)
        raise Unsound(f"The storage has a file {name} already. Restore into an empty one.")
