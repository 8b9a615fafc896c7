"""The file: a tar of tables in parts, of files, and of a manifest that knows what all of it must be."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from operating.backups.refusing import CannotBackUp, CannotRestore

FORMAT = 1
MANIFEST = "manifest.json"
# So much of a table, in bytes before it is compressed, is one part.
PART = 4 * 1024 * 1024
CHUNK = 1024 * 1024


@dataclass
class Seal:
    """One checksum over everything that went into an archive, in its order."""

    digest: Any = field(default_factory=hashlib.sha256)

    def note(self, name: str, size: int, sha256: str) -> None:
        """One member."""
        self.digest.update(f"{name} {size} {sha256}\n".encode())

    @property
    def words(self) -> str:
        """In hex."""
        return str(self.digest.hexdigest())


class Hashing:
    """A stream that is hashed while somebody else reads it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        found = self.stream.read(size)
        self.digest.update(found)
        return found


class Writer:
    """An archive being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.tar = tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT, bufsize=CHUNK)  # noqa: SIM115
        self.seal = Seal()

    def stream(self, name: str, size: int, stream: IO[bytes]) -> None:
        """One member of this many bytes. Raises CannotBackUp where there are fewer."""
        about = tarfile.TarInfo(name)
        about.size, about.mode = size, 0o600
        hashing = Hashing(stream)
        try:
            self.tar.addfile(about, hashing)
        except tarfile.TarError as error:
            raise CannotBackUp(f"{name} changed while it was being read: {error}.") from error
        # The library remembers every member, for a list that nobody asks for here.
        self.tar.members.clear()  # type: ignore[attr-defined]  # as the library names it
        self.seal.note(name, size, hashing.digest.hexdigest())

    def part(self, name: str, content: bytes) -> None:
        """One member that is at hand."""
        self.stream(name, len(content), io.BytesIO(content))

    def lines(self, folder: str, lines: Iterable[bytes]) -> None:
        """Lines as parts of a bounded size, each compressed."""
        number, held, size = 0, [], 0
        for line in lines:
            held.append(line)
            size += len(line)
            if size >= PART:
                self.part(f"{folder}/{number:06}.gz", gzip.compress(b"".join(held), 3, mtime=0))
                number, held, size = number + 1, [], 0
        if held:
            self.part(f"{folder}/{number:06}.gz", gzip.compress(b"".join(held), 3, mtime=0))

    def close(self, manifest: dict[str, Any]) -> str:
        """Write the manifest with the seal, and return the fingerprint: the SHA-256 of the manifest."""
        content = json.dumps({"format": FORMAT, **manifest, "seal": self.seal.words}, indent=1).encode()
        self.part(MANIFEST, content)
        self.tar.close()
        return hashlib.sha256(content).hexdigest()


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new archive that has its name only when it is whole, for its owner's eyes only. Raises CannotBackUp."""
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield Writer(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise CannotBackUp(f"{part} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@dataclass(frozen=True)
class Member:
    """One member of an archive being read."""

    name: str
    size: int
    stream: IO[bytes]


@contextmanager
def legible(path: Path) -> Iterator[None]:
    """Around whatever reads an archive: a torn one, and one that is none, become a sentence (CannotRestore)."""
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CannotRestore(
            f"{path} is torn or no backup: {error}. Nothing was restored; take another copy."
        ) from error


def members(path: Path) -> Iterator[Member]:
    """Everything in an archive, in its order, read once."""
    with tarfile.open(path, mode="r:") as tar:
        for about in tar:
            stream = tar.extractfile(about)
            if stream is None:
                raise CannotRestore(f"{path} is no backup of this product: {about.name} is not a file.")
            yield Member(about.name, about.size, stream)
            tar.members.clear()  # type: ignore[attr-defined]  # as the library names it


def inspected(path: Path) -> tuple[dict[str, Any], str]:
    """Read all of it once, hold it against its seal, and return the manifest and its fingerprint.

    Raises CannotRestore where it is torn or was altered.
    """
    try:
        with legible(path):
            seal, manifest = read_through(path)
    except OSError as error:
        raise CannotRestore(f"{path} cannot be read: {error.strerror or error}.") from error
    if manifest is None:
        raise CannotRestore(f"{path} is torn or no backup: it has no manifest at its end. Take another copy.")
    try:
        found = json.loads(manifest)
        told, sealed = found["format"], found["seal"]
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRestore(f"The manifest of {path} cannot be read: it was altered.") from error
    if told != FORMAT:
        raise CannotRestore(f"{path} has format {told}, and this version reads format {FORMAT}.")
    if sealed != seal.words:
        raise CannotRestore(f"{path} was altered or damaged: it does not fit its own checksums. Take another copy.")
    return found, hashlib.sha256(manifest).hexdigest()


def read_through(path: Path) -> tuple[Seal, bytes | None]:
    """The seal of everything in an archive, as it is found, and its manifest. Raises CannotRestore."""
    seal, manifest = Seal(), None
    for member in members(path):
        if manifest is not None:
            raise CannotRestore(f"{path} was altered: something follows its manifest.")
        if member.name == MANIFEST:
            manifest = member.stream.read()
        else:
            seal.note(member.name, member.size, sum_of(member))
    return seal, manifest


def sum_of(member: Member) -> str:
    """The SHA-256 of one member, in hex."""
    hashing = Hashing(member.stream)
    while hashing.read(CHUNK):
        pass
    return str(hashing.digest.hexdigest())


def unpacked(member: Member) -> Iterator[bytes]:
    """The lines of one part of a table."""
    with gzip.open(member.stream) as lines:
        yield from lines
