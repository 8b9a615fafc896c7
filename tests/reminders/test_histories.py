"""Random histories of dates, holders, statuses, days away, questions, meetings and outages: never two digests on a day,
a mail about something closed, an early "overdue", or silence over an overdue item for longer than the rule allows.

REMINDER_HISTORIES=500 tries so many, each of up to 20 events in REMINDER_DAYS=90 days; a few short ones are enough for
each change.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council.models import Holding, Meeting
from recommendations.models import Action, Question
from recommendations.states import Status
from reminders.models import DigestChoice, Message, QuietDays, Reminder
from reminders.states import MessageState
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import plan, send

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HISTORIES = int(os.environ.get("REMINDER_HISTORIES", "4"))
FIRST, LAST = -12, int(os.environ.get("REMINDER_DAYS", "20"))
MOST_EVENTS = 20 if LAST > 30 else 5
days_of_it = st.integers(FIRST, LAST)
# What happens at noon of a day, after the mails of that day.
events = st.one_of(
    st.tuples(st.just("move"), st.integers(-10, 40)),
    st.tuples(st.just("achieve"), st.none()),
    st.tuples(st.just("reopen"), st.none()),
    st.tuples(st.just("withdraw"), st.none()),
    st.tuples(st.just("hand over"), st.none()),
    st.tuples(st.just("update"), st.none()),
    st.tuples(st.just("leave"), st.integers(1, 15)),
    st.tuples(st.just("ask"), st.integers(0, 14)),
    st.tuples(st.just("close questions"), st.none()),
    st.tuples(st.just("call a meeting"), st.integers(2, 20)),
    st.tuples(st.just("move its papers"), st.integers(2, 20)),
)


@dataclass
class Life:
    """One action of one post, and who holds it."""

    cast: Cast
    # The days on which nothing could be planned or sent, or no mail went.
    dark: set[int] = field(default_factory=set)

    def happen(self, day: date, what: str, how: int | None) -> None:
        """One event."""
        row = Action.objects.get(pk=self.cast.action.pk)
        if what == "move":
            to = max(row.original_target_on, f.days(how or 0))
            Action.objects.update(target_on=to)
        elif what == "achieve":
            Action.objects.update(status=Status.ACHIEVED, updated_on=day)
        elif what in ("reopen", "update") and row.withdrawn_on is None:
            Action.objects.update(status=Status.ON_TRACK, updated_on=day)
        elif what == "withdraw":
            Action.objects.update(withdrawn_on=day)
        elif what == "leave":
            QuietDays.objects.create(user=self.cast.officer, from_on=day, to_on=day + timedelta(days=how or 1))
        elif what == "ask":
            self.ask(day, day + timedelta(days=how or 0))
        elif what == "close questions":
            said = {"outcome": "withdrawn", "closed_by": self.cast.member, "closing_words": "So."}
            Question.objects.waiting().update(closed_on=day, **said)
        elif what in ("call a meeting", "move its papers"):
            self.meet(day + timedelta(days=how or 2), moved=what == "move its papers")
        elif what == "hand over":
            now = Holding.objects.get(post=self.cast.post, to_on__isnull=True)
            Holding.objects.filter(pk=now.pk).update(to_on=max(day, now.from_on))
            other = self.cast.other_officer if now.user_id == self.cast.officer.pk else self.cast.officer
            f.HoldingFactory.create(post=self.cast.post, user=other, from_on=day + timedelta(days=1))

    def ask(self, day: date, due_on: date) -> None:
        """A member's question to the post."""
        row = {"recommendation": self.cast.recommendation, "post": self.cast.post, "words": "How many schools?"}
        asked = {"asked_by": self.cast.member, "asked_as": "Scrutiny member", "asked_on": day}
        Question.objects.create(due_on=due_on, **row, **asked)

    def meet(self, papers_due_on: date, *, moved: bool) -> None:
        """A meeting to come, or another day for the papers of the one that was called."""
        held_on = papers_due_on + timedelta(days=8)
        called = Meeting.objects.filter(committee=self.cast.committee)
        if moved:
            called.update(papers_due_on=papers_due_on, held_on=held_on)
        elif not called.exists():
            f.MeetingFactory.create(committee=self.cast.committee, papers_due_on=papers_due_on, held_on=held_on)


