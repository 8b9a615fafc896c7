"""The shape of what is typed about actions themselves: agreeing one, changing it, withdrawing it."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from council.fields import Line, ThreeBoxDate, VerbForm, reason_box
from council.models import Post
from recommendations.models import Action, Part, Recommendation
from recommendations.workflow import Wording

IN_THE_HISTORY = "It stands in the history of the action."


class PostChoice(forms.ModelChoiceField[Post]):
    """A post, named with its service."""

    def label_from_instance(self, obj: Post) -> str:
        """Youth Service: Youth Service Manager."""
        return f"{obj.service}: {obj.title}"


class PartChoice(forms.ModelChoiceField[Part]):
    """A part of the recommendation, with its first words."""

    def label_from_instance(self, obj: Part) -> str:
        """a: Guidance and training tailored for elected Members."""
        return f"{obj.label}: {obj.text[:70]}"


class WordingForm(VerbForm):
    """What an action says, whose it is, and to which part it belongs."""

    title = Line(
        label="What is to be done",
        what="What is to be done",
        maximum=120,
        help_text="A few words that begin with a verb, such as “Write a curriculum”.",
        error_messages={"required": "Say what is to be done"},
    )
    success_measure = Line(
        label="How everybody will know that it is done",
        what="The success measure",
        maximum=300,
        error_messages={"required": "Say how everybody will know that it is done"},
    )
    post = PostChoice(
        Post.objects.none(),
        label="Whose work it is",
        empty_label="Choose a post",
        error_messages={"required": "Choose the post whose work it is"},
    )
    part = PartChoice(Part.objects.none(), label="Part", required=False, empty_label="The whole recommendation")

    def __init__(
        self, data: Any = None, *, recommendation: Recommendation, posts: QuerySet[Post], **options: Any
    ) -> None:
        super().__init__(data, **options)
        cast("PostChoice", self.fields["post"]).queryset = posts.select_related("service").order_by(
            "service__name", "title"
        )
        parts = Part.objects.filter(recommendation=recommendation).order_by("label")
        cast("PartChoice", self.fields["part"]).queryset = parts
        # A recommendation without parts need not ask.
        if not parts:
            del self.fields["part"]

    @property
    def wording(self) -> Wording:
        """What was typed."""
        data = self.cleaned_data
        return Wording(data["title"], data["success_measure"], data["post"], data.get("part"), data.get("target_on"))


class NewActionForm(WordingForm):
    """A new action."""

    target_on = ThreeBoxDate(
        label="Target date",
        help_text="It never changes after today. More time is asked for and decided, and both dates stay on show.",
    )
    field_order = ("part", "title", "success_measure", "post", "target_on")


class ChangeActionForm(WordingForm):
    """Other words, another owner, another part."""

    target_on = ThreeBoxDate(label="Target date", help_text="A slip can be put right today, before anybody answers.")
    reason = reason_box("Why is it changed?", help_text=IN_THE_HISTORY)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("part", "title", "success_measure", "post", "target_on", "reason", "version")

    def __init__(self, data: Any = None, *, action: Action, owner_only: bool, target_too: bool, **options: Any) -> None:
        initial = {
            "title": action.title,
            "success_measure": action.success_measure,
            "post": action.post_id,
            "part": action.part_id,
            "target_on": action.original_target_on,
            "version": action.version,
        }
        super().__init__(data, recommendation=action.recommendation, initial=initial, **options)
        self.action, self.owner_only = action, owner_only
        if owner_only:
            for name in ("title", "success_measure", "part"):
                self.fields.pop(name, None)
        if owner_only or not target_too:
            del self.fields["target_on"]

    @property
    def wording(self) -> Wording:
        """What was typed; what may not be changed stays."""
        if not self.owner_only:
            return super().wording
        action = self.action
        return Wording(action.title, action.success_measure, self.cleaned_data["post"], action.part)


class WithdrawForm(VerbForm):
    """Why an action is not to be done any more."""

    reason = reason_box("Why is it withdrawn?", help_text=IN_THE_HISTORY)
