"""Frozen dataclasses as JSON and back, so that what a report says can be kept, sealed and drawn again.

One text for one value: keys in order, no white space to choose, days as 2026-03-31. The same data gives the same bytes.
"""

import hashlib
import json
import types
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Kind = TypeVar("Kind")


def as_json(value: Any) -> str:
    """A dataclass of plain values as text."""
    return json.dumps(asdict(value), default=plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def plain(value: Any) -> str:
    """A day as text. Raises TypeError for anything else, which no report says."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no plain value")


def from_json(kind: type[Kind], text: str) -> Kind:
    """The dataclass that a text was made from. Raises ValueError or TypeError where it is of something else."""
    found: Kind = read(kind, json.loads(text))
    return found


def read(kind: Any, value: Any) -> Any:
    """A value of JSON as what its field says it is."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        wanted = next(part for part in get_args(kind) if part is not types.NoneType)
        return None if value is None else read(wanted, value)
    if origin is tuple:
        return tuple(read(get_args(kind)[0], one) for one in value)
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and is_dataclass(kind):
        # What was frozen before a field was added takes that field's default.
        return kind(**{name: read(of, value[name]) for name, of in hints(kind).items() if name in value})
    return value


@cache
def hints(kind: Any) -> dict[str, Any]:
    """What each field of a dataclass is."""
    found = get_type_hints(kind)
    return {field.name: found[field.name] for field in fields(kind)}


def sha256(content: str | bytes) -> str:
    """The SHA-256 of a text or of a file's content, in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
