"""The shape of what people type. Rules about state are the verbs'; here only what can be said of the words alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from council.fields import ThreeBoxDate, VerbForm, Words
from recommendations.exempt_forms import KeepBackForm
from recommendations.models import Action, Extension, Question
from recommendations.states import IN_TROUBLE, NEXT, Reason, Status
from recommendations.workflow import BACK_DATED_DAYS, MoreTime, Statement, check_boxes, check_days

NO_VERSION = "This form has lost its place. Copy your words, open the action again and give your update there"
WORDS_MIN = 10


class UpdateForm(KeepBackForm):
    """An officer's update on one action, with a wish for more time where they have one."""

    status = forms.ChoiceField(
        label="What is the status of this action now?",
        help_text="To ask for more time, choose “delayed”, or another that says why, and tick “Ask for more time”.",
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
        plain=True,
        minimum=WORDS_MIN,
        help_text="Two or three sentences. Members will read this.",
        error_messages={"required": "Enter what has happened"},
    )
    ask = forms.BooleanField(label="Ask for more time", required=False)
    to_on = ThreeBoxDate(label="New target date you propose", required=False, help_text="For example, 31 1 2027")
    no_proof_because = Words(
        label="Reason, if there is no proof",
        what="Why there is no proof",
        plain=True,
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
    effective_on = ThreeBoxDate(
        label="Since when is it so?",
        required=False,
        help_text=f"Leave this empty for today. Up to {BACK_DATED_DAYS} days ago. Members see both days.",
    )
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": NO_VERSION, "invalid": NO_VERSION}
    )

    def __init__(
        self,
        data: Any = None,
        *,
        action: Action,
        on: date,
        now_is: Status | None = None,
        questions: Sequence[Question] = (),
        **options: Any,
    ) -> None:
        self.action = action
        self.questions = questions
        initial = {"version": action.version, **(options.pop("initial", None) or {})}
        options = {**options, "initial": initial, "auto_id": f"id_{action.pk}_%s"}
        super().__init__(data, on=on, **options)
        # A posted status is judged by the verb, so that a page that has gone out of date gets the real reason.
        offered = {*NEXT[now_is or Status(action.status)], (data or {}).get("status")}
        status = cast(forms.ChoiceField, self.fields["status"])
        status.choices = [(s.value, s.label) for s in Status if s in offered]
        if action.updated_on:
            earlier = "the update earlier today" if action.updated_on == on else f"{action.updated_on:%-d %B}"
            self.fields["words"].label = f"What has happened since {earlier}?"
        for question in questions:
            self.fields[f"answer_{question.pk}"] = answer_box(question)

    def clean(self) -> dict[str, Any]:
        """A wish for more time needs a date, and a status that says why."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("ask"):
            if data.get("to_on") is None and "to_on" not in self.errors:
                self.add_error("to_on", "Enter the new target date, or take back “Ask for more time”")
            if data.get("status") and data["status"] not in IN_TROUBLE:
                self.add_error("ask", "To ask for more time, choose the status that says why, such as “delayed”")
        return data

    def _post_clean(self) -> None:
        """The verb is not asked while a box is wrong, so that its word on the others would come one try later."""
        if not self.errors:
            return
        try:
            self.check_what_is_whole()
        except ValidationError as refusal:
            left = {name: said for name, said in refusal.error_dict.items() if name not in self.errors}
            self.add_error(None, ValidationError(left))

    def check_what_is_whole(self) -> None:
        """Raise what the verb would of those boxes that say something."""
        data = self.cleaned_data
        since, to_on = data.get("effective_on"), data.get("to_on") if data.get("ask") else None
        if not data.get("status"):
            check_days(self.action, since, to_on, self.on)
            return
        said = Statement(
            Status(data["status"]),
            data.get("words", ""),
            data.get("reason", ""),
            more_time=MoreTime(to_on, "", "") if to_on else None,
            # Which proof a correction keeps is the verb's to say.
            has_proof=self.shows_proof or bool(data.get("corrects")),
            no_proof_because=data.get("no_proof_because", ""),
            effective_on=since,
        )
        check_boxes(self.action, said, self.on)

    @property
    def shows_proof(self) -> bool:
        """Whether any proof was put in. Its boxes are brought by the room that keeps proof."""
        return False

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
            exempt=self.terms_wanted,
            effective_on=data["effective_on"],
            corrects=data["corrects"],
        )

    @property
    def answer_boxes(self) -> list[tuple[Question, BoundField]]:
        """Each question that waits, with the box for its answer."""
        return [(question, self[f"answer_{question.pk}"]) for question in self.questions]

    @property
    def has_answers_to_show(self) -> bool:
        """Whether any answer was begun, so that the page does not fold the boxes away."""
        return any(box.value() or box.errors for _, box in self.answer_boxes)

    @property
    def answers(self) -> list[tuple[Question, str]]:
        """The questions that are answered with the update, each with its answer."""
        said = [(question, self.cleaned_data[f"answer_{question.pk}"]) for question in self.questions]
        return [(question, words) for question, words in said if words]


def answer_box(question: Question) -> Words:
    """The box for the answer to a question that waits."""
    asked = f"{question.asked_as}, {question.asked_on:%-d %B}, due {question.due_on:%-d %B}: “{question.words}”"
    label = "Your answer, with the proof attached below" if question.wants_proof else "Your answer"
    return Words(label=label, what="The answer", plain=True, required=False, help_text=asked)


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
        plain=True,
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


class SeveralForm(VerbForm):
    """One status and one note for several actions. Whether it fits an action is said action by action."""

    status = forms.ChoiceField(
        label="What is their status now?",
        choices=Status.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": "Choose their status", "invalid_choice": "“%(value)s” is not a status"},
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
        plain=True,
        minimum=WORDS_MIN,
        help_text="It is recorded on each of them. Members will read this.",
        error_messages={"required": "Enter what has happened"},
    )
    no_proof_because = Words(
        label="Reason, if there is no proof",
        what="Why there is no proof",
        plain=True,
        maximum=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "govuk-js-character-count"}),
        help_text="“Achieved” needs one here. Proof is attached to the updates afterwards, one by one.",
    )

    def __init__(self, data: Any = None, *, now_are: Iterable[Status]) -> None:
        """``now_are``: what is said of the actions now. What can follow on none of them is not offered."""
        super().__init__(data)
        offered = {status for now in now_are for status in NEXT[now]} | {(data or {}).get("status")}
        cast(forms.ChoiceField, self.fields["status"]).choices = [(s.value, s.label) for s in Status if s in offered]

    def clean(self) -> dict[str, Any]:
        """What no action could take is said once, before anything is saved."""
        data: dict[str, Any] = super().clean() or {}
        status = Status(data["status"]) if data.get("status") else None
        if status in IN_TROUBLE and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", f"Choose why they are {status.label.lower()}")
        if status == Status.ACHIEVED and not data.get("no_proof_because") and "no_proof_because" not in self.errors:
            self.add_error("no_proof_because", "Say why there is no proof, or update them one by one with proof")
        return data

    @property
    def statement(self) -> Statement:
        """What is said of each."""
        data = self.cleaned_data
        in_trouble = data["status"] in IN_TROUBLE
        achieved = data["status"] == Status.ACHIEVED
        return Statement(
            Status(data["status"]),
            data["words"],
            data["reason"] if in_trouble else "",
            no_proof_because=data["no_proof_because"] if achieved else "",
            among_several=True,
        )
