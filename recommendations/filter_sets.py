"""Sets of filters whose form is an object, and no class of its own."""

from functools import lru_cache, partial
from typing import Any

import django_filters
from django import forms
from django.utils.safestring import SafeString

# Boxes of all filters of the pages that are read at one time, some kilobytes each.
REMEMBERED = 256


class Box(forms.Select):
    """A select box, drawn once for what it offers and what is chosen of it.

    A committee's boxes offer three hundred choices, the same each time, and to draw them took longer than its table.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The box as Django draws it."""
        offered = tuple([(key, str(label)) for key, label in self.choices])
        return drawn(name, value, tuple((attrs or {}).items()), tuple(self.attrs.items()), offered)


@lru_cache(maxsize=REMEMBERED)
def drawn(
    name: str, value: Any, attrs: tuple[Any, ...], own: tuple[Any, ...], offered: tuple[tuple[Any, str], ...]
) -> SafeString:
    """One box."""
    return forms.Select(dict(own), offered).render(name, value, dict(attrs))


class ChoiceField(django_filters.fields.ChoiceField):
    """One of what is offered."""

    widget = Box


class ChoiceFilter(django_filters.ChoiceFilter):
    """Leaves what has one of what is offered."""

    field_class = ChoiceField


class FilterForm(forms.Form):
    """A form of the fields that it is given."""

    def __init__(self, named: dict[str, forms.Field], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(named)


class FilterSet(django_filters.FilterSet):
    """Django-filter's, which makes a class of forms for each request.

    A class is dear to make, and whoever remembers something of a kind of object keeps it for ever, and with it the
    choices of that page: web workers grew by 9 KB with each.
    """

    def get_form_class(self) -> Any:
        """What makes the form; its fields belong to this set alone already."""
        return partial(FilterForm, {name: each.field for name, each in self.filters.items()})
