"""The shape of what the committee and its officer record: verdicts of a sitting, call-ins, outcomes, responses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst

from council.fields import Line, ThreeBoxDate, VerbForm, Words, reason_box
from council.models import Meeting
from recommendations.models import Recommendation
from recommendations.standing import AnyVerdict
from recommendations.states import ResponseKind, VerdictKind, Worked
from recommendations.workflow import Decided

VERDICT_WORDS_MAX = 1000


def named(label: str, of: str) -> str:
    """A label that says for those who hear it alone what it is about; beside it a legend says it to everybody."""
    return format_html('{}<span class="govuk-visually-hidden"> {}</span>', label, of) if of else label


def minute_box(of: str = "", *, required: bool = True) -> Line:
    """Where in the minutes it stands; ``of`` which recommendation, in a form that has several of these boxes."""
    of = of and f"of {of}"
    what = f"the minute reference {of}".strip()
    return Line(
        label=named("Minute reference", of),
        what=capfirst(what),
        maximum=40,
        required=required,
        error_messages={"required": f"Enter {what}, like 6.2"},
    )


def said_box(on: str = "") -> Words:
    """What was said with a verdict, where anything was; ``on`` which recommendation, likewise."""
    on = on and f"on {on}"
    return Words(
        label=named("What was said", on),
        what=f"What was said {on}".strip(),
        maximum=VERDICT_WORDS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "govuk-js-character-count"}),
    )


@dataclass(frozen=True)
class Meanwhile:
    """A verdict that somebody else recorded since a sitting's page was opened, with what was typed there."""

    verdict: AnyVerdict
    recommendation: Recommendation
    kind: str
    minute: str
    words: str

    @property
    def sentence(self) -> str:
        """Both, beside each other."""
        return (
            f"A verdict on {self.recommendation.reference} was recorded meanwhile: "
            f"“{self.verdict.get_verdict_display()}”, minute {self.verdict.minute}. "
            f"You typed “{self.kind}”; it is left out now, and the others are as you typed them"
        )


class SittingForm(VerbForm):
    """The verdicts of one meeting: for each recommendation a verdict, its minute and what was said; or nothing."""

    # Verdicts that somebody else recorded since the page was opened.
    judged_meanwhile: Sequence[Meanwhile] = ()

    def __init__(
        self, data: Any = None, *, recommendations: list[Recommendation], not_achieved: Mapping[int, str] | None = None
    ) -> None:
        """``not_achieved`` says of which recommendations "achieved" cannot be said, and why."""
        super().__init__(data)
        self.recommendations = recommendations
        not_achieved = not_achieved or {}
        several = len({row.review_id for row in recommendations}) > 1
        self.names = {
            row.pk: f"{row.reference} ({row.review.title})" if several else row.reference for row in recommendations
        }
        for row in recommendations:
            name = self.names[row.pk]
            why_not = not_achieved.get(row.pk, "")
            kinds = [
                (kind, label) for kind, label in VerdictKind.choices if kind != VerdictKind.ACHIEVED or not why_not
            ]
            self.fields[f"{row.pk}-verdict"] = forms.ChoiceField(
                label=named("Verdict", f"on {name}"),
                choices=[("", "No verdict"), *kinds],
                required=False,
                help_text=f"{why_not}." if why_not else "",
                error_messages={"invalid_choice": why_not or f"Choose a verdict on {name}, or none"},
            )
            # Needed once there is a verdict.
            self.fields[f"{row.pk}-minute"] = minute_box(name, required=False)
            self.fields[f"{row.pk}-words"] = said_box(name)

    def clean(self) -> dict[str, Any]:
        """A verdict has its minute; a minute without a verdict is a slip."""
        data = self.cleaned_data
        for row in self.recommendations:
            verdict, minute, words = (data.get(f"{row.pk}-{box}") for box in ("verdict", "minute", "words"))
            name = self.names[row.pk]
            if verdict and not minute and f"{row.pk}-minute" not in self.errors:
                self.add_error(f"{row.pk}-minute", self.fields[f"{row.pk}-minute"].error_messages["required"])
            if not verdict and (minute or words) and f"{row.pk}-verdict" not in self.errors:
                self.add_error(f"{row.pk}-verdict", f"Choose a verdict on {name}, or empty its other boxes")
        for one in self.judged_meanwhile:
            self.add_error(None, one.sentence)
        if not self.errors and not self.decided:
            self.add_error(None, "Choose a verdict on at least one recommendation")
        return data

    @property
    def decided(self) -> list[Decided]:
        """What was decided, recommendation by recommendation."""
        data = self.cleaned_data
        return [
            Decided(row, VerdictKind(data[f"{row.pk}-verdict"]), data[f"{row.pk}-minute"], data[f"{row.pk}-words"])
            for row in self.recommendations
            if data.get(f"{row.pk}-verdict")
        ]

    def fields_of(self, row: Recommendation) -> list[forms.BoundField]:
        """The three boxes of one recommendation."""
        return [self[f"{row.pk}-{name}"] for name in ("verdict", "minute", "words")]


