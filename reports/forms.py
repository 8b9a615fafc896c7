"""The shape of a period as people choose it: a quarter, or the position as at a day."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from council.fields import ThreeBoxDate
from recommendations.models import Review
from reports.quarters import AS_AT, NoSuchPeriod, Period, Quarter, ended_quarters, period_as_at, period_of_quarter

QUARTERS_OFFERED = 5


class PeriodForm(forms.Form):
    """Which period a report is to cover. What may be chosen depends on the review and on the day of asking."""

    period = forms.CharField(
        label="What should the report cover?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a quarter, or the position as at a day"},
    )
    as_at = ThreeBoxDate(label="As at", required=False, help_text="For the position as at a day: today or a past day.")

    def __init__(self, data: Any = None, *, review: Review, on: date, **options: Any) -> None:
        self.review, self.on = review, on
        quarters = ended_quarters(review.adopted_on, on)[:QUARTERS_OFFERED]
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
            return period_of_quarter(self.review, Quarter.of_key(asked), self.on)
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
            data["period"] = period_as_at(self.review, data["as_at"], self.on)
        except NoSuchPeriod as error:
            self.add_error("as_at", str(error))

    @property
    def chosen(self) -> Period:
        """The period of a valid form."""
        period = self.cleaned_data["period"]
        assert isinstance(period, Period)
        return period


AS_AT_CHOICE = (AS_AT, "The position as at a day")
