"""The hidden box that says who typed a form, so that words kept for them are offered to nobody else."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.kept_words import TYPED_BY, signature

register = template.Library()


@register.simple_tag(takes_context=True)
def typed_by(context: dict[str, Any]) -> SafeString | str:
    """The box; nothing where nobody is signed in."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', TYPED_BY, signature(request.user.pk))
