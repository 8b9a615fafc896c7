"""Queries that are put together and compiled once, and asked again with other values.

Django builds the SQL of a query anew each time that it is asked, and for the pages that members read that took a third
of their time: ten queries of two thousand characters. A statement is a function that gives a queryset. It is called
with stand-ins once for each shape of its arguments; its SQL is kept, and from then on only the values are put in.

    @statement
    def agreed(reviews: Ids, by: date) -> QuerySet[Action]:
        return Action.objects.filter(recommendation__review__in=reviews, agreed_on__lte=by)

    rows = agreed((1, 2, 3), day)          # one query; a list

Arguments are numbers, days, words, collections of numbers, and frozen dataclasses of these (the roles of a person).
What a statement does must not depend on their values: neither ``if number in numbers`` nor ``day - a_week``, since a
stand-in would decide. The second is found out and refused; for the first, hand over what was decided.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, timedelta
from enum import Enum
from functools import cache, update_wrapper
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import QuerySet

P = ParamSpec("P")
Row = TypeVar("Row")

# Several rows by number. A tuple, so that the same rows are asked for in the same order.
Ids = Collection[int]

# What stands for a number, a number of a collection, a day and a word; no row has these. The first fits into the
# smallest column of numbers.
NUMBERS, MEMBERS, DAYS, WORDS = 31_000, 8_000_000_000_000, date(9000, 1, 1), "\ue000"
SMALLEST, WORKED_OUT, WORKED_OUT_DAY = 32_768, 8900, re.compile(r"(89|9\d)\d\d-\d\d-\d\d$")
# Numbers of a collection, as Django lists them one by one.
LISTED = re.compile(r"(IN \(%s(?:, %s)*\))")
# So many shapes of one statement are kept: which lists are empty, and how long they are.
SHAPES = 200


class Place(NamedTuple):
    """Where a value goes: the parameter's place, the value's number, and what makes the parameter of it. Of an array
    the numbers of its values."""

    at: int
    value: Any
    made_by: Callable[[Any], Any] | None


class Compiled:
    """One shape of a statement: Django's own compiler after its work, and where the values go."""

    def __init__(self, rows: QuerySet[Any, Any], stand_ins: list[Any], *, planned_once: bool) -> None:
        self.rows, self.planned_once = rows, planned_once
        self.compiler = rows.query.get_compiler(rows.db)
        try:
            self.sql, parameters = self.compiler.as_sql()
        except EmptyResultSet:
            # No row can ever be found, as where somebody belongs to nothing.
            self.sql, parameters = "", ()
        self.parameters = list(parameters)
        if connections[rows.db].vendor == "postgresql":
            self.sql, self.parameters = with_arrays(self.sql, self.parameters)
        numbers = {stand_in: number for number, stand_in in enumerate(stand_ins)}
        # As SQLite takes days.
        numbers |= {str(day): number for day, number in numbers.items() if isinstance(day, date)}
        self.places: list[Place] = []
        for at, parameter in enumerate(self.parameters):
            if isinstance(parameter, list):
                self.places.append(Place(at, [numbers[member] for member in parameter], None))
            elif parameter.__hash__ and parameter in numbers:
                self.places.append(Place(at, numbers[parameter], maker_of(parameter)))
            elif is_worked_out(parameter):
                raise TypeError(f"{parameter!r} was worked out from an argument. Hand over what comes of it.")

    def asked(self, values: list[Any]) -> list[Any]:
        """The rows for these values: one query, or none where nothing can be found."""
        if not self.sql:
            return []
        parameters = self.parameters.copy()
        for at, value, make in self.places:
            parameters[at] = make(values[value]) if make else [values[number] for number in value]
        alias = router.db_for_read(self.rows.model)
        ready = (self.sql, tuple(parameters))
        compiler = twin(self.compiler, using=alias, connection=connections[alias], as_sql=lambda *_, **__: ready)
        query = twin(self.rows.query, get_compiler=lambda *_, **__: compiler)
        # Django reads the rows as it always does, from a compiler that has its SQL already.
        with planned_once(connections[alias], self.planned_once):
            return list(twin(self.rows, _query=query, _db=alias))


def with_arrays(sql: str, parameters: list[Any]) -> tuple[str, list[Any]]:
    """SQL for PostgreSQL with each collection of numbers as one array: a list of 64, six times on a committee's page,
    took longer to write down and to read than to look up."""
    pieces, left, at = LISTED.split(sql), list[Any](), 0
    for number, piece in enumerate(pieces):
        end = at + piece.replace("%%", "").count("%s")
        own, at = parameters[at:end], end
        # Every second piece is such a list; of stand-ins, where it came from an argument.
        if number % 2 and all(isinstance(value, int) and value >= MEMBERS for value in own):
            pieces[number], own = "= ANY(%s::bigint[])", [own]
        left += own
    return "".join(pieces), left


