"""The shape of what people type when they set up a council, its committees and who does what."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from council.fields import Chosen, Line, PlainWords, SetUpForm, ThreeBoxDate, VerbForm, Words
from council.models import Committee, Council, Directorate, Holding, Meeting, Membership, PlainTerm, Post, Service
from council.plain_words import is_term
from council.workflow import Cover
from council.working_days import CLEAR_DAYS_FOR_PAPERS, closed_for, papers_due


def days(label: str, low: int, high: int, **options: Any) -> forms.IntegerField:
    """A number of days or months within sensible limits."""
    said = f"{label}: enter a number from {low} to {high}"
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)
    field = forms.IntegerField(label=label, min_value=low, max_value=high, error_messages=messages, **options)
    field.widget.attrs["inputmode"] = "numeric"
    return field


class DirectorateForm(SetUpForm):
    """A part of the council under one director."""

    name = Line(label="Name", what="The name", error_messages={"required": "Enter the name of the directorate"})

    class Meta:
        model = Directorate
        fields = ("name",)


class NewServiceForm(SetUpForm):
    """A further service of a directorate."""

    name = Line(label="Name", what="The name", error_messages={"required": "Enter the name of the service"})

    class Meta:
        model = Service
        fields = ("name",)


class ServiceForm(SetUpForm):
    """A service, and the directorate that it belongs to."""

    name = Line(label="Name", what="The name", error_messages={"required": "Enter the name of the service"})
    directorate = forms.ModelChoiceField(
        Directorate.objects.none(), label="Directorate", error_messages={"required": "Choose a directorate"}
    )

    class Meta:
        model = Service
        fields = ("name", "directorate")

    def __init__(self, data: Any = None, *, council_id: int, **options: Any) -> None:
        super().__init__(data, **options)
        of_council = Directorate.objects.filter(council=council_id)
        cast("forms.ModelChoiceField[Directorate]", self.fields["directorate"]).queryset = of_council


class PostForm(SetUpForm):
    """A post of a service."""

    title = Line(label="Title", what="The title", error_messages={"required": "Enter the title of the post"})
    is_head = forms.BooleanField(
        label="This post answers for the whole service",
        required=False,
        help_text="It sees the whole service, decides requests for more time, and answers for vacant posts.",
    )

    class Meta:
        model = Post
        fields = ("title", "is_head")


class CommitteeForm(SetUpForm):
    """A committee's name, its periods, and whether the public may read."""

    name = Line(label="Name", what="The name", error_messages={"required": "Enter the name of the committee"})
    response_months = days(
        "Months for the executive to respond",
        1,
        12,
        help_text="Two months is the usual period (Local Government Act 2000, section 9FE).",
    )
    stale_after_days = days(
        "Days until a status counts as not updated", 7, 365, help_text="After these days, “on track” is doubted."
    )
    due_soon_days = days("Days before a target date that count as due soon", 1, 180)
    answer_days = days("Working days to answer a member’s question", 1, 60)
    publishes = forms.BooleanField(
        label="The public may read what is published",
        required=False,
        help_text=(
            "Anybody reads the published reviews of this committee without signing in: recommendations, responses, "
            "verdicts, actions and updates. Drafts and exempt material stay inside. It takes effect at once."
        ),
    )

    class Meta:
        model = Committee
        fields = ("name", "response_months", "stale_after_days", "due_soon_days", "answer_days", "publishes")


