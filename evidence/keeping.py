"""Where files of proof are kept: in the storage named "proofs", under random names, for as long as their rows are."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages


class CannotKeep(Exception):
    """The storage did not take the file. Nothing of it is left."""


def storage() -> Storage:
    """The storage of proof: no address leads to it."""
    return storages["proofs"]


@dataclass
class Shelf:
    """The files that one transaction put into the storage."""

    names: list[str] = field(default_factory=list)

    def put(self, content: bytes) -> str:
        """Keep these bytes and return the name they are kept under. Raises CannotKeep."""
        name = secrets.token_hex(20)
        # Noted first, so that half a file is taken away too.
        self.names.append(name)
        try:
            kept = storage().save(name, ContentFile(content))
        except OSError as error:
            raise CannotKeep(f"The storage answered: {error.strerror or error}.") from error
        self.names.append(kept)
        return kept

    def clear(self) -> None:
        """Take the files away again. A storage that refuses even this keeps a file that no row leads to."""
        for name in set(self.names):
            discard(name)


@contextmanager
def shelf() -> Iterator[Shelf]:
    """Files put here stay only where the block comes to its end. It goes around the transaction of their rows."""
    kept, is_whole = Shelf(), False
    try:
        yield kept
        is_whole = True
    finally:
        if not is_whole:
            kept.clear()


def discard(name: str) -> None:
    """Take a kept file away. A storage that refuses keeps a file that no row leads to, and stock-taking tells of it."""
    with suppress(OSError):
        storage().delete(name)


def opened(name: str) -> File[bytes]:
    """A kept file, to be read. Raises OSError where the storage has lost it."""
    return storage().open(name)