def begin(cast: Cast, target: int, weekday: int | None) -> Life:
    """A clean slate, as the example before may have left rows."""
    for model in (Reminder, Message, QuietDays, DigestChoice):
        model.objects.all().delete()
    mail.outbox.clear()
    Meeting.objects.filter(committee=cast.committee).delete()
    said = {"outcome": "withdrawn", "closed_by": cast.member, "closing_words": "So."}
    Question.objects.waiting().update(closed_on=f.days(FIRST), **said)
    Holding.objects.filter(post=cast.post).delete()
    f.HoldingFactory.create(post=cast.post, user=cast.officer)
    Action.objects.update(
        original_target_on=f.days(target),
        target_on=f.days(target),
        status=Status.ON_TRACK,
        updated_on=f.days(-30),
        withdrawn_on=None,
    )
    if weekday is not None:
        DigestChoice.objects.create(user=cast.officer, weekday=weekday)
    return Life(cast)


@given(
    target=st.integers(-15, 20),
    weekday=st.none() | st.integers(0, 4),
    happenings=st.dictionaries(days_of_it, events, max_size=MOST_EVENTS),
    off=st.sets(days_of_it, max_size=12),
    planner_only=st.sets(days_of_it, max_size=6),
    twice=st.sets(days_of_it, max_size=6),
)
@settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_happens_nothing_is_doubled_early_late_or_about_what_is_closed(
    cast: Cast,
    target: int,
    weekday: int | None,
    happenings: dict[int, tuple[str, int | None]],
    off: set[int],
    planner_only: set[int],
    twice: set[int],
) -> None:
    life = begin(cast, target, weekday)
    told_on: list[int] = []
    # By question, the days on which somebody was told of it.
    asked_again: dict[int, list[int]] = {}
    overdue_for = 0
    for n in range(FIRST, LAST + 1):
        day = f.days(n)
        row = Action.objects.get(pk=cast.action.pk)
        is_open = row.status != Status.ACHIEVED and row.withdrawn_on is None
        waiting = dict(Question.objects.waiting().values_list("pk", "due_on"))
        papers = set(Meeting.objects.filter(committee=cast.committee).values_list("papers_due_on", flat=True))
        before = len(mail.outbox)
        for hour in () if n in off else (8, 9) if n in twice else (8,):
            plan(day, hour)
            if n not in planner_only:
                send(day, hour)
        mails = mail.outbox[before:]
        assert max(Counter(m.to[0] for m in mails).values(), default=0) <= 1
        about = [r for r in Reminder.objects.filter(message__day=day, message__state=MessageState.SENT) if says(r)]
        assert bool(mails) <= bool(about)
        if not is_open:
            # With the only action closed, no update is missing for a meeting either.
            assert not [r for r in about if r.kind not in ("vacancy", "question_waiting")]
        assert all(r.subject_id in waiting for r in about if r.kind == "question_waiting")
        assert all(r.about_on in papers and r.about_on >= day for r in about if r.kind == "papers")
        assert all(row.target_on < day for r in about if r.kind == "overdue")
        runs = n not in off | planner_only
        answering = [r for r in about if r.kind == "overdue"]
        told_on += [n] if answering else []
        overdue_for = overdue_for + 1 if is_open and row.target_on < day else 0
        # Each Monday, or the first day back: never more than a week, and the days off, without a word.
        last = max((t for t in told_on if t > n - overdue_for), default=n - overdue_for)
        dark = sum(k in off | planner_only for k in range(last, n + 1))
        if runs and overdue_for:
            assert n - last <= 7 + dark
        for pk, due_on in waiting.items():
            told = asked_again.setdefault(pk, [])
            told += [n] if any(r.kind == "question_waiting" and r.subject_id == pk for r in about) else []
            late_from = max((due_on - f.DAY).days, *told) if told else (due_on - f.DAY).days
            dark = sum(k in off | planner_only for k in range(late_from, n + 1))
            # Somebody with a weekly digest hears of it on their day, or a week after one that was dark.
            if runs and due_on < day:
                assert n - late_from <= (7 + dark if weekday is None else 7 * (2 + dark))
        if n in happenings:
            life.happen(day, *happenings[n])
    keys = Counter(
        Reminder.objects.filter(message__state=MessageState.SENT, withdrawn_because="").values_list(
            "kind", "subject_id", "about_on", "due_on", "recipient_id"
        )
    )
    assert max(keys.values(), default=0) <= 1


def says(reminder: Reminder) -> bool:
    """Whether it was in the mail that went out."""
    return not reminder.withdrawn_because