class MeetingForm(SetUpForm):
    """A meeting. The day its papers are due is worked out where it is left empty."""

    held_on = ThreeBoxDate(label="Date of the meeting", help_text="For example, 31 1 2027")
    papers_due_on = ThreeBoxDate(
        label="Papers are due on",
        required=False,
        help_text=(
            f"Leave empty for {CLEAR_DAYS_FOR_PAPERS} clear working days before the meeting "
            "(Local Government Act 1972, section 100B)."
        ),
    )

    class Meta:
        model = Meeting
        fields = ("held_on", "papers_due_on")

    def clean(self) -> dict[str, Any]:
        """The usual day for papers where none is given."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("held_on") and not data.get("papers_due_on") and "papers_due_on" not in self.errors:
            data["papers_due_on"] = papers_due(data["held_on"])
        if (day := data.get("held_on")) and day != self.instance.held_on and (kind := closed_for(day)):
            self.ask_whether_it_is_meant(day, kind)
        return data

    def ask_whether_it_is_meant(self, day: date, kind: str) -> None:
        """Offices are closed on this day: whoever means it says so for this very day."""
        said = f"{day:%-d %B %Y} is {kind}"
        self.fields["meant"] = forms.BooleanField(
            label=f"{said}. The committee meets on it all the same",
            required=False,
            widget=forms.CheckboxInput(attrs={"value": day.isoformat()}),
        )
        if self.data.get("meant") != day.isoformat():
            self.add_error("meant", f"{said}. Change the date, or tick that the committee meets on it all the same")


class WhoForm(VerbForm):
    """A person, by their address. Somebody without an account yet is invited."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="If they have no account yet, they get an invitation.",
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address, like name@council.gov.uk",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = Line(
        label="Name, or post title",
        what="The name",
        required=False,
        help_text="Needed for somebody who has no account yet. It is shown on their own pages.",
    )

    def existing(self) -> User | None:
        """The account with this address."""
        return User.objects.filter(email__iexact=self.cleaned_data["email"]).first()

    def clean(self) -> dict[str, Any]:
        """A new person needs a name."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("email") and not data.get("name") and self.existing() is None:
            self.add_error("name", "There is no account with this address yet. Enter a name, and we invite them")
        return data


class HoldingForm(WhoForm):
    """Who holds a post or deputises for it, from when to when."""

    capacity = forms.ChoiceField(
        label="Holder or deputy?",
        choices=Holding.Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose holder or deputy"},
    )
    from_on = ThreeBoxDate(label="First day", help_text="For example, 31 1 2027")
    to_on = ThreeBoxDate(label="Last day, if there is one", required=False)


class MembershipForm(WhoForm):
    """Who sits on a committee, from when to when."""

    role = forms.ChoiceField(
        label="What do they do on the committee?",
        choices=Membership.Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they do on the committee"},
    )
    from_on = ThreeBoxDate(label="First day", help_text="For example, 31 1 2027")
    to_on = ThreeBoxDate(label="Last day, if there is one", required=False)


class LastDayForm(VerbForm):
    """The last day of something."""

    last_day = ThreeBoxDate(label="Last day", help_text="For example, 31 1 2027")


THEN = [
    ("", "The post is covered already"),
    (Holding.Capacity.HOLDER.value, "A new holder takes over"),
    (Holding.Capacity.DEPUTY.value, "A deputy stands in"),
    ("vacancy", "It is vacant"),
]


class CoverForm(WhoForm):
    """Who answers for a post from a day on: a holder, a deputy, or nobody, with the reason."""

    then = forms.ChoiceField(
        label="Who answers for it after that?", choices=THEN, required=False, widget=forms.RadioSelect
    )
    why = Line(label="Why is it vacant, and what happens about it?", what="The reason", maximum=300, required=False)
    until = ThreeBoxDate(label="Until, if that is known", required=False)
    field_order = ("last_day", "then", "email", "name", "why", "until")
    # What is asked only where somebody takes over, and only where nobody does.
    NEEDED_BY: ClassVar = {
        **dict.fromkeys(("email", "name"), "taken-over"),
        **dict.fromkeys(("why", "until"), "vacant"),
    }

    def __init__(self, data: Any = None, *, is_needed: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["email"].required = False
        if is_needed:
            then = cast(forms.ChoiceField, self.fields["then"])
            then.choices, then.required, then.label = THEN[1:], True, "Who takes it over?"
            then.error_messages["required"] = "Choose who takes it over, or that it is vacant"

    def clean(self) -> dict[str, Any]:
        """What each way needs."""
        data: dict[str, Any] = forms.Form.clean(self) or {}
        if data.get("then") in Holding.Capacity.values:
            if not data.get("email") and "email" not in self.errors:
                self.add_error("email", "Enter the e-mail address of the person who takes over")
            elif data.get("email") and not data.get("name") and self.existing() is None:
                self.add_error("name", "There is no account with this address yet. Enter a name, and we invite them")
        if data.get("then") == "vacancy" and not data.get("why"):
            self.add_error("why", "Say why it is vacant, and what happens about it")
        return data

    def asked(self) -> list[tuple[forms.BoundField, str]]:
        """Each field, with the answer that needs it, as ``forms.css`` calls it; "" where all do."""
        return [(field, self.NEEDED_BY.get(field.name, "")) for field in self]

    def cover(self, user: User | None) -> Cover | None:
        """What was chosen; None where the post is covered already."""
        data = self.cleaned_data
        if not data["then"]:
            return None
        kind = None if data["then"] == "vacancy" else Holding.Capacity(data["then"])
        return Cover(kind, user, data["why"], data["until"])


class EndHoldingForm(CoverForm):
    """The last day of a holding, and who answers after it."""

    last_day = ThreeBoxDate(label="Last day", help_text="For example, 31 1 2027")


class VacancyForm(VerbForm):
    """Since when a post is vacant, and why."""

    from_on = ThreeBoxDate(label="Vacant from", help_text="For example, 31 1 2027")
    to_on = ThreeBoxDate(label="Expected to be filled by, if that is known", required=False)
    why = Line(
        label="Why, and what happens about it?",
        what="The reason",
        maximum=300,
        error_messages={"required": "Say why it is vacant, and what happens about it"},
    )


class PersonForm(VerbForm):
    """A person's address and the name under which they are shown."""

    name = Line(label="Name, or post title", what="The name", error_messages={"required": "Enter a name"})
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address, like name@council.gov.uk",
        },
    )


