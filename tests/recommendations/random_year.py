"""A year in which random people do random things to a review, through the verbs; each day's events in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from council.models import Meeting, Service
from recommendations import workflow
from recommendations.models import Action, Question, Recommendation, Verdict
from recommendations.states import Asking, Outcome, ResponseKind, Status, VerdictKind, Worked
from recommendations.workflow import Asked
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

DAYS = 365
RECOMMENDATIONS = 6


@dataclass
class Year:
    """The review, who acts, and chance."""

    cast: Cast
    chance: Random

    @property
    def first(self) -> date:
        """Its first day."""
        return f.days(-DAYS)

    def pass_by(self) -> Iterator[date]:
        """Let it happen; gives each day once its events are over."""
        review = self.cast.review
        review.sent_to_executive_on = self.first
        review.published_on = self.first
        review.save()
        Action.objects.all().delete()
        theme = self.cast.recommendation.theme
        for number in range(2, RECOMMENDATIONS + 1):
            f.RecommendationFactory.create(
                review=review,
                theme=theme if number % 2 else f.ThemeFactory.create(review=review, number=number),
                number=number,
                lead_service=None if number == 4 else self.cast.service,
            )
        for ago in range(DAYS):
            on = self.first + timedelta(days=ago)
            for _ in range(self.chance.choice((0, 0, 1, 2))):
                self.something_happens(on)
            yield on

    def something_happens(self, on: date) -> None:
        """One act, which a rule may refuse: then nothing is written."""
        acts = (self.respond, self.agree, self.agree, *[self.tell] * 6, self.ask_for_time, self.judge, self.ask)
        more = (self.answer, self.close, self.call_in, self.check, self.withdraw, self.change, self.unchanged)
        try:
            with transaction.atomic():
                self.chance.choice((*acts, *more, self.lead, self.correct))(on)
        except (ValidationError, PermissionDenied):
            return

    def one(self) -> Recommendation:
        """Some recommendation."""
        return self.chance.choice(list(Recommendation.objects.filter(review=self.cast.review)))

    def action(self) -> Action:
        """Some action; a ValidationError where there is none, as if the rule had refused."""
        rows = list(Action.objects.filter(recommendation__review=self.cast.review))
        if not rows:
            raise ValidationError("There is no action yet.")
        return self.chance.choice(rows)

    def respond(self, on: date) -> Any:
        return verbs.respond(self.one(), self.cast.scrutiny, self.chance.choice(list(ResponseKind)), on=on)

    def agree(self, on: date) -> Any:
        target = on + timedelta(days=self.chance.randint(10, 200))
        post = self.chance.choice([self.cast.post, self.cast.head_post])
        by = self.cast.roles("scrutiny", on)
        title = f"Work agreed on {on}"
        return workflow.agree_action(
            self.one(), by=by, post=post, title=title, success_measure="Done", target_on=target
        )

    def tell(self, on: date) -> Any:
        row = self.action()
        by = self.cast.officer if row.post_id == self.cast.post.pk else self.cast.head
        return verbs.tell(row, by, self.chance.choice(list(Status)), on=on)

    def unchanged(self, on: date) -> Any:
        return workflow.say_unchanged(self.action(), by=self.cast.roles("officer", on), at=f.noon(on))

    def ask_for_time(self, on: date) -> Any:
        row = self.action()
        to = max(on, row.target_on) + timedelta(days=self.chance.randint(5, 90))
        asked = verbs.ask(row, self.cast.officer, to, on=on)
        return verbs.decide(asked, self.cast.head, on=on, agreed=self.chance.random() < 0.8)

    def judge(self, on: date) -> Any:
        verdict = self.chance.choice(list(VerdictKind))
        return verbs.judge(self.one(), self.cast.chair, verdict, held_on=on, words="As the minutes say.")

    def correct(self, on: date) -> Any:
        rows = list(Verdict.objects.filter(recommendation__review=self.cast.review))
        if not rows:
            raise ValidationError("There is no verdict yet.")
        was, verdict = self.chance.choice(rows), self.chance.choice(list(VerdictKind))
        return verbs.correct(was, self.cast.chair, verdict, on=on)

    def ask(self, on: date) -> Any:
        by = self.cast.roles("member", on)
        return workflow.ask(self.one(), by=by, asked=Asked("What is being done?", asks_for=Asking.WORDS))

    def question(self) -> Question:
        rows = list(Question.objects.all())
        if not rows:
            raise ValidationError("There is no question yet.")
        return self.chance.choice(rows)

    def answer(self, on: date) -> Any:
        by = self.cast.roles("head", on)
        return workflow.answer_question(self.question(), by=by, at=f.noon(on), words="It is in hand.")

    def close(self, on: date) -> Any:
        return workflow.close_question(self.question(), by=self.cast.roles("chair", on), outcome=Outcome.ANSWERED)

    def call_in(self, on: date) -> Any:
        held_on = on + timedelta(days=self.chance.randint(1, 40))
        committee = self.cast.committee
        row, _ = Meeting.objects.get_or_create(committee=committee, held_on=held_on, defaults={"papers_due_on": on})
        return workflow.call_in(self.one(), by=self.cast.roles("chair", on), meeting=row, why="It is late.")

    def check(self, on: date) -> Any:
        worked = self.chance.choice(list(Worked))
        return workflow.check_outcome(self.one(), by=self.cast.roles("chair", on), worked=worked, words="As seen.")

    def withdraw(self, on: date) -> Any:
        if self.chance.random() < 0.7:
            raise ValidationError("Not this time.")
        return workflow.withdraw_action(self.action(), by=self.cast.roles("scrutiny", on), reason="Done elsewhere.")

    def change(self, on: date) -> Any:
        row = self.action()
        to = workflow.Wording(f"{row.title} again"[:120], row.success_measure, self.cast.head_post, row.part)
        return workflow.change_action(row, by=self.cast.roles("scrutiny", on), to=to, reason="So.")

    def lead(self, on: date) -> Any:
        row = self.one()
        other, _ = Service.objects.get_or_create(directorate=self.cast.service.directorate, name="Another service")
        lead = self.chance.choice([self.cast.service, other, None])
        to: dict[str, Any] = {"lead": lead, "partner": None if lead == other else self.chance.choice([other, None])}
        by = self.cast.roles("scrutiny", on)
        return workflow.change_lead(row, by=by, **to, reason="So.", seen_version=row.version)
