"""Django's template engine, which lets go of what it drew."""

from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates, Template, reraise
from django.template.context import make_context
from django.utils.safestring import SafeString


class Drawing(Template):
    """A template, drawn in a context that is emptied afterwards.

    A context refers to itself, so all that a page was drawn from would wait for the garbage collector: to find the
    forty thousand objects of a committee's page took it a fifth of that page's time.
    """

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        """What the template says of a context."""
        made = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            return self.template.render(made)
        except TemplateDoesNotExist as missing:
            reraise(missing, self.backend)
            raise
        finally:
            made.dicts.clear()


class Templates(DjangoTemplates):
    """The engine of such templates."""

    def from_string(self, template_code: str) -> Drawing:
        """A template by its text."""
        return Drawing(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> Drawing:
        """A template by its name."""
        try:
            return Drawing(self.engine.get_template(template_name), self)
        except TemplateDoesNotExist as missing:
            reraise(missing, self)
            raise
