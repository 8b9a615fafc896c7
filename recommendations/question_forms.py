"""The shape of questions: asking, answering, passing on, and saying whether the answer is enough."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from council.fields import VerbForm, Words, reason_box
from council.models import Post
from recommendations.action_forms import PostChoice
from recommendations.exempt_forms import KeepBackForm
from recommendations.models import Action, Question
from recommendations.states import Asking, Outcome
from recommendations.workflow import Asked

QUESTION_MAX = 1000


class AskForm(KeepBackForm):
    """A member's question on a recommendation or one of its actions."""

    action = forms.ChoiceField(
        label="What is it about?", required=False, error_messages={"invalid_choice": "Choose one of these"}
    )
    asks_for = forms.ChoiceField(
        label="What do you ask for?",
        choices=Asking.choices,
        initial=Asking.WORDS,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": "Choose what you ask for"},
    )
    words = Words(
        label="Your question",
        what="The question",
        plain=True,
        maximum=QUESTION_MAX,
        minimum=10,
        error_messages={"required": "Enter your question"},
        help_text="Everybody in the council can read it, and the answer.",
    )
    field_order = ("action", "asks_for", "words")

    def __init__(self, data: Any = None, *, actions: list[Action], on: date, **options: Any) -> None:
        super().__init__(data, on=on, **options)
        self.actions = {str(action.pk): action for action in actions}
        named = [(pk, f"{action.reference} {action.title}") for pk, action in self.actions.items()]
        cast("forms.ChoiceField", self.fields["action"]).choices = [("", "The recommendation as a whole"), *named]
        self.fields["keep_back"].help_text = "The committee reads it, and those to whom it is put."

    @property
    def asked(self) -> Asked:
        """What is asked."""
        data = self.cleaned_data
        return Asked(data["words"], self.actions.get(data["action"]), Asking(data["asks_for"]), self.terms_wanted)


class AnswerForm(VerbForm):
    """The answer to one question."""

    words = Words(
        label="Your answer",
        what="The answer",
        plain=True,
        minimum=10,
        error_messages={"required": "Enter your answer"},
        help_text="Members will read this. It cannot be changed once given.",
    )


class PassOnForm(VerbForm):
    """To whom a question is put instead."""

    post = PostChoice(
        Post.objects.none(),
        label="Who is to answer it?",
        empty_label="Choose a post",
        error_messages={"required": "Choose who is to answer it"},
    )
    why = reason_box(empty="Say why, so that the next one can follow it")

    def __init__(self, data: Any = None, *, posts: QuerySet[Post]) -> None:
        super().__init__(data)
        rows = posts.select_related("service").order_by("service__name", "title")
        cast("PostChoice", self.fields["post"]).queryset = rows


class CloseForm(VerbForm):
    """Whether the answer is enough; or why a question that nobody answered is withdrawn."""

    outcome = forms.ChoiceField(
        label="Is the answer enough?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of these"},
    )
    words = Words(
        label="What is missing?",
        what="What is missing",
        maximum=QUESTION_MAX,
        required=False,
        help_text="Needed if it is not enough. It is asked as a further question, put to the same post.",
    )

    def __init__(self, data: Any = None, *, question: Question) -> None:
        super().__init__(data)
        field = cast("forms.ChoiceField", self.fields["outcome"])
        if question.given is not None:
            field.choices = [
                (Outcome.ANSWERED.value, "Yes, it answers the question"),
                (Outcome.NOT_ANSWERED.value, "No, ask again"),
            ]
        else:
            field.choices = [(Outcome.WITHDRAWN.value, "Withdraw the question")]
            field.label, field.initial = "It has not been answered", Outcome.WITHDRAWN
            self.fields["words"].label = "Why is it withdrawn?"
            self.fields["words"].help_text = "Everybody who could read the question can read this."

    @property
    def chosen(self) -> Outcome:
        """What was chosen."""
        return Outcome(self.cleaned_data["outcome"])
