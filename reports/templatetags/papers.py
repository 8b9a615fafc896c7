"""What only a report's templates need."""

import re
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# 3c.1 or 10.2: the reference of an action, which a line may not break after its full stop.
REFERENCE = re.compile(r"(\b\d{1,3}[a-z]{0,3}\.\d{1,3}\b)")


@register.filter
def whole(words: str) -> SafeString:
    """A sentence in which no reference of an action is broken over two lines."""
    # Split by its group, plain text and references come by turns.
    pieces = enumerate(REFERENCE.split(words))
    return mark_safe(  # noqa: S308  # each piece is escaped
        "".join(format_html('<span class="whole">{}</span>' if at % 2 else "{}", piece) for at, piece in pieces)
    )


@register.filter
def at(found: dict[str, Any], key: str) -> Any:
    """What a dictionary holds under a key; None where it holds nothing."""
    return found.get(key)
