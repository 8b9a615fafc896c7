"""Small components that look the same wherever the same is said: drawn once, then remembered."""

import html
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from council.addresses import address

register = template.Library()
# As ``{% url %}``, for the rows of long lists.
register.simple_tag(address)

# Between two segments of a bar on screen: of the room of the one before.
GAP = 2
# Marks, verdicts and bars of every state and width that pages hold at one time; some hundreds of bytes each.
REMEMBERED = 4096
QUOTATION_MARKS = ("“", "”", '"')


@register.simple_tag
def drawn(name: str, **said: Any) -> SafeString:
    """A component of templates/components that is decided by these words and numbers alone, and by nothing around it.

    A page holds hundreds of marks and a dozen different ones: rendering each anew was most of a page's time.
    """
    # An escaped and an unescaped text can be equal and must not be drawn alike.
    words = tuple((key, value, hasattr(value, "__html__")) for key, value in said.items())
    return fresh(name, words) if settings.DEBUG else remembered(name, words)


def fresh(name: str, words: tuple[tuple[str, Any, bool], ...]) -> SafeString:
    """The component, rendered."""
    return render_to_string(f"components/{name}.html", {key: value for key, value, _ in words})


remembered = lru_cache(maxsize=REMEMBERED)(fresh)


@register.simple_tag
def options(offered: Iterable[dict[str, Any]]) -> SafeString:
    """The options of a select box, as Django's own template draws each: a committee's page has 300 of them."""
    drawn_each = [f"\n  <option{attributes(one)}>{escaped(one['label'])}</option>" for one in offered]
    return mark_safe("".join(drawn_each))  # noqa: S308  # each part is escaped


def attributes(option: dict[str, Any]) -> str:
    """The value of one option and its other attributes; one that is True stands by its name alone."""
    said = {"value": str(option["value"]), **option["attrs"]}
    pairs = [(escaped(name), value) for name, value in said.items() if value is not False]
    return "".join([f" {name}" if value is True else f' {name}="{escaped(value)}"' for name, value in pairs])


def escaped(value: Any) -> str:
    """A value in a page, without Django's questions about when it is to be escaped."""
    return str(value) if hasattr(value, "__html__") else html.escape(str(value))


@register.filter
def quoted(words: str) -> SafeString:
    """Somebody's own words between quotation marks, with the line breaks that they were written with.

    Words that begin or end with a quotation mark of their own get no second one.
    """
    said = str(words).strip()
    lines = escaped(said).replace("\n", "<br>")
    has_own = said.startswith(QUOTATION_MARKS) or said.endswith(QUOTATION_MARKS)
    return mark_safe(lines if has_own else f"“{lines}”")  # noqa: S308  # the words are escaped


@register.simple_tag
def bars(segments: Iterable[Any], unit: float = 58, paper: bool = False) -> SafeString:
    """One row's stacked bar: as many pixels per recommendation in every row, so that lengths compare.

    ``segments`` have state, word, count and perhaps an address; ``unit`` is the pixels of one. On paper there are no
    links and no numbers on the bars.
    """
    parts = [part(segment, unit, paper) for segment in segments if segment.count]
    return mark_safe('\n<div class="bars">\n' + "".join(parts) + "\n</div>\n")  # noqa: S308  # parts are escaped


def part(segment: Any, unit: float, paper: bool) -> str:
    """The bar of one segment."""
    width = int(segment.count * unit)
    if paper:
        title = f"{segment.count} {segment.word}"
        drawing = drawn(
            "mark_block", state=segment.state, width=width - 3, height=20, unit=unit, title=title, paper=True
        )
        return f"\n{drawing}\n\n"
    # The number stands on a plate over the drawing.
    drawing = drawn("block", state=segment.state, width=width - GAP, title=segment.word)
    inside = f"<b>{segment.count}</b> {drawing}"
    url = getattr(segment, "url", "")
    return f'<a href="{escaped(url)}">{inside}</a>' if url else f"<span>{inside}</span>"
