"""The shape of a period as people choose it, of the chair’s words, and of a copy that is to be checked."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from council.fields import Chosen, Line, ThreeBoxDate, VerbForm, Words
from recommendations.scope import Scope
from reports.contents import Contents
from reports.models import LetterSent
from reports.quarters import AS_AT, NoSuchPeriod, Period, Quarter, ended_quarters, period_as_at, period_of_quarter
from reports.windows import Window

QUARTERS_OFFERED = 5


class PeriodForm(forms.Form):
    """Which period a report is to cover. What may be chosen depends on the review, or the committee's first one, and on
    the day of asking."""

    period = forms.CharField(
        label="What should the report cover?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a quarter, or the position as at a day"},
    )
    as_at = ThreeBoxDate(label="As at", required=False, help_text="For the position as at a day: today or a past day.")

    def __init__(self, data: Any = None, *, scope: Scope, on: date, **options: Any) -> None:
        self.on = on
        self.first_on = min((r.adopted_on for r in scope.reviews), default=on)
        quarters = ended_quarters(self.first_on, on)[:QUARTERS_OFFERED]
        self.first = Period.of_quarter(quarters[0]) if quarters else Period(on)
        super().__init__(data, initial={"period": self.first.query["period"], "as_at": on}, **options)
        radio = self.fields["period"].widget
        assert isinstance(radio, forms.RadioSelect)
        radio.choices = [*((q.key, str(q)) for q in quarters), *self.asked_besides(quarters), AS_AT_CHOICE]

    def asked_besides(self, offered: tuple[Quarter, ...]) -> list[tuple[str, str]]:
        """The quarter in the address where it is none of those offered, so that what was asked for stays on show."""
        try:
            asked = Quarter.of_key(self.data.get("period", ""))
        except ValueError:
            return []
        return [] if asked in offered else [(asked.key, str(asked))]

    def clean_period(self) -> str | Period:
        """A quarter's period, or the word for a day. Refuses a quarter that has not ended."""
        asked = str(self.cleaned_data["period"])
        if asked == AS_AT:
            return asked
        try:
            return period_of_quarter(self.first_on, Quarter.of_key(asked), self.on)
        except NoSuchPeriod as error:
            raise ValidationError(str(error)) from error
        except ValueError:
            raise ValidationError(
                f"“{asked[:40]}” is not a quarter. Choose one from the list, or the position as at a day"
            ) from None

    def clean(self) -> dict[str, Any]:
        """A day where the position as at a day is asked for; it may not lie in the future or before the review."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("period") == AS_AT and "as_at" not in self.errors:
            self.choose_day(data)
        elif isinstance(data.get("period"), Period):
            # The boxes belong to the other choice.
            self.errors.pop("as_at", None)
        return data

    def choose_day(self, data: dict[str, Any]) -> None:
        """Turn the day into the period, or say beside the boxes what is wrong with it."""
        if data.get("as_at") is None:
            self.add_error("as_at", "Enter the day, with day, month and year")
            return
        try:
            data["period"] = period_as_at(self.first_on, data["as_at"], self.on)
        except NoSuchPeriod as error:
            self.add_error("as_at", str(error))

    @property
    def chosen(self) -> Period:
        """The period of a valid form."""
        period = self.cleaned_data["period"]
        assert isinstance(period, Period)
        return period


AS_AT_CHOICE = (AS_AT, "The position as at a day")


LONGEST = 5_000


class WordsForm(VerbForm):
    """What the chair says in one place of a report."""

    words = Words(
        what="Your words",
        maximum=LONGEST,
        required=False,
        plain=True,
        label="Your words",
        help_text="This stands in both versions. Write nothing exempt.",
    )
    window = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_window(self) -> Window | None:
        """Which window the words come from."""
        return Window.named(self.cleaned_data["window"])

    def opened_on(self, words: str) -> None:
        """From now on these are the words that the form is opened with, whatever was typed."""
        self.initial["window"] = str(Window.on(words))
        if self.is_bound:
            self.data = {**dict(self.data.items()), self.add_prefix("window"): self.initial["window"]}


def words_form(place: str, before: str, data: Any = None) -> WordsForm:
    """The form of one place, with the words that stand there."""
    return WordsForm(data, prefix=place, initial={"words": before, "window": str(Window.on(before))})


def words_forms(contents: Contents, said: dict[str, str], data: Any = None) -> dict[str, WordsForm]:
    """A form for each place where the chair may say something: the foreword, and each recommendation by its anchor."""
    places = {
        "foreword": "The chair’s foreword",
        **{b.of.anchor: f"Your comment on {b.of.reference}" for b in contents.blocks},
    }
    forms_of = {place: words_form(place, said.get(place, ""), data) for place in places}
    for place, form in forms_of.items():
        form.fields["words"].label = places[place]
    return forms_of


class DropForm(VerbForm):
    """Confirms, and asks nothing."""


class IssueForm(VerbForm):
    """The last look before a report is sealed. ``read`` is the digest of the draft that was read."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)

    has_read = forms.BooleanField(
        label="I have read both versions",
        error_messages={"required": "Say that you have read both versions, because the report cannot be changed later"},
    )


class LetterWordsForm(VerbForm):
    """What a letter to a witness says first."""

    words = Words(
        what="Your words",
        maximum=2_000,
        required=False,
        plain=True,
        label="What the letter says first",
        help_text="A few words of thanks, for example. Write nothing exempt: the letter leaves the council.",
    )


class IssueLetterForm(VerbForm):
    """The last look before a letter is sealed. ``read`` is the digest of the draft that was read."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
    has_read = forms.BooleanField(
        label="I have read the letter",
        error_messages={"required": "Say that you have read the letter, because it cannot be changed later"},
    )


class LetterSentForm(VerbForm):
    """How a letter went out."""

    how = forms.ChoiceField(
        label="How was it sent?",
        choices=LetterSent.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the letter was sent"},
    )


class SupersedeForm(VerbForm):
    """Why an issued report is put right by another."""

    because = Words(
        what="What is wrong",
        maximum=1_000,
        label="What is wrong with the report, and what the new one puts right",
        help_text="This stands on the cover of the new report, in both versions. Do not put anything exempt in it.",
        error_messages={"required": "Say what is wrong with the report"},
    )


class NumberForm(VerbForm):
    """A number or a check code, to find the issued report that it belongs to."""

    number = Line(
        what="The number or code",
        maximum=80,
        label="Report number or check code",
        help_text="Such as 4, or A61F 03D9 7C24. Both stand on the cover. A whole SHA-256 is found too.",
        error_messages={"required": "Enter the number or the check code that stands on the cover"},
    )


class CopyForm(VerbForm):
    """A file that somebody holds."""

    copy = Chosen(
        label="Your copy",
        help_text="The PDF, or the CSV or JSON file that came with it. It is compared and not kept.",
        allow_empty_file=True,
        error_messages={"required": "Choose the file that you want to have checked"},
    )
