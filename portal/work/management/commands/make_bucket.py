"""`manage.py make_bucket`: the bucket for documents, where the operator has not made one."""

from typing import Any

from botocore.exceptions import ClientError
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from portal.storing.buckets import DocumentsInBucket, said_as_away
from portal.storing.errors import StorageAway

THERE_ALREADY = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}
HOME = "us-east-1"  # where buckets are made unless they are to be elsewhere; S3 refuses to be told so


class Command(BaseCommand):
    """For an S3 server of one's own: at a cloud's, make the bucket there, private, versioned and encrypted."""

    help = "Make the S3 bucket that the settings name, unless it is there. Safe to run before each start."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it."""
        storage: Any = storages["default"]
        if not isinstance(storage, DocumentsInBucket):
            raise CommandError("Documents are kept in a folder: set CONCORDAT_S3_BUCKET to keep them in a bucket.")
        try:
            self.stdout.write(self._make(storage))
        except StorageAway as away:
            raise CommandError(f"The S3 server does not answer, or refuses: {away}") from away

    def _make(self, storage: Any) -> str:
        abroad = storage.region_name not in (None, HOME)
        where = {"CreateBucketConfiguration": {"LocationConstraint": storage.region_name}} if abroad else {}
        with said_as_away():
            try:
                storage.bucket.create(**where)
            except ClientError as refused:
                if refused.response["Error"]["Code"] not in THERE_ALREADY:
                    raise
                return f"The bucket {storage.bucket_name} is there."
        return f"The bucket {storage.bucket_name} is made."
