"""The files that rows speak of: issued reports, proof and imports, each in the storage that settings name."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

# Each storage with the folder in it that is ours; "" is all of it.
KEPT = {"default": "reports", "proofs": ""}
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """One file: in which storage, under which name."""

    storage: str
    name: str

    @property
    def shelf(self) -> Storage:
        """Where it is."""
        return storages[self.storage]

    def sha256(self) -> str:
        """Of its bytes as the storage gives them back. Raises OSError where it cannot."""
        digest = hashlib.sha256()
        with self.shelf.open(self.name) as file:
            for chunk in file.chunks(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def put(self, stream: IO[bytes]) -> None:
        """Keep these bytes under its name. Raises OSError where the storage will not."""
        if (kept := self.shelf.save(self.name, File(stream, self.name))) != self.name:
            self.shelf.delete(kept)
            raise FileExistsError(f"there is a file named {self.name} already")

    def discard(self) -> None:
        """Take it away again, where the storage lets it."""
        with suppress(OSError):
            self.shelf.delete(self.name)


def kept_files() -> Iterator[Kept]:
    """Every file that is kept, without those that are still being written."""
    for alias, folder in KEPT.items():
        yield from (Kept(alias, name) for name in below(storages[alias], folder) if not name.endswith(".part"))


def below(shelf: Storage, folder: str) -> Iterator[str]:
    """The names of all files in a folder and those below it."""
    try:
        folders, names = shelf.listdir(folder)
    except FileNotFoundError:
        # Nothing was ever kept.
        return
    beginning = f"{folder}/" if folder else ""
    yield from (beginning + name for name in sorted(names))
    for name in sorted(folders):
        yield from below(shelf, beginning + name)