class SheetForm(VerbForm):
    """A sheet of posts and people."""

    council = forms.ModelChoiceField(
        Council.objects.none(), label="Council", empty_label=None, error_messages={"required": "Choose a council"}
    )
    sheet = Chosen(
        label="Sheet",
        allow_empty_file=True,
        help_text="CSV or Excel (.xlsx), up to 5 MB and 5,000 rows.",
        error_messages={"required": "Choose a sheet"},
    )

    def __init__(self, data: Any, files: Any, *, councils: "QuerySet[Council]") -> None:
        super().__init__(data, files)
        cast("forms.ModelChoiceField[Council]", self.fields["council"]).queryset = councils
        self.fields["council"].initial = councils.first()


class SearchForm(forms.Form):
    """Words to search for."""

    q = PlainWords(label="Name, address or post", required=False)


def first_day(on: date) -> dict[str, date]:
    """Today as the first day, which most people mean."""
    return {"from_on": on}


class PlainTermForm(SetUpForm):
    """A term to think about, and what to write instead."""

    term = Line(
        label="The term",
        what="The term",
        maximum=80,
        help_text="A star at the end stands for any ending: “radicalis*” finds “radicalised” too.",
        error_messages={"required": "Enter the term"},
    )
    instead = Words(
        label="What to write instead",
        what="What to write instead",
        maximum=500,
        required=False,
        help_text="One wording on each line. Each becomes a button that replaces the term.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "govuk-js-character-count"}),
    )
    why = Line(
        label="Why",
        what="The reason",
        maximum=300,
        help_text="One sentence. Officers read it.",
        error_messages={"required": "Say why"},
    )
    source = Line(label="Where this comes from", what="The source", maximum=200, required=False)

    class Meta:
        model = PlainTerm
        fields = ("term", "instead", "why", "source")

    def clean_term(self) -> str:
        """A term has something to look for."""
        term: str = self.cleaned_data["term"]
        if not is_term(term):
            raise ValidationError("Enter a term with at least one letter")
        return term


class TryForm(VerbForm):
    """A text to try the list on."""

    text = Words(label="Try it on a text", what="The text", maximum=2000, required=False)
