"""What the address of the list of exemptions asks for."""

from collections.abc import Callable

from django import forms

from council.fields import PlainWords
from evidence.register import STAGES, Line
from recommendations.states import Schedule12A


class RegisterForm(forms.Form):
    """One part of the list, one paragraph of the Schedule, words. What cannot be is said, and narrows nothing."""

    show = forms.ChoiceField(choices=[("", "All"), *STAGES.items()], required=False, widget=forms.HiddenInput)
    paragraph = forms.TypedChoiceField(
        label="Paragraph of Schedule 12A",
        choices=[("", "Any paragraph"), *((str(value), label) for value, label in Schedule12A.choices)],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not a paragraph of the Schedule."},
    )
    q = PlainWords(label="Words", required=False)

    @property
    def stage(self) -> str:
        """The part of the list that is asked for; the whole where it is empty."""
        self.is_valid()
        return str(self.cleaned_data.get("show") or "")

    @property
    def fits(self) -> Callable[[Line], bool]:
        """Whether a line is asked for, its part of the list aside."""
        self.is_valid()
        paragraph, words = self.cleaned_data.get("paragraph"), str(self.cleaned_data.get("q") or "")
        return lambda line: paragraph in (None, line.exemption.paragraph) and line.says(words)

    @property
    def query(self) -> dict[str, str]:
        """What the address must carry to ask for the same."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}
