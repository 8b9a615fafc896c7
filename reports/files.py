"""Where made reports are kept: written under another name, checked, then moved, so that no half file has its name."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import default_storage

FOLDER = "reports"


class CannotKeep(Exception):
    """The file could not be put in its place. Says why, in words for the person who asked for it."""


def name_of(report_id: int) -> str:
    """The name of a report's file in the storage."""
    return f"{FOLDER}/{report_id}.pdf"


def path_of(name: str) -> Path:
    """Its place on this machine."""
    return Path(default_storage.path(name))


def part_of(name: str) -> Path:
    """Where it is written until it is whole."""
    return path_of(name).with_suffix(".part")


def write(name: str, content: bytes) -> None:
    """Write a file under its other name, down to the disk. Raises CannotKeep, and leaves nothing behind then."""
    part = part_of(name)
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        discard(name)
        raise CannotKeep(f"The file could not be written: {error.strerror}.") from error


def check_and_move(name: str, content: bytes) -> str:
    """Read it back, give it its name, and return its SHA-256.

    Raises CannotKeep where the disk gives back something else, or it is no whole PDF, or it cannot be moved.
    """
    part = part_of(name)
    try:
        found = part.read_bytes()
        if found != content or not found.startswith(b"%PDF-") or not found.rstrip().endswith(b"%%EOF"):
            discard(name)
            raise CannotKeep("The file that was written is not whole.")
        part.replace(path_of(name))
    except OSError as error:
        discard(name)
        raise CannotKeep(f"The file could not be put in its place: {error.strerror}.") from error
    return hashlib.sha256(found).hexdigest()


def discard(name: str) -> None:
    """Remove what a report that came to nothing may have left. A disk that refuses even this is not worth a fault."""
    for path in (part_of(name), path_of(name)):
        with suppress(OSError):
            path.unlink()
