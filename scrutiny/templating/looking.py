"""What a template asks for, found on the straight way; what is not there is left to Django, which knows all ways."""

import html
from typing import Any

from django.template.base import render_value_in_context
from django.utils.safestring import SafeData, SafeString, mark_safe


class NotHere(Exception):
    """Not on the straight way."""


# A program has some hundreds of kinds of object. Were it to make kinds as it goes, those are not kept for ever.
REMEMBERED = 2000


class Kinds(dict[type, bool]):
    """Of each kind of object, whether something can be asked of it by brackets, which Django does first."""

    def __missing__(self, kind: type) -> bool:
        if len(self) >= REMEMBERED:
            self.clear()
        self[kind] = found = hasattr(kind, "__getitem__")
        return found


HAS_ITEMS = Kinds()


def look(one: Any, name: str) -> Any:
    """What a template means by ``one.name``: an item, or an attribute; called where it is a function."""
    if HAS_ITEMS[type(one)]:
        try:
            found = one[name]
        except (TypeError, AttributeError, KeyError, ValueError, IndexError):
            found = getattr(one, name)
    else:
        found = getattr(one, name)
    return called(found) if callable(found) else found


def called(found: Any) -> Any:
    """What a function gives; classes that are not to be called are what they are."""
    if getattr(found, "do_not_call_in_templates", False):
        return found
    if getattr(found, "alters_data", False):
        raise NotHere
    return found()


def known(context: Any, name: str, is_needed: bool = True) -> Any:
    """What the context has under this name; None where it has nothing and need not, as in conditions and loops."""
    for names in reversed(context.dicts):
        if name in names:
            found = names[name]
            return called(found) if callable(found) else found
    if is_needed:
        raise NotHere
    return None


def shown(value: Any, context: Any) -> str:
    """A value as it is printed."""
    kind = type(value)
    if kind is str:
        return html.escape(value) if context.autoescape else value
    if kind is SafeString:
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else render_value_in_context(value, context)


def kept_safe(value: Any, before: Any) -> Any:
    """What a filter made, which is safe to print where what it was made of was."""
    return mark_safe(value) if isinstance(before, SafeData) else value  # noqa: S308  # as Django does, of such filters


def unpacked(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What a loop with several names calls the parts of a row."""
    if len(row) != len(names):
        raise ValueError(f"Need {len(names)} values to unpack in for loop; got {len(row)}. ")
    return dict(zip(names, row, strict=True))


def rows_of(values: Any) -> Any:
    """What a loop goes through."""
    if values is None:
        return ()
    return values if hasattr(values, "__len__") else list(values)
