"""The shape of what people type. Rules about state are the verbs'; here only what can be said of the words alone."""

import unicodedata
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator

from recommendations.models import Action, Extension
from recommendations.states import IN_TROUBLE, NEXT, Reason, Status
from recommendations.workflow import MoreTime, Statement

NO_VERSION = "This form has lost its place. Copy your words, open the action again and give your update there"
WORDS_MIN = 10
WORDS_MAX = 4000
ALLOWED_CONTROLS = "\n\r\t"
# What word processors put where a line ends inside a paragraph.
SOFT_BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n"})
# Characters that turn the direction of the text around them, and so can make words read as others.
DIRECTION_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def no_control_characters(value: str) -> None:
    """Refuse characters that cannot be seen and would break papers and mails made from the text."""
    for place, character in enumerate(value, start=1):
        is_control = unicodedata.category(character) in ("Cc", "Cs") and character not in ALLOWED_CONTROLS
        if is_control or character in DIRECTION_OVERRIDES:
            raise ValidationError(
                f"Character {place} cannot be shown (code {ord(character):04X}). Delete it, or type the sentence again."
            )


class AtMost(MaxLengthValidator):
    """A length validator that says how much too long the text is."""

    def __init__(self, limit: int, what: str) -> None:
        super().__init__(limit, f"{what} must be {limit:,} characters or fewer. You have %(length)s.")

    def __call__(self, value: Any) -> None:
        """Raise ValidationError for a text that is too long."""
        if len(value) > self.limit_value:
            raise ValidationError(self.message, code=self.code, params={"length": f"{len(value):,}"})


class Words(forms.CharField):
    """A few sentences in a text area."""

    def __init__(self, *, what: str, minimum: int = 0, maximum: int = WORDS_MAX, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4, "class": "govuk-js-character-count"}))
        super().__init__(strip=True, **options)
        # No maxlength attribute: browsers would cut pasted text without a word. The page counts, the validator says.
        self.counted = maximum
        self.validators = [no_control_characters, AtMost(maximum, what)]
        if minimum:
            self.validators.append(MinLengthValidator(minimum, f"{what} must be at least {minimum} characters"))

    def to_python(self, value: Any) -> str:
        """The text, each line break as one character: browsers send two, word processors one of their own.

        The counter beside the box counts one too.
        """
        return str(super().to_python(value)).replace("\r\n", "\n").translate(SOFT_BREAKS)


class PlainWords(forms.CharField):
    """A few words to search for."""

    def __init__(self, *, max_length: int = 100, **options: Any) -> None:
        super().__init__(**options)
        self.validators = [no_control_characters, AtMost(max_length, "The words to search for")]


class ThreeBoxDateWidget(forms.MultiWidget):
    """Day, month and year in three boxes: quicker to type than any picker, and kind to screen readers."""

    template_name = "forms/widgets/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput({"maxlength": size, "autocomplete": "off"}) for name, size in BOXES.items()
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """A date as three boxes."""
        return [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]


BOXES = {"day": 2, "month": 2, "year": 4}


class ThreeBoxDate(forms.MultiValueField):
    """A date typed as day, month and year."""

    widget = ThreeBoxDateWidget

    def __init__(self, **options: Any) -> None:
        boxes = tuple(forms.CharField(max_length=size, required=False) for size in BOXES.values())
        super().__init__(boxes, require_all_fields=False, **options)

    def clean(self, value: Any) -> date | None:
        """The date; each wrong box is named."""
        boxes = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(boxes):
            if self.required:
                raise ValidationError("Enter a date, with day, month and year")
            return None
        for name, part in zip(BOXES, boxes, strict=True):
            if not part:
                raise ValidationError(f"The date must include a {name}")
            # Nine figures at most: longer ones are no date either, and too large for the calendar to say so.
            if not (part.isascii() and part.isdigit() and len(part) < 10):
                raise ValidationError(f"The {name} must be a number, like 31 1 2027")
        day, month, year = (int(part) for part in boxes)
        if year < 1000:
            raise ValidationError("The year must have 4 numbers, like 2027")
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(f"There is no such date as {day} {month} {year}") from None


