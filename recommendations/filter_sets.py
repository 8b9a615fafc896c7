"""Sets of filters whose form is an object, and no class of its own."""

from functools import partial
from typing import Any

import django_filters
from django import forms


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
