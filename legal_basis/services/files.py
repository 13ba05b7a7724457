"""Files on their way in: checked, written to the storage, deleted again, and the storage kept tidy."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone

from legal_basis.errors import EvidenceRefused
from legal_basis.models import Evidence
from portal.file_kinds import FileKind, NotTaken, clean_name, kind_of, spoken_size, visible_name
from portal.personal_data import holds_nhs_number

logger = logging.getLogger(__name__)

LIMIT = 10 * 1024 * 1024
"""The most bytes that one file may have."""
AT_ONCE = 5
"""The most files that are taken in one go."""
SHOWS_LIMIT = Evidence._meta.get_field("shows").max_length or 200
FOLDER = "evidence"
UNCLAIMED = timedelta(days=1)
"""How long a file without a row is left alone: its row may be about to be written."""

NO_ROOM = (
    "The portal could not keep the file: its storage is full, or does not answer. Nothing was added. Try again later, "
    "and tell whoever runs the portal."
)


@dataclass(frozen=True)
class GivenFile:
    """A file as it was sent. `size` is its true size in bytes: of one that is too large the content is not kept."""

    name: str
    content: bytes
    size: int


@dataclass(frozen=True)
class ToldFile:
    """A file that can be taken: its name made fit to be shown, and what its content told."""

    name: str
    kind: FileKind
    content: bytes
    sha256: str


def checked_words(shows: str) -> str:
    """What a file shows, without what cannot be seen. Raises EvidenceRefused where it is missing or too long."""
    words = " ".join("".join(sign for sign in shows if sign.isprintable() or sign.isspace()).split())
    if not words:
        raise EvidenceRefused("Say in a few words what the file shows.", field="shows")
    if len(words) > SHOWS_LIMIT:
        sentence = f"Say what it shows in {SHOWS_LIMIT} characters or fewer. You have used {len(words)}."
        raise EvidenceRefused(sentence, field="shows")
    if holds_nhs_number(words):
        raise EvidenceRefused(
            "Take the NHS number out of what it shows. This record describes data; it never holds it.", field="shows"
        )
    return words


def checked_files(files: Sequence[GivenFile]) -> list[ToldFile]:
    """Every file with its kind, each content once. Raises EvidenceRefused, a sentence for each that is not taken."""
    if not files:
        raise EvidenceRefused("Choose a file to add.", field="attached")
    if len(files) > AT_ONCE:
        raise EvidenceRefused(f"Choose up to {AT_ONCE} files at a time. You chose {len(files)}.", field="attached")
    told, wrong = [], []
    for file in files:
        try:
            told.append(_told(file))
        except NotTaken as refused:
            wrong.append(f"“{visible_name(file.name)}” {refused}")
    if wrong:
        none = " None of the files was added: choose them again." if len(files) > 1 else ""
        raise EvidenceRefused(" ".join(wrong) + none, field="attached")
    return list({one.sha256: one for one in told}.values())


def _told(file: GivenFile) -> ToldFile:
    if file.size > LIMIT:
        size, most = spoken_size(file.size), spoken_size(LIMIT)
        raise NotTaken(f"is {size}, and a file may have {most}. Make it smaller, or split it.")
    kind = kind_of(file.content)
    name = clean_name(file.name, kind)
    if holds_nhs_number(name):
        raise NotTaken("has an NHS number in its name. Give it another name: the record shows it.")
    return ToldFile(name, kind, file.content, hashlib.sha256(file.content).hexdigest())


def write(name: str, content: bytes) -> None:
    """Keep a file under a name that is free. Raises EvidenceRefused where the storage is full or does not answer."""
    try:
        default_storage.save(name, ContentFile(content))
    except OSError as trouble:
        logger.exception("A file of %d bytes could not be kept.", len(content))
        raise EvidenceRefused(NO_ROOM, field="attached") from trouble


@contextmanager
def gone_after_failure() -> Iterator[list[str]]:
    """The names of files written; where what follows fails, they are deleted, so that none is left without its row."""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        let_go(written)
        raise


def let_go(names: Iterable[str]) -> None:
    """Delete files; what cannot be deleted now is left to `tidy`."""
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("The file %s could not be deleted; it is tried again later.", name)


def _stored() -> Iterator[str]:
    try:
        folders, _ = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for folder in folders:
        yield from (f"{FOLDER}/{folder}/{name}" for name in default_storage.listdir(f"{FOLDER}/{folder}")[1])


def tidy() -> int:
    """Delete what no row keeps, left by a crash between file and row or a deletion that failed; how many files."""
    kept = set(Evidence.objects.filter(Q(removed_at=None) | Q(recorded=True)).values_list("stored_as", flat=True))
    before = timezone.now() - UNCLAIMED
    lost = [name for name in _stored() if name not in kept and default_storage.get_modified_time(name) < before]
    let_go(lost)
    return len(lost)
