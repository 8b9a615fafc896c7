"""The objects of a PDF, read one by one, within a time."""

import struct
import time
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from evidence.inspection.refusing import Refused

SECONDS = 10
DEEPEST = 60
# All that a parser may raise over a file made to break it. Each means the same: this is no whole PDF.
BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def names_in(content: bytes) -> Iterator[str]:
    """Every name in every object. Raises Refused where it has a password or no page, or cannot be read in time."""
    try:
        yield from walk(content)
    except BROKEN as error:
        raise Refused("cannot be read as PDF. Save it as PDF again") from error


def walk(content: bytes) -> Iterator[str]:
    """Every name in every object. Raises Refused, and one of BROKEN where it cannot be read."""
    until = time.monotonic() + SECONDS
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise Refused("has a password, so nobody could read it. Save it without one")
    if not reader.pages:
        raise Refused("has no page")
    for number, generation in numbers(reader):
        if time.monotonic() > until:
            raise Refused("is too large to be checked. Attach the pages that matter")
        yield from names(reader.get_object(IndirectObject(number, generation, reader)))


def numbers(reader: PdfReader) -> Iterator[tuple[int, int]]:
    """The number and generation of each object."""
    for generation, entries in reader.xref.items():
        yield from ((number, generation) for number in list(entries) if number)
    yield from ((number, 0) for number in list(reader.xref_objStm))


def names(value: Any, depth: int = 0) -> Iterator[str]:
    """Every name that an object holds, those of other objects apart."""
    if depth > DEEPEST:
        raise Refused("is nested too deeply to be checked")
    if isinstance(value, NameObject):
        yield str(value)
    elif isinstance(value, DictionaryObject):
        for key in value:
            yield str(key)
            yield from names(value.raw_get(key), depth + 1)
    elif isinstance(value, ArrayObject):
        for part in list.__iter__(value):
            yield from names(part, depth + 1)
