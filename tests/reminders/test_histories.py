"""Random histories of dates, holders, statuses, quiet days and outages: never two digests on a day, a mail about
something closed, an early "overdue", or silence over an overdue item for longer than the rule allows.

REMINDER_HISTORIES=500 tries so many; a few are enough for each change.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council.models import Holding
from recommendations.models import Action
from recommendations.states import Status
from reminders.models import DigestChoice, Message, QuietDays, Reminder
from reminders.states import Kind, MessageState
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import plan, send

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FIRST, LAST = -12, 20
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
        elif what == "hand over":
            now = Holding.objects.get(post=self.cast.post, to_on__isnull=True)
            Holding.objects.filter(pk=now.pk).update(to_on=max(day, now.from_on))
            other = self.cast.other_officer if now.user_id == self.cast.officer.pk else self.cast.officer
            f.HoldingFactory.create(post=self.cast.post, user=other, from_on=day + timedelta(days=1))


def begin(cast: Cast, target: int, weekday: int | None) -> Life:
    """A clean slate, as the example before may have left rows."""
    for model in (Reminder, Message, QuietDays, DigestChoice):
        model.objects.all().delete()
    mail.outbox.clear()
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
    happenings=st.dictionaries(days_of_it, events, max_size=4),
    off=st.sets(days_of_it, max_size=12),
    planner_only=st.sets(days_of_it, max_size=6),
    twice=st.sets(days_of_it, max_size=6),
)
@settings(
    max_examples=int(os.environ.get("REMINDER_HISTORIES", "4")),
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
    overdue_for = 0
    for n in range(FIRST, LAST + 1):
        day = f.days(n)
        row = Action.objects.get(pk=cast.action.pk)
        is_open = row.status != Status.ACHIEVED and row.withdrawn_on is None
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
            assert not [r for r in about if r.kind != Kind.VACANCY]
        assert all(row.target_on < day for r in about if r.kind == Kind.OVERDUE)
        runs = n not in off | planner_only
        answering = [r for r in about if r.kind == Kind.OVERDUE]
        told_on += [n] if answering else []
        overdue_for = overdue_for + 1 if is_open and row.target_on < day else 0
        # Each Monday, or the first day back: never more than a week, and the days off, without a word.
        last = max((t for t in told_on if t > n - overdue_for), default=n - overdue_for)
        dark = sum(k in off | planner_only for k in range(last, n + 1))
        if runs and overdue_for:
            assert n - last <= 7 + dark
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
