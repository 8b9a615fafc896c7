"""A member's question to those who answer for a recommendation, its answer, and whether that was enough."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from council.models import Post
from recommendations.deadlines import days_over
from recommendations.models.action import Action, Update
from recommendations.models.review import Recommendation
from recommendations.querysets import QuestionQuerySet
from recommendations.states import Answering, Asking, Outcome


class Question(models.Model):
    """Asked by a member on a recommendation as a whole or on one of its actions, with a due date. Closed once.

    What is still missing after an answer is asked in a further question, which ``follows`` this one.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="questions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="questions")
    asks_for = models.CharField(max_length=10, choices=Asking.choices, default=Asking.WORDS)
    words = models.TextField()
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField("in which part", max_length=200)
    asked_on = models.DateField()
    due_on = models.DateField("to be answered by")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    closing_words = models.TextField(blank=True)

    # Filled by QuestionQuerySet.shown_to().
    exempt_under: int | None = None

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="a_question_says_something"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_by__isnull=True, closed_on__isnull=True, closing_words="")
                | ~Q(outcome="") & Q(closed_by__isnull=False, closed_on__isnull=False),
                name="a_closed_question_says_who_closed_it",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.WITHDRAWN) | ~Q(closing_words=""), name="a_withdrawn_question_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Question on {self.about}, {self.asked_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        """Where it stands on the page of its recommendation."""
        return f"{self.recommendation.get_absolute_url()}#question-{self.pk}"

    @property
    def answer_url(self) -> str:
        """The page where it is answered."""
        return reverse("evidence:answer", args=[self.pk])

    @property
    def wants_proof(self) -> bool:
        """Whether it is a request for proof, which words alone do not answer."""
        return self.asks_for == Asking.PROOF

    @property
    def about(self) -> str:
        """R3, or 3c.1: what it is about."""
        return (self.action or self.recommendation).reference

    @property
    def given(self) -> "Answer | None":
        """Its answer, where there is one. Comes with the row from ``with_answers()``."""
        return getattr(self, "answer", None)

    @property
    def called(self) -> str:
        """Question on R3, or request for proof of 3c.1."""
        return f"request for proof of {self.about}" if self.wants_proof else f"question on {self.about}"

    def is_open(self, on: date) -> bool:
        """Whether it waits for an answer on a day."""
        answered = self.given is not None and self.given.given_on <= on
        return not answered and not (self.closed_on and self.closed_on <= on)

    def given_by(self, on: date) -> "Answer | None":
        """Its answer, where it was given by a day."""
        return self.given if self.given and self.given.given_on <= on else None

    def days_late(self, on: date) -> int:
        """Days by which its answer came, or is by this day, after the day it was due; 0 where it was withdrawn."""
        if answer := self.given_by(on):
            return days_over(self.due_on, answer.given_on)
        return days_over(self.due_on, on) if self.is_open(on) else 0

    def waits_for_a_word(self, on: date) -> bool:
        """Whether it was answered and nobody has said yet whether that is enough."""
        return not self.is_open(on) and not (self.closed_on and self.closed_on <= on)


class Answer(models.Model):
    """What was answered, by whom and in which part. Never changed: what is missing is asked again."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="answer")
    words = models.TextField()
    # Given with it, or where the proof that was asked for stands.
    update = models.ForeignKey(
        Update, on_delete=models.PROTECT, null=True, blank=True, related_name="answers", help_text="Given with it."
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_for = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=10, choices=Answering.choices, default=Answering.HOLDER)
    given_at = models.DateTimeField()
    given_on = models.DateField("local day of given_at")

    class Meta:
        ordering = ("given_on", "pk")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(words=""), name="an_answer_says_something")]

    def __str__(self) -> str:
        return f"Answer to the question of {self.question.asked_on:%-d %B %Y}"


class Passing(models.Model):
    """A question was passed on to another post, by whom and why. Never changed."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="passings")
    from_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    passed_on = models.DateField()

    class Meta:
        ordering = ("passed_on", "pk")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(why=""), name="a_passing_says_why")]

    def __str__(self) -> str:
        return f"{self.question}: from {self.from_post} to {self.to_post}"
