"""What other rooms' pages show of help."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from council.middleware import Request
from guides.first_steps import first_steps

register = template.Library()

# Pages that refuse everybody else; their guide can be read by all.
FOR_SCRUTINY_OFFICERS = {"council:index", "council:people", "intake:imports", "evidence:exemptions", "webhooks:index"}


def runs_a_committee(request: Request) -> bool:
    """Whether the reader is the scrutiny officer of a committee."""
    return bool(request.roles.scrutiny_officer_of)


@register.inclusion_tag("guides/_first_steps.html", takes_context=True)
def first_steps_here(context: dict[str, Any]) -> dict[str, Any]:
    """The first steps of this person's committee, until all are done."""
    request: Request = context["request"]
    steps = first_steps(request.roles)
    return {"steps": steps, "done": sum(step.is_done for step in steps)}


@register.simple_tag(takes_context=True)
def place(context: dict[str, Any], address: str, words: str) -> SafeString:
    """A page of the site by its name: a link on the screen, bold on paper and for whom it would not open."""
    if context.get("paper") or (address in FOR_SCRUTINY_OFFICERS and not runs_a_committee(context["request"])):
        return format_html("<b>{}</b>", words)
    return format_html('<a href="{}">{}</a>', reverse(address), words)
