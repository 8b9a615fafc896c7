"""Addresses of pages, worked out once: a page holds hundreds, and to reverse each anew was a twelfth of its time."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

# Some hundred bytes each: the pages of some hundred reviews, and the actions that people look at.
REMEMBERED = 16384


def address(name: str, *args: str | int) -> str:
    """The address of a named page with these parts, as ``reverse`` gives it."""
    return remembered(get_script_prefix(), name, args)


@lru_cache(maxsize=REMEMBERED)
def remembered(prefix: str, name: str, args: tuple[str | int, ...]) -> str:
    """The address under one prefix, which decides it too."""
    return reverse(name, args=args)
