"""The shape of what people type. Rules about state are the verbs'; here only what can be said of the words alone."""

from datetime import date
from typing import Any, cast

from django import forms

from council.fields import ThreeBoxDate, VerbForm, Words
from recommendations.exempt_forms import TermsForm
from recommendations.models import Action, Extension
from recommendations.states import IN_TROUBLE, NEXT, Reason, Status
from recommendations.workflow import MoreTime, Statement

NO_VERSION = "This form has lost its place. Copy your words, open the action again and give your update there"
WORDS_MIN = 10
TICK = "Tick this to keep the update from the public, or take out the paragraph and the reason below"


class UpdateForm(TermsForm):
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
    keep_back = forms.BooleanField(
        label="Keep this update from the public",
        required=False,
        help_text="The committee reads it, and those who answer for this action. Nobody else learns that it exists.",
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": NO_VERSION, "invalid": NO_VERSION}
    )

    def __init__(self, data: Any = None, *, action: Action, on: date, **options: Any) -> None:
        self.action = action
        initial = {"version": action.version, **(options.pop("initial", None) or {})}
        options = {**options, "initial": initial, "auto_id": f"id_{action.pk}_%s"}
        super().__init__(data, on=on, post=action.post.title, **options)
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
        if data.get("keep_back"):
            self.check_terms(data)
        elif data.get("exempt_paragraph") or data.get("exempt_reason"):
            # Somebody who said why it is exempt must not publish it by a box that was left empty.
            self.add_error("keep_back", TICK)
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
            exempt=self.terms if data["keep_back"] else None,
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
