"""Rows as model instances, made of the columns that a page needs at a small part of what Django's constructor costs.

A committee's page stands on ten thousand rows, and to construct them took longer than all else on it. These are
instances of the models all the same, with their properties and addresses; a column that was left out is asked for
when somebody touches it, as with ``only()``. They are read and never saved.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, router
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=Model)
Make = Callable[[tuple[Any, ...]], Any]


@dataclass(frozen=True)
class Slim:
    """Which columns are read of a model (and annotations), and which of its foreign keys are joined."""

    model: type[Model]
    columns: tuple[str, ...]
    joined: Mapping[str, "Slim"] = field(default_factory=dict)

    def lookups(self, prefix: str = "") -> list[str]:
        """The columns in the order in which ``maker`` expects them, joined ones after its own."""
        inside = [name for key, slim in self.joined.items() for name in slim.lookups(f"{prefix}{key}__")]
        return [*(f"{prefix}{name}" for name in self.columns), *inside]


def slim(
    model: type[Model], *annotations: str, without: tuple[str, ...] = (), joined: Mapping[str, Slim] | None = None
) -> Slim:
    """All columns of a model but those named, and these annotations; its number comes first."""
    columns = [f.attname for f in model._meta.concrete_fields if f.attname not in without]
    columns.sort(key=lambda name: name != model._meta.pk.attname)
    return Slim(model, (*columns, *annotations), joined or {})


def read(found: QuerySet[Row, Any], shape: Slim) -> list[Row]:
    """The rows of a queryset in its order: one query. What is joined is one instance, however many rows share it."""
    make = maker(shape, 0, found.db)
    return [make(values) for values in found.values_list(*shape.lookups())]


def made(rows: Iterable[tuple[Any, ...]], shape: Slim) -> list[Any]:
    """The rows that a statement gave in the columns of this shape."""
    return list(map(maker(shape, 0, router.db_for_read(shape.model)), rows))


def maker(shape: Slim, start: int = 0, alias: str = DEFAULT_DB_ALIAS) -> Make:
    """What makes an instance of the values that begin at ``start``."""
    model, columns, end = shape.model, shape.columns, start + len(shape.columns)
    parents: list[tuple[str, Make]] = []
    at = end
    for name, joined in shape.joined.items():
        parents.append((name, once(maker(joined, at, alias), at)))
        at += len(joined.lookups())

    def make(values: tuple[Any, ...]) -> Any:
        row = model.__new__(model)
        state = ModelState()
        state.adding, state.db = False, alias
        state.fields_cache = {name: parent(values) for name, parent in parents}
        row.__dict__ = dict(zip(columns, values[start:end], strict=True))
        row._state = state  # noqa: SLF001  # where Django keeps what it knows of a row
        return row

    return make


def once(make: Make, at: int) -> Make:
    """Makes one instance for each number that stands at this place; None where there is none."""
    known: dict[Any, Any] = {None: None}

    def found(values: tuple[Any, ...]) -> Any:
        pk = values[at]
        if pk not in known:
            known[pk] = make(values)
        return known[pk]

    return found