class VerbForm(forms.Form):
    """A form whose words go to a verb, which may refuse them."""

    def ask_for_files_again(self) -> None:
        """Say beside each file of a form that comes back that it must be chosen again: a browser keeps words alone."""
        for name in self.files:
            if name in self.fields and name not in self.errors:
                given = str(getattr(self.files[name], "name", ""))[:60]
                self.add_error(name, f"Choose “{given}” again, because a browser does not keep files")

    def refuse(self, error: ValidationError) -> None:
        """Put a verb's refusal beside the field it concerns."""
        if hasattr(error, "error_dict"):
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        else:
            self.add_error(None, error)


class UpdateForm(VerbForm):
    """An officer's update on one action, with a wish for more time where they have one."""

    status = forms.ChoiceField(
        label="What is the status of this action now?",
        choices=Status.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={
            "required": "Choose the status of this action",
            "invalid_choice": "“%(value)s” is not a status. Choose one of these.",
        },
    )
    reason = forms.ChoiceField(
        label="Why?",
        choices=[("", "Choose a reason"), *Reason.choices],
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not a reason. Choose one of these."},
        help_text="Needed for delayed, not achieved, paused and no longer feasible.",
    )
    words = Words(
        label="What has happened?",
        what="What has happened",
        minimum=WORDS_MIN,
        help_text="Two or three sentences. Members will read this.",
        error_messages={"required": "Enter what has happened"},
    )
    ask = forms.BooleanField(label="Ask for more time", required=False)
    to_on = ThreeBoxDate(label="New target date you propose", required=False, help_text="For example, 31 1 2027")
    no_proof_because = Words(
        label="Reason, if there is no proof",
        what="Why there is no proof",
        maximum=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "govuk-js-character-count"}),
        help_text="“Achieved” needs proof, or a reason why there is none. Members will read it.",
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": NO_VERSION, "invalid": NO_VERSION}
    )

    def __init__(self, data: Any = None, *, action: Action, **options: Any) -> None:
        self.action = action
        initial = {"version": action.version, **(options.pop("initial", None) or {})}
        super().__init__(data, initial=initial, auto_id=f"id_{action.pk}_%s", **options)
        # A posted status is judged by the verb, so that a page that has gone out of date gets the real reason.
        offered = {*NEXT[Status(action.status)], (data or {}).get("status")}
        status = cast(forms.ChoiceField, self.fields["status"])
        status.choices = [(s.value, s.label) for s in Status if s in offered]
        if action.updated_on:
            self.fields["words"].label = f"What has happened since {action.updated_on:%-d %B}?"

    def clean(self) -> dict[str, Any]:
        """A wish for more time needs a date, and a status that says why."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("ask"):
            if data.get("to_on") is None and "to_on" not in self.errors:
                self.add_error("to_on", "Enter the new target date, or take back “Ask for more time”")
            if data.get("status") and data["status"] not in IN_TROUBLE:
                self.add_error("ask", "To ask for more time, choose the status that says why, such as “delayed”")
        return data

    @property
    def statement(self) -> Statement:
        """What the officer says."""
        data = self.cleaned_data
        wish = MoreTime(data["to_on"], data["reason"], data["words"]) if data["ask"] else None
        return Statement(
            Status(data["status"]),
            data["words"],
            data["reason"],
            more_time=wish,
            no_proof_because=data["no_proof_because"],
        )


class DecisionForm(VerbForm):
    """A head of service's decision on a request for more time."""

    decision = forms.ChoiceField(
        label="Do you agree?",
        choices=[("agree", "Yes, move the target date"), ("refuse", "No, keep the target date")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
    note = Words(
        label="Note",
        what="The note",
        maximum=1000,
        required=False,
        help_text="Needed if you say no. The officer and the committee will read it.",
    )

    def __init__(self, data: Any = None, *, extension: Extension) -> None:
        self.extension = extension
        super().__init__(data)

    @property
    def agreed(self) -> bool:
        """Whether the target moves."""
        return bool(self.cleaned_data["decision"] == "agree")
