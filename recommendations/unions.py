"""Several short tables read in one query: the rows of each, in columns that all of them share.

A page is promised in a small number of queries, and most of what stands beside its rows are a few rows of a table.
"""

from collections import namedtuple
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, DateField, F, Field, QuerySet, TextField, Value
from django.db.models.expressions import Combinable

NUMBER, TEXT, DAY = BigIntegerField(), TextField(), DateField()


class Nothing(Value):
    """No value, which says its type: of a union, the first table decides on all."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Shorter work than a Cast, of which a union would have a hundred."""
        return f"CAST(NULL AS {self.output_field.db_type(connection)})", []


def empty(kind: Field[Any, Any]) -> Value:
    """What stands in a column that a table does not have."""
    return Value("", kind) if kind is TEXT else Nothing(None, kind)


class Sheet:
    """The shared columns by name. What a table does not have is empty: None, or an empty text."""

    def __init__(self, **columns: Field[Any, Any]) -> None:
        self.columns: Mapping[str, Field[Any, Any]] = {"what": TEXT, "row": NUMBER, **columns}

    @cached_property
    def line(self) -> Any:
        """One row: a tuple with names. ``what`` says of which table it is, ``row`` is its number there."""
        return namedtuple("Line", self.columns)  # its columns are known when it is made

    def rows(self, found: QuerySet[Any, Any], what: str, **values: Combinable) -> QuerySet[Any, Any]:
        """A table's rows as rows of the sheet."""
        given: dict[str, Combinable] = {"what": Value(what), "row": F("pk"), **values}
        named = {f"u_{name}": given.get(name) or empty(kind) for name, kind in self.columns.items()}
        table: QuerySet[Any, Any] = found.order_by().annotate(**named).values_list(*named)
        return table

    def united(self, first: QuerySet[Any, Any], *others: QuerySet[Any, Any], by: str) -> QuerySet[Any, Any]:
        """The lines of all tables, in order of one column and of their numbers."""
        return first.union(*others, all=True).order_by(f"u_{by}", "u_row")

    def sorted(self, rows: Iterable[Any]) -> dict[str, list[Any]]:
        """The lines of each table, in the order in which they came."""
        found: dict[str, list[Any]] = {}
        for row in rows:
            line = self.line._make(row)
            found.setdefault(line.what, []).append(line)
        return found
