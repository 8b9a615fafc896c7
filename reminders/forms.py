"""The shape of what people type about reminders. What is allowed is the verbs'."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from council.fields import Line, ThreeBoxDate, VerbForm
from reminders.models import DigestChoice, RuleSetting
from reminders.rule import Rule, changed
from reminders.rules import BY_KIND
from reminders.states import Repeat


class Days(Line):
    """Numbers of days on one line: 30, 14, 7 and 1."""

    def __init__(self, *, label: str, help_text: str) -> None:
        super().__init__(what="The days", maximum=60, label=label, help_text=help_text, required=False)

    def numbers(self, value: str) -> list[int]:
        """The numbers. Raises ValidationError for anything else."""
        parts = value.replace(",", " ").replace(" and ", " ").split()
        if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
            raise ValidationError("Enter numbers of days with commas between them, like 30, 14, 7, 1")
        return [int(part) for part in parts]


def typed(rule: Rule) -> dict[str, Any]:
    """A rule as somebody would type it."""
    return {
        "before": ", ".join(str(-n) for n in rule.stages if n < 0),
        "after": ", ".join(str(n) for n in rule.stages if n >= 0),
        "repeat": rule.repeat,
        "is_on": rule.is_on,
    }


class RuleForm(VerbForm):
    """The days of one rule, as days before and after its date."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    before = Days(label="Days before", help_text="Numbers with commas between them, like 30, 14, 7, 1")
    after = Days(label="Days after", help_text="0 is the day itself")
    repeat = forms.ChoiceField(label="And then again", choices=Repeat.choices)
    is_on = forms.BooleanField(label="These reminders are sent", required=False)

    def __init__(self, data: Any = None, *, rule: Rule, clock: str, setting: RuleSetting | None) -> None:
        super().__init__(data)
        self.rule, limits = rule, rule.limits
        self.fields["version"].initial = setting.version if setting else None
        for name, value in typed(rule).items():
            self.fields[name].initial = value
        unit = "Working days" if rule.in_working_days else "Days"
        self.fields["before"].label = f"{unit} before {clock}"
        self.fields["after"].label = f"{unit} after {clock}"
        unused = {"before": limits.earliest >= 0, "after": limits.latest < 0, "is_on": not limits.may_be_off}
        for name, is_unused in unused.items():
            if is_unused:
                del self.fields[name]

    def clean_before(self) -> list[int]:
        """As stages: negative."""
        return [-n for n in cast(Days, self.fields["before"]).numbers(self.cleaned_data["before"])]

    def clean_after(self) -> list[int]:
        """As stages."""
        return cast(Days, self.fields["after"]).numbers(self.cleaned_data["after"])

    @property
    def is_usual(self) -> bool:
        """Whether the rule stands as every committee begins with it."""
        return self.rule == BY_KIND[self.rule.kind]

    @property
    def stages(self) -> list[int]:
        """All of them, in order; a day is named once."""
        return sorted({*self.cleaned_data.get("before", []), *self.cleaned_data.get("after", [])})

    @property
    def is_sent(self) -> bool:
        """Whether it is switched on."""
        return bool(self.cleaned_data.get("is_on", True))

    @property
    def changed_rule(self) -> Rule:
        """The rule as it would be."""
        return changed(self.rule, self.stages, Repeat(self.cleaned_data["repeat"]), self.is_sent)


HOURS = [("", "The usual hour"), *((str(h), f"{h}:00") for h in range(DigestChoice.EARLIEST, DigestChoice.LATEST + 1))]
WEEKDAYS = [
    ("", "Each day on which there is something"),
    *((str(value), f"Each {name}") for value, name in DigestChoice.Weekday.choices),
]


class ChoiceForm(VerbForm):
    """When a person's digest comes."""

    weekday = forms.TypedChoiceField(
        label="How often",
        choices=WEEKDAYS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text="What is overdue, or would be by then, does not wait for that day.",
    )
    hour = forms.TypedChoiceField(label="Not before", choices=HOURS, coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any = None, *, choice: DigestChoice | None = None) -> None:
        super().__init__(data)
        if choice:
            self.fields["weekday"].initial = "" if choice.weekday is None else str(choice.weekday)
            self.fields["hour"].initial = "" if choice.hour is None else str(choice.hour)


class AwayForm(VerbForm):
    """Days away, and who stands in where there are colleagues who could."""

    from_on = ThreeBoxDate(label="First day away", help_text="For example, 31 1 2027")
    to_on = ThreeBoxDate(label="Last day away", help_text="For example, 14 2 2027")
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label="Who stands in for you",
        required=False,
        empty_label="Nobody by name",
        help_text=(
            "A colleague of your service, who deputises for your posts on these days. Without a name, whoever "
            "deputises already hears instead, or the head of your service."
        ),
    )

    def __init__(self, data: Any = None, *, colleagues: "QuerySet[User]", on: date) -> None:
        super().__init__(data)
        if colleagues.exists():
            cast("forms.ModelChoiceField[User]", self.fields["deputy"]).queryset = colleagues
        else:
            del self.fields["deputy"]
        self.fields["from_on"].initial = on