class VerdictForm(VerbForm):
    """One verdict that was recorded wrongly, as it should be, and why."""

    verdict = forms.ChoiceField(
        label="What did the committee decide?",
        choices=VerdictKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the verdict"},
    )
    minute = minute_box()
    words = said_box()
    why = reason_box(
        "Why is it put right?",
        plain=True,
        minimum=10,
        help_text="Everybody can read it, the public too where the committee publishes. Write nothing exempt.",
        empty="Say why it is put right",
    )


class MeetingChoice(forms.ModelChoiceField[Meeting]):
    """A meeting by its day."""

    def label_from_instance(self, obj: Meeting) -> str:
        """30 September 2026."""
        return f"{obj.held_on:%-d %B %Y}"


class CallInForm(VerbForm):
    """To which meeting a recommendation is called in, and why."""

    meeting = MeetingChoice(
        Meeting.objects.none(),
        label="To which meeting?",
        empty_label=None,
        error_messages={"required": "Choose a meeting", "invalid_choice": "Choose a meeting to come"},
    )
    why = reason_box(
        plain=True,
        minimum=10,
        help_text="Everybody can read it, the public too where the committee publishes. Write nothing exempt.",
        empty="Say why it is called in",
    )

    further = forms.BooleanField(label="Call it in to a further meeting as well", required=False)
    field_order = ("further", "meeting", "why")

    def __init__(self, data: Any = None, *, meetings: list[Meeting], called_already: str = "") -> None:
        """``called_already`` says to which meetings it is called in. Then none is chosen beforehand, so that a form
        that is sent again after "Back" adds no other."""
        super().__init__(data)
        meeting = cast("MeetingChoice", self.fields["meeting"])
        meeting.queryset = Meeting.objects.filter(pk__in=[row.pk for row in meetings])
        if called_already:
            self.fields["further"].help_text = called_already
            meeting.empty_label = "Choose a meeting"
        else:
            del self.fields["further"]


class TakeBackForm(VerbForm):
    """Why a call-in is taken back."""

    why = reason_box(
        plain=True,
        minimum=10,
        help_text="Everybody can read it, the public too where the committee publishes.",
        empty="Say why it is taken back",
    )


class OutcomeForm(VerbForm):
    """Whether what was signed off has made a difference."""

    worked = forms.ChoiceField(
        label="Did it make the difference that was hoped for?",
        choices=Worked.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was found"},
    )
    words = Words(
        label="What was found?",
        what="The finding",
        plain=True,
        minimum=10,
        error_messages={"required": "Say what was found, and how it is known"},
        help_text="Say how it is known. “Too early to tell” is asked again in half a year. Everybody can read it, the "
        "public too where the committee publishes.",
    )


class SentForm(VerbForm):
    """On which day a review was sent to the executive."""

    sent_on = ThreeBoxDate(label="When was it sent?", help_text="For example, 6 9 2026")


class ResponseForm(VerbForm):
    """What the executive, or a partner, answered to one recommendation."""

    kind = forms.ChoiceField(
        label="What was the answer?",
        choices=ResponseKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer"},
    )
    deciding_body = Line(
        label="Who decided?",
        what="The name",
        maximum=200,
        help_text="For example, Cabinet",
        error_messages={"required": "Enter who decided, like Cabinet"},
    )
    decided_on = ThreeBoxDate(label="When?", help_text="For example, 6 9 2026")
    minute = minute_box(required=False)
    reason = Words(
        label="Reason given",
        what="The reason",
        required=False,
        help_text="Needed where the recommendation is rejected.",
    )
    replacement_wording = Words(
        label="Replacement wording",
        what="The wording",
        required=False,
        help_text="Where the executive agreed to other words. The committee’s own words stay as published.",
    )
