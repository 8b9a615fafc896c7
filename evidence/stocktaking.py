"""Whether every kept file is there, byte for byte, and belongs to something: after a restore, or once a night.

Proof is this room's. What rooms above keep in the same storage, settings name (KEPT_FILES), since this room must not.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string

from evidence import keeping
from evidence.models import Proof


@dataclass
class Stock:
    """What was found. Files without a row were left by a machine that stopped between the file and its row."""

    whole: int = 0
    # What the file belongs to: "proof 12".
    lost: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Whether every file can be had as it was given."""
        return not self.lost and not self.changed


def take_stock() -> Stock:
    """Read every kept file once, and hold it against its row."""
    stock, known = Stock(), set()
    # Listed first, so that a file that is kept meanwhile is not taken for one that belongs to nothing.
    there = list(names())
    for whose, name, sha256 in kept_files():
        known.add(name)
        try:
            found = sum_of(name)
        except OSError:
            stock.lost.append(whose)
            continue
        if found == sha256:
            stock.whole += 1
        else:
            stock.changed.append(whose)
    stock.left_over = sorted(name for name in there if name not in known)
    return stock


def kept_files() -> Iterator[tuple[str, str, str]]:
    """What it belongs to, name in the storage and SHA-256 of every file that should be there."""
    for proof in Proof.objects.filter(kind=Proof.Kind.FILE).order_by("pk").iterator():
        yield f"proof {proof.pk}", proof.stored_as, proof.sha256
    for path in settings.KEPT_FILES:
        yield from import_string(path)()


def sum_of(name: str) -> str:
    """The SHA-256 of a kept file. Raises OSError where the storage has lost it."""
    total = hashlib.sha256()
    with keeping.opened(name) as file:
        for chunk in file.chunks():
            total.update(chunk)
    return total.hexdigest()


def names() -> Iterator[str]:
    """Every file in the storage."""
    try:
        yield from keeping.storage().listdir("")[1]
    except FileNotFoundError:
        # Nothing was ever kept.
        return
