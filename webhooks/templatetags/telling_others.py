"""What other rooms' pages show of webhooks."""

from typing import Any

from django import template

from council.middleware import Request
from webhooks.listing import endpoints_of, not_answering

register = template.Library()


@register.inclusion_tag("webhooks/_not_answering.html", takes_context=True)
def webhooks_in_trouble(context: dict[str, Any]) -> dict[str, Any]:
    """Those of this person's councils to which something was given up, and that have taken nothing since."""
    request: Request = context["request"]
    return {"endpoints": not_answering(endpoints_of(request.roles))}
