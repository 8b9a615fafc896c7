"""Whether every proof still has its file, byte for byte, and every file its proof: after a restore, or once a night."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence import keeping
from evidence.models import Proof


@dataclass
class Stock:
    """What was found. Files without a row were left by a machine that stopped between the file and its row."""

    whole: int = 0
    lost: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Whether every proof can be had as it was given."""
        return not self.lost and not self.changed


def take_stock() -> Stock:
    """Read every file of proof once, and hold it against its row."""
    stock, known = Stock(), set()
    for proof in Proof.objects.filter(kind=Proof.Kind.FILE).order_by("pk").iterator():
        known.add(proof.stored_as)
        try:
            found = sum_of(proof.stored_as)
        except OSError:
            stock.lost.append(proof.pk)
            continue
        if found == proof.sha256:
            stock.whole += 1
        else:
            stock.changed.append(proof.pk)
    stock.left_over = sorted(name for name in names() if name not in known)
    return stock


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
