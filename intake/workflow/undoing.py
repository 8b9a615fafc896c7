"""Taking back a split or a merge: the rows as they were before it, while nobody has changed them since."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from council.roles import Roles
from intake.models import ImportedReport, ProposedItem
from intake.workflow.deciding import opened

CHANGED_SINCE = "Something of it was changed since, so it can no longer be taken back"
FIELDS = [field.attname for field in ProposedItem._meta.concrete_fields]


@dataclass(frozen=True)
class Change:
    """What a split or a merge did: the rows as they were, those that it made, and what told of them right behind it."""

    imported: int
    rows: tuple[dict[str, Any], ...]
    made: tuple[int, ...]
    after: str

    def as_json(self) -> dict[str, Any]:
        """As a session keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Change":
        """Back from ``as_json()``."""
        return cls(data["imported"], tuple(data["rows"]), tuple(data["made"]), data["after"])


def rows_of(imported: ImportedReport) -> dict[int, dict[str, Any]]:
    """Every item with all its fields, as JSON has them."""
    return {item.pk: row_of(item) for item in imported.items.all()}


def row_of(item: ProposedItem) -> dict[str, Any]:
    """The fields of an item."""
    told = {name: getattr(item, name) for name in FIELDS}
    return told | {"target_on": item.target_on.isoformat() if item.target_on else None}


def change_between(imported: ImportedReport, before: dict[int, dict[str, Any]]) -> Change:
    """What became of the items since ``rows_of`` was asked. Those that only moved on are left where they are."""
    now = rows_of(imported)
    moved = {"order": 0}
    rows = [row for pk, row in before.items() if pk not in now or row | moved != now[pk] | moved]
    made = [pk for pk in now if pk not in before]
    return Change(imported.pk, tuple(rows), tuple(made), digest(now, rows, made))


def digest(now: dict[int, dict[str, Any]], rows: list[dict[str, Any]], made: list[int]) -> str:
    """What changes whenever one of these rows does."""
    told = [now.get(pk) for pk in sorted({*(row["id"] for row in rows), *made})]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def is_as_it_left(change: Change) -> bool:
    """Whether nobody has changed since what a split or a merge made."""
    rows = {item.pk: row_of(item) for item in ProposedItem.objects.filter(imported=change.imported)}
    return digest(rows, list(change.rows), list(change.made)) == change.after


@transaction.atomic
def undo(imported: ImportedReport, *, by: Roles, change: Change) -> ProposedItem:
    """Put the rows back as they were. Returns the first of them.

    Raises PermissionDenied, and ValidationError where one of them was changed since.
    """
    opened(imported, by)
    if change.imported != imported.pk or not is_as_it_left(change):
        raise ValidationError(CHANGED_SINCE)
    ProposedItem.objects.filter(imported=imported, pk__in=change.made).delete()
    for row in change.rows:
        ProposedItem(**row).save()
    return ProposedItem.objects.get(pk=change.rows[0]["id"])
