"""What a page said stays true until a table that it was made from is written to: until then it need not be made again.

Remembered is what stands inside the frame of a page, for the person who asked, at the address and on the day for which
they asked. The frame (who is signed in, the tabs, messages) is made for each request. Nothing is remembered that was
read from a table without a mark, or from a copy of the database, which lags behind its marks.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass
from functools import partial, wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import connections, router
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from council.marks import Marks
from council.models import Mark

# Bytes of pages that one process remembers; a page of a large committee has 180,000.
MOST_BYTES = 8_000_000
# What templates/pieces.html puts between the blocks of a page; in a text it would be escaped.
BETWEEN = b"<!--between-->"
BLOCKS = ("title", "head", "banner", "breadcrumbs", "heading", "content")
# Who signs a form is told by the frame's own request, never by a page that was made for another one.
SIGNED = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
READ_FROM = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)', re.IGNORECASE)
WORD = re.compile(r"\w+")

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Page:
    """The blocks of a page, the review that it is about, and the marks of the tables that it was made from."""

    blocks: tuple[bytes, ...]
    review: Any
    # None for a table that has no mark.
    made_from: dict[str, frozenset[int] | None]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(map(len, self.blocks))

    def holds(self, marks: Marks) -> bool:
        """Whether nothing was written since to what it was made from."""
        return all(marks.get(table) == mark for table, mark in self.made_from.items())


class Memory:
    """The pages that were asked for last, as many as there is room for."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.pages: OrderedDict[Any, Page] = OrderedDict()
        self.bytes = 0
        self.lock = Lock()

    def get(self, key: Any, marks: Marks) -> Page | None:
        """The page, where it still holds."""
        with self.lock:
            page = self.pages.get(key)
            if page is None or not page.holds(marks):
                return None
            self.pages.move_to_end(key)
            return page

    def keep(self, key: Any, page: Page) -> None:
        """Remember a page in place of those that were not asked for the longest."""
        with self.lock:
            self.drop(key)
            self.pages[key] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes:
                self.drop(next(iter(self.pages)))

    def drop(self, key: Any) -> None:
        """Forget a page."""
        if page := self.pages.pop(key, None):
            self.bytes -= page.size

    def forget(self) -> None:
        """Forget all of them."""
        with self.lock:
            self.pages.clear()
            self.bytes = 0


MEMORY = Memory()


def remembered(view: View) -> View:
    """For a page that is read: its view runs only where the page is not remembered, or no longer holds.

    The view renders one template that extends ``base.html`` as ``{% extends request.frame|default:"base.html" %}``.
    What it says may depend on the address, the day, the reader's roles and name, and on tables, and on nothing else.
    """

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.DEBUG or router.db_for_read(Mark) not in (None, "default"):
            return view(request, *args, **kwargs)
        marks = dict(request.marks)
        key = (request.get_full_path(), *reader(request))
        page = MEMORY.get(key, marks)
        if page is None:
            made = made_anew(request, marks, partial(view, request, *args, **kwargs))
            if isinstance(made, HttpResponse):
                return made
            page = made
            if None not in page.made_from.values():
                MEMORY.keep(key, page)
        request.review = page.review
        blocks = {name: as_signed_now(request, block) for name, block in zip(BLOCKS, page.blocks, strict=True)}
        return render(request, "remembered.html", {"blocks": blocks})

    return answer


def reader(request: Any) -> tuple[Any, ...]:
    """Who reads on which day: all that decides what they may see, and their name."""
    day = request.roles.on
    # Not the lazy object around the roles, which would keep the whole request.
    return day, copy(request.roles), str(request.user)


def made_anew(request: Any, marks: Marks, respond: Callable[[], HttpResponse]) -> Page | HttpResponse:
    """The page that a view makes; its answer as it is, where that is no page."""
    with noted() as statements:
        request.frame = "pieces.html"
        try:
            response = respond()
        finally:
            del request.frame
    blocks = tuple(response.content.split(BETWEEN))
    if response.status_code != 200 or len(blocks) != len(BLOCKS):
        return response
    read = {name for sql in statements for name in READ_FROM.findall(sql)}
    # A table that stands anywhere else in a statement counts too: better made anew once too often.
    read |= {word for sql in statements for word in WORD.findall(sql) if word in marks}
    return Page(blocks, getattr(request, "review", None), {table: marks.get(table) for table in read})


@contextmanager
def noted() -> Iterator[set[str]]:
    """The statements that are executed meanwhile, on any database."""
    found: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.add(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(note))
        yield found


def as_signed_now(request: Any, block: bytes) -> SafeString:
    """A block as it was rendered, its forms signed for this request."""
    words = block.decode()
    # Asked for only where there is a form: it sets a cookie.
    words = SIGNED.sub(get_token(request), words) if SIGNED.search(words) else words
    return mark_safe(words)  # noqa: S308  # a template rendered it
