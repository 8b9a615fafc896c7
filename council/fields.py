"""What people type, whatever it is about: words, lines and days. Rules about state are the verbs'."""

import unicodedata
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.forms.models import construct_instance
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict

WORDS_MAX = 4000
ALLOWED_CONTROLS = "\n\r\t"
# What word processors put where a line ends inside a paragraph.
SOFT_BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n"})
# Characters that turn the direction of the text around them, and so can make words read as others.
DIRECTION_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# They come in by paste, as do spaces and marks without a width. Nobody sees them, so nobody could delete them: they are
# left out of what is typed. What joins the letters of some scripts and the parts of emoji stays, and so do the marks
# that Arabic needs beside figures.
UNSEEN = str.maketrans(dict.fromkeys(f"{DIRECTION_OVERRIDES}\u200b\u2060\ufeff"))
# So many characters of the words before one that cannot be shown say where it is.
QUOTED = 30


def no_control_characters(value: str, what: str = "") -> None:
    """Refuse characters that cannot be seen and would break papers and mails made from the text.

    The message names the box, by ``what``, and the words before the character: nobody counts characters.
    """
    for place, character in enumerate(value):
        is_control = unicodedata.category(character) in ("Cc", "Cs") and character not in ALLOWED_CONTROLS
        if is_control or character in DIRECTION_OVERRIDES:
            before = " ".join(value[:place].split())
            if len(before) > QUOTED:
                before = f"… {before[-QUOTED:].partition(' ')[2] or before[-QUOTED:]}"
            which = f"the character after “{before}”" if before else "the first character"
            named = f"{what}: {which}" if what else f"{which[0].upper()}{which[1:]}"
            raise ValidationError(
                f"{named} cannot be shown (code {ord(character):04X}). Delete it, or type the sentence again."
            )


def seen(value: Any) -> str:
    """A text as its author sees it."""
    return str(value).translate(UNSEEN)


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

    def __init__(
        self, *, what: str, minimum: int = 0, maximum: int = WORDS_MAX, plain: bool = False, **options: Any
    ) -> None:
        """``plain`` has its words held against the council's plain-language list as the box is left."""
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4, "class": "govuk-js-character-count"}))
        super().__init__(strip=True, **options)
        if plain:
            self.widget.attrs["data-plain-check"] = reverse_lazy("council:plain_check")
        # No maxlength attribute: browsers would cut pasted text without a word. The page counts, the validator says.
        self.counted = maximum
        self.validators = [partial(no_control_characters, what=what), AtMost(maximum, what)]
        if minimum:
            self.validators.append(
                MinLengthValidator(
                    minimum, f"{what} is too short to be understood: write a sentence, of at least {minimum} characters"
                )
            )

    def to_python(self, value: Any) -> str:
        """The text without what nobody sees, each line break as one character: browsers send two, word processors one
        of their own.

        The counter beside the box counts one too.
        """
        return seen(super().to_python(value)).replace("\r\n", "\n").translate(SOFT_BREAKS).strip()


def reason_box(
    label: str = "Why?",
    *,
    what: str = "The reason",
    empty: str = "Say why, so that others can follow it",
    **options: Any,
) -> Words:
    """Why something is done: a sentence or two, kept beside what was done.

    ``empty`` asks for it where it is missing; its help, and what else it needs, as ``Words`` takes them.
    """
    box = forms.Textarea(attrs={"rows": 2, "class": "govuk-js-character-count"})
    return Words(label=label, what=what, maximum=500, error_messages={"required": empty}, widget=box, **options)


class Line(forms.CharField):
    """A few words on one line: a name, a title, a reference."""

    def __init__(self, *, what: str, maximum: int = 200, **options: Any) -> None:
        super().__init__(strip=True, **options)
        self.validators = [partial(no_control_characters, what=what), AtMost(maximum, what)]

    def to_python(self, value: Any) -> str:
        """The words with white space folded, so that a title is the same however it was pasted."""
        return " ".join(seen(super().to_python(value)).split())


class PlainWords(forms.CharField):
    """A few words to search for."""

    def __init__(self, *, max_length: int = 100, **options: Any) -> None:
        super().__init__(**options)
        what = "The words to search for"
        self.validators = [partial(no_control_characters, what=what), AtMost(max_length, what)]

    def to_python(self, value: Any) -> str:
        """The words without what nobody sees."""
        return seen(super().to_python(value)).strip()


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


BOXES = {"day": 2, "month": 9, "year": 4}
MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905


def month_of(typed: str) -> str:
    """A month that is typed as a word, or as its first letters, as its number; anything else as it is."""
    found = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(typed.lower())]
    return str(found[0]) if len(typed) >= 3 and found else typed


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
        boxes[1] = month_of(boxes[1])
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


class Chosen(forms.FileField):
    """A file that somebody chose. One that the disk of the site did not take arrives without a name."""

    default_error_messages: ClassVar = {
        "invalid": "The file could not be stored here just now. Try again later, or tell whoever runs this site",
    }


class Refusing(forms.BaseForm):
    """A form whose words go to a verb, which may refuse them."""

    # Whether it shows words that were typed before.
    is_filled = False

    def refuse(self, error: ValidationError) -> None:
        """Put a verb's refusal beside the field it concerns: the field named in it, or by the code of a constraint."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            for one in errors:
                place = name if name in self.fields else one.code
                self.add_error(place if place in self.fields else None, one.messages)

    def fill(self, typed: QueryDict) -> None:
        """Show words that were typed before, of a draft or before somebody was signed out. Files cannot be kept."""
        for name, field in self.fields.items():
            if not isinstance(field, forms.FileField):
                self.initial[name] = field.widget.value_from_datadict(typed, MultiValueDict(), self.add_prefix(name))
        self.is_filled = True


class VerbForm(Refusing, forms.Form):
    """A form that is not about one row alone."""

    def ask_for_files_again(self) -> None:
        """Say beside each file of a form that comes back that it must be chosen again: a browser keeps words alone."""
        for name in self.files:
            if name in self.fields and name not in self.errors:
                given = str(getattr(self.files[name], "name", ""))[:60]
                self.add_error(name, f"Choose “{given}” again, because a browser does not keep files")


class SetUpForm(Refusing, forms.ModelForm[Any]):
    """A row of the set-up. What may be stored is checked by the verb, under its lock."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["version"].initial = self.instance.version if self.instance.pk else None

    def _post_clean(self) -> None:
        """Put what was typed onto the row. Constraints are the verb's, which names them once and beside their field."""
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
