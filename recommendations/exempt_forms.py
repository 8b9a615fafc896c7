"""Why something is not for the public, as people say it: the same boxes wherever something is kept back."""

from datetime import date
from typing import Any

from django import forms

from council.fields import Line, ThreeBoxDate, VerbForm, Words, reason_box
from recommendations.exempting import Terms, usual_review
from recommendations.states import Schedule12A

CONFIDENTIAL = (
    "Do not enter confidential material here at all: what a government department gave on terms that forbid telling "
    "it, or what a court or a law forbids to disclose (Local Government Act 1972, section 100A(3))."
)

TICK = "Tick this to keep it from the public, or take out the paragraph and the reason below"


def kept_back_because() -> Words:
    """The box for why something is kept from the public; which wish for it needs one is the form's to say."""
    return reason_box("Why is the public interest in keeping it back?", what="Why it is kept back", required=False)


class TermsForm(VerbForm):
    """The boxes of an exemption. ``on`` is today."""

    exempt_paragraph = forms.TypedChoiceField(
        label="Which paragraph of Schedule 12A?",
        choices=[("", "Choose a paragraph"), *((str(value), label) for value, label in Schedule12A.choices)],
        coerce=lambda value: Schedule12A(int(value)),
        empty_value=None,
        required=False,
        help_text=CONFIDENTIAL,
        error_messages={"invalid_choice": "Choose one of these paragraphs"},
    )
    exempt_reason = kept_back_because()
    decided_by = Line(
        label="Which post decided?", what="The post", required=False, help_text="For example, Monitoring Officer."
    )
    review_on = ThreeBoxDate(label="To be looked at again by", required=False, help_text="Within a year.")

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        self.on = on
        options["initial"] = {"review_on": usual_review(on), **(options.get("initial") or {})}
        super().__init__(*args, **options)

    def check_terms(self, data: dict[str, Any]) -> None:
        """Each box that is needed and empty gets its message."""
        needed = {
            "exempt_paragraph": "Choose the paragraph that it falls under",
            "exempt_reason": "Say why the public interest is in keeping it back",
            "decided_by": "Say which post decided",
            "review_on": "Say when it is to be looked at again",
        }
        for name, message in needed.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)

    @property
    def terms(self) -> Terms:
        """What was chosen."""
        data = self.cleaned_data
        return Terms(data["exempt_paragraph"], data["exempt_reason"], data["decided_by"], data["review_on"])


class KeepBackForm(TermsForm):
    """A form for words that may be kept from the public as they are given."""

    keep_back = forms.BooleanField(label="Keep this from the public", required=False)

    def clean(self) -> dict[str, Any]:
        """Whoever ticks the box says why; whoever says why has to tick it, or it would be published by mistake."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("keep_back"):
            self.check_terms(data)
        elif data.get("exempt_paragraph") or data.get("exempt_reason"):
            self.add_error("keep_back", TICK)
        return data

    @property
    def terms_wanted(self) -> Terms | None:
        """On which terms it is kept back; None where it is not."""
        return self.terms if self.cleaned_data["keep_back"] else None


class Seen(forms.IntegerField):
    """Which exemption stood on the page that was filled in; none where there was none."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)


class ExemptForm(TermsForm):
    """Keep something from the public."""

    seen = Seen()

    def clean(self) -> dict[str, Any]:
        """Every box is needed."""
        data: dict[str, Any] = super().clean() or {}
        self.check_terms(data)
        return data


class EndForm(VerbForm):
    """Let everybody read it."""

    seen = Seen()
    why = reason_box("Why need it not be kept back any longer?", empty="Say why it need not be kept back any longer")