class Statement(Generic[P, Row]):
    """A function that gives a queryset; called, it gives the rows."""

    def __init__(self, build: Callable[P, QuerySet[Any, Row]], *, planned_once: bool = True) -> None:
        """``planned_once`` is said of what PostgreSQL plans alike whatever the values."""
        self.build, self.planned_once = build, planned_once
        self.known: dict[Any, Compiled] = {}
        # What its rows are, once that is known: it decides from which database they are read.
        self.model: Any = None
        update_wrapper(self, build)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Row]:
        """The rows: one query."""
        values: list[Any] = []
        shape = tuple([shape_of(value, values) for value in (*args, *kwargs.values())])
        key = (self.vendor, tuple(kwargs), shape)
        compiled = self.known.get(key) or self.compiled(key, args, kwargs)
        return compiled.asked(values)

    @property
    def vendor(self) -> str:
        """The kind of database that is asked: each has its own SQL."""
        return connections[router.db_for_read(self.model)].vendor if self.model else ""

    def compiled(self, key: Any, args: Any, kwargs: Any) -> Compiled:
        """This shape, kept from now on."""
        stand_ins: list[Any] = []
        given: Any = [stood_in(value, stand_ins) for value in args]
        named: Any = {name: stood_in(value, stand_ins) for name, value in kwargs.items()}
        rows = self.build(*given, **named)
        self.model = rows.model
        if len(self.known) >= SHAPES:
            self.known.clear()
        found = Compiled(rows, stand_ins, planned_once=self.planned_once)
        self.known[self.vendor, *key[1:]] = found
        return found


def statement(build: Callable[P, QuerySet[Any, Row]]) -> Statement[P, Row]:
    """Make a statement of a function that gives a queryset."""
    return Statement(build)


def statement_planned_each_time(build: Callable[P, QuerySet[Any, Row]]) -> Statement[P, Row]:
    """The same, of which the best way to the rows hangs on the values, as on how rare a word is."""
    return Statement(build, planned_once=False)


@contextmanager
def planned_once(connection: Any, wanted: bool) -> Iterator[None]:
    """Let PostgreSQL keep its plans: of a page's ten queries it took longer to plan them than to find the rows.

    For that a driver's cursor must send the values apart, as Django's own does not unless it is told to everywhere.
    """
    connection.ensure_connection()
    # Where queries are written down, they are read with their values.
    if not wanted or connection.vendor != "postgresql" or connection.queries_logged:
        yield
        return
    # Here and not at the top: an install on SQLite need not have the driver.
    from django.db.backends.postgresql.base import ServerBindingCursor

    raw = connection.connection
    usual, raw.cursor_factory = raw.cursor_factory, ServerBindingCursor
    try:
        yield
    finally:
        raw.cursor_factory = usual


def shape_of(argument: Any, values: list[Any]) -> Any:
    """What decides about the SQL, as something to look up by; the values are appended in their order."""
    kind: Any = argument.__class__
    if kind in (int, date, str):
        values.append(argument)
        return kind
    if kind in (frozenset, tuple, list, set):
        return len(padded(argument, values))
    if hasattr(kind, "__dataclass_fields__"):
        return (kind, *[shape_of(getattr(argument, name), values) for name in names_of(kind)])
    return constant(argument)


def stood_in(argument: Any, stand_ins: list[Any]) -> Any:
    """The same with stand-ins for the values, appended in the same order."""
    kind: Any = argument.__class__
    number = len(stand_ins)
    if kind in (int, date, str):
        stand_ins.append({int: NUMBERS + number, date: DAYS + timedelta(number), str: f"{WORDS}{number}"}[kind])
        return stand_ins[-1]
    if kind in (frozenset, tuple, list, set):
        count = len(padded(argument, []))
        stand_ins += [MEMBERS + number + n for n in range(count)]
        return kind(stand_ins[number:])
    if hasattr(kind, "__dataclass_fields__"):
        parts: dict[str, Any] = {name: stood_in(getattr(argument, name), stand_ins) for name in names_of(kind)}
        return kind(**parts)
    return constant(argument)


def padded(numbers: Ids, values: list[Any]) -> range:
    """Append the numbers, and the last one again up to the next power of two, so that lists have few lengths."""
    count = len(numbers)
    whole = 1 << (count - 1).bit_length() if count else 0
    values += numbers
    values += values[-1:] * (whole - count)
    return range(whole)


def constant(argument: Any) -> Any:
    """What the SQL is made for: nothing, a choice, one of an enumeration."""
    if argument is None or isinstance(argument, bool | Enum):
        return argument
    raise TypeError(f"A statement takes no {type(argument).__name__}.")


def twin(one: Any, **changed: Any) -> Any:
    """Another of the same kind with the same attributes but these. To copy a queryset would ask it for its rows."""
    other = object.__new__(type(one))
    other.__dict__ = {**vars(one), **changed}
    return other


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


def maker_of(parameter: Any) -> Callable[[Any], Any]:
    """What makes such a parameter of a value: the driver's own kinds of numbers, days as words on SQLite."""
    kind = type(parameter)
    return str if kind is str else kind if isinstance(parameter, int) else unchanged


def unchanged(value: Any) -> Any:
    """A day, which drivers take as it is."""
    return value


def is_worked_out(parameter: Any) -> bool:
    """Whether a parameter can only come from a stand-in, and is none."""
    if isinstance(parameter, date):
        return parameter.year > WORKED_OUT
    if isinstance(parameter, str):
        return WORDS in parameter or WORKED_OUT_DAY.match(parameter) is not None
    return isinstance(parameter, int) and (parameter >= MEMBERS - NUMBERS or NUMBERS <= parameter < SMALLEST)
