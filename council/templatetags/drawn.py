"""Small components that look the same wherever the same is said: drawn once, then remembered."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

# Marks, verdicts and bars of every state and width that pages hold at one time; some hundreds of bytes each.
REMEMBERED = 4096


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
