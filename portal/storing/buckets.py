"""Documents in a bucket of S3, or of a server that speaks as S3 does: through django-storages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3File, S3Storage

from portal.storing.errors import StorageAway

# A page waits for at most some ten seconds for a bucket that does not answer, then says so.
ANSWERING = Config(
    connect_timeout=3,
    read_timeout=10,
    retries={"total_max_attempts": 2, "mode": "standard"},
    # Buckets by path, and only the checksums that are asked for: servers other than Amazon's know no more.
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


@contextmanager
def said_as_away() -> Iterator[None]:
    """Say whatever goes wrong between the portal and the bucket as StorageAway."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as problem:
        raise StorageAway(str(problem)) from problem


class DocumentInBucket(S3File):
    """A file of a bucket, fetched whole when it is first read: nothing is sent of a file that breaks off."""

    _file: "SpooledTemporaryFile[bytes] | None"

    def _get_file(self) -> "SpooledTemporaryFile[bytes]":
        """Fetch it once. What broke off is let go of: it would otherwise be taken for the whole file next time."""
        fetched_before = self._file is not None
        try:
            with said_as_away():
                fetched: SpooledTemporaryFile[bytes] = super()._get_file()
        except StorageAway:
            if not fetched_before and self._file is not None:
                self._file.close()
                self._file = None
            raise
        return fetched

    file = property(_get_file, S3File._set_file)


class DocumentsInBucket(S3Storage):
    """A private bucket. Files are handed out by the portal alone, so no address of the bucket is ever shown."""

    def __init__(self, **options: Any) -> None:
        fixed = {
            "client_config": ANSWERING,
            "transfer_config": TransferConfig(use_threads=False),
            "file_overwrite": False,
            "default_acl": None,
            "querystring_auth": True,
        }
        super().__init__(**{**options, **fixed})

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        with said_as_away():
            opened: File[Any] = super()._open(name, mode)
        opened.__class__ = DocumentInBucket
        return opened

    def _save(self, name: str, content: File[Any]) -> str:
        with said_as_away():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        """Whether the bucket has it. This and what follows raise StorageAway where the bucket does not answer."""
        with said_as_away():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""
        with said_as_away():
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """The folders and files of a folder; none where it is not there."""
        with said_as_away():
            folders, files = super().listdir(name)
        return folders, files

    def size(self, name: str) -> int:
        """Bytes."""
        with said_as_away():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        """When it was stored."""
        with said_as_away():
            stored: datetime = super().get_modified_time(name)
        return stored
