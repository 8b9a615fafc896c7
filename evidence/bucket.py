"""Proof and imports in a bucket of S3, or of what speaks as S3 does: PROOF_STORAGE=evidence.bucket.Bucket.

Needs django-storages[s3], which only an install that names it has.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# Seconds to be let in, and between two pieces of an answer: somebody waits for the page.
CONNECT, READ = 3, 20
TRIES = 2


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong is an OSError, as of any other storage: whoever keeps files expects that, and tells people."""
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as error:
        raise OSError(str(error)) from error


class Bucket(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """Django-storages', whose failures are told and take seconds; no file is written over."""

    def get_default_settings(self) -> dict[str, Any]:
        """What options need not say."""
        patience = Config(
            connect_timeout=CONNECT, read_timeout=READ, retries={"max_attempts": TRIES, "mode": "standard"}
        )
        return {**super().get_default_settings(), "file_overwrite": False, "client_config": patience}

    def _open(self, name: str, mode: str = "rb") -> Any:
        with told():
            return super()._open(name, mode)

    def _save(self, name: str, content: Any) -> str:
        with told():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Take a file away; one that is not there is no fault."""
        with told():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is a file of this name."""
        with told():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and files below a path."""
        with told():
            folders, files = super().listdir(path)
        return list(folders), list(files)

    def size(self, name: str) -> int:
        """Bytes of a file."""
        with told():
            return int(super().size(name))
