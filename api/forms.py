"""The shape of a new key."""

from typing import Any

from django import forms

from api.models import Key
from council.fields import Line, VerbForm
from council.models import Committee


class KeyForm(VerbForm):
    """A key: what it is for, and what it opens."""

    name = Line(
        label="What is it for?",
        what="What it is for",
        maximum=80,
        help_text="So that you know it again, such as “Performance dashboard” or “Calendar on my phone”.",
        error_messages={"required": "Say what it is for"},
    )
    opens = forms.ChoiceField(
        label="What does it open?",
        choices=Key.Opens.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it opens", "invalid_choice": "Choose one of these"},
    )
    committee = forms.ModelChoiceField(
        label="Of which committee is the calendar?",
        queryset=Committee.objects.none(),
        required=False,
        empty_label="My own: my due dates and meetings",
        help_text="For calendars only.",
        error_messages={"invalid_choice": "Choose one of these committees"},
    )

    def __init__(self, data: Any = None, *, committees: Any) -> None:
        super().__init__(data)
        chosen = self.fields["committee"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = committees
