"""An S3 server of our own on this machine, which can be stopped and started again with what it holds."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

NAME = "concordat-documents"
KEYS = {"access_key": "sample-key", "secret_key": "sample-secret", "region_name": "eu-west-2"}


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


class BucketServer:
    """The server, with one empty bucket; what it holds outlives a stop, not the process."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.start()
        made = boto3.client(
            "s3", endpoint_url=self.endpoint, region_name=KEYS["region_name"],
            aws_access_key_id=KEYS["access_key"], aws_secret_access_key=KEYS["secret_key"],
        )  # fmt: skip
        made.create_bucket(Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]})
        made.close()

    def start(self) -> None:
        """Answer."""
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self._server.start()

    def stop(self) -> None:
        """Refuse every connection."""
        self._server.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """The server is down meanwhile."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def storages(self) -> dict[str, object]:
        """`STORAGES`, as the settings would make it for this bucket."""
        options = {"bucket_name": NAME, "endpoint_url": self.endpoint, **KEYS}
        return {
            "default": {"BACKEND": "portal.storing.buckets.DocumentsInBucket", "OPTIONS": options},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        }
