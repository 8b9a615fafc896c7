"""What is due to be said by a day, without rows and without a clock."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.working_days import after_working_days
from reminders.books import DEFAULT
from reminders.rule import Audience, Clock
from reminders.schedule import Due, Facts, due_by, is_unheard, next_on, stages
from reminders.states import Subject

pytestmark = pytest.mark.once

T = date(2026, 6, 17)  # a Wednesday
OFFICER, HEAD, CHIEF, CHAIR = 1, 2, 4, 5
TARGET, LAST_WORD, REQUEST = Clock.TARGET, Clock.LAST_WORD, Clock.REQUEST

FACTS = Facts(
    subject_id=7,
    committee_id=1,
    rules=DEFAULT[Subject.ACTION],
    dates={TARGET: T, LAST_WORD: T - timedelta(days=40)},
    people={Audience.ANSWERS: (OFFICER,), Audience.DECIDES: (HEAD,)},
    published_on=T - timedelta(days=400),
    stale_after_days=90,
)


def with_dates(facts: Facts, **days: date | None) -> Facts:
    """The same facts with other dates: target_on, last_word_on, requested_on."""
    names = {"target_on": TARGET, "last_word_on": LAST_WORD, "requested_on": REQUEST}
    return replace(facts, dates={**facts.dates, **{names[name]: day for name, day in days.items() if day}})


def plus(days: int) -> date:
    """A day counted from the target date."""
    return T + timedelta(days=days)


def said(facts: Facts, on: date) -> list[tuple[str, date, int]]:
    """What is due, in short."""
    return [(due.kind, due.due_on, due.recipient_id) for due in due_by(facts, on)]


@pytest.mark.parametrize(
    ("day", "stage"),
    [(-31, None), (-30, -30), (-29, -30), (-15, -30), (-14, -14), (-8, -14), (-7, -7), (-2, -7), (-1, -1), (0, -1)],
)
def test_before_the_target_date_the_latest_of_four_stages_is_due(day: int, stage: int | None) -> None:
    expected = [] if stage is None else [("before_due", plus(stage), OFFICER)]
    assert said(FACTS, plus(day)) == expected


@pytest.mark.parametrize(
    ("day", "stage"),
    # The target is a Wednesday: the first day after, then Mondays, which lie 5, 12, 19 days after it.
    [(1, 1), (2, 1), (4, 1), (5, 5), (6, 5), (11, 5), (12, 12), (18, 12), (19, 19)],
)
def test_after_the_target_date_the_first_day_and_then_each_monday_is_due(day: int, stage: int) -> None:
    assert said(FACTS, plus(day)) == [("overdue", plus(stage), OFFICER)]


def test_a_target_on_a_sunday_is_overdue_on_monday_and_next_said_a_week_later() -> None:
    sunday = date(2026, 6, 21)
    facts = with_dates(FACTS, target_on=sunday)
    days = [day for n in range(1, 16) if (day := sunday + timedelta(days=n)) in {d.due_on for d in due_by(facts, day)}]
    assert days == [date(2026, 6, 22), date(2026, 6, 29), date(2026, 7, 6)]


@pytest.mark.parametrize(("silent", "stage"), [(90, None), (91, 91), (120, 91), (121, 121), (150, 121), (151, 151)])
def test_silence_beyond_the_limit_is_said_and_then_every_thirty_days(silent: int, stage: int | None) -> None:
    facts = with_dates(FACTS, target_on=plus(900), last_word_on=T)
    expected = [] if stage is None else [("stale", plus(stage), OFFICER)]
    assert said(facts, plus(silent)) == expected


def test_the_limit_of_silence_is_the_committees_own() -> None:
    facts = replace(with_dates(FACTS, target_on=plus(900), last_word_on=T), stale_after_days=60)
    assert said(facts, plus(60)) == []
    assert said(facts, plus(61)) == [("stale", plus(61), OFFICER)]


def test_only_the_most_urgent_is_said_to_those_who_answer() -> None:
    facts = with_dates(FACTS, last_word_on=plus(-200))
    assert said(facts, plus(-40)) == [("stale", plus(-49), OFFICER)]
    assert said(facts, plus(-30)) == [("before_due", plus(-30), OFFICER)]
    assert said(facts, plus(1)) == [("overdue", plus(1), OFFICER)]


def test_a_request_is_put_to_the_head_after_three_working_days_and_then_weekly() -> None:
    asked = with_dates(FACTS, target_on=plus(60), requested_on=date(2026, 6, 18))  # a Thursday
    tuesday = date(2026, 6, 23)
    assert said(asked, tuesday - timedelta(days=1)) == []
    assert said(asked, tuesday) == [("extension_waiting", tuesday, HEAD)]
    assert said(asked, date(2026, 6, 29)) == [("extension_waiting", tuesday, HEAD)]
    assert said(asked, date(2026, 6, 30)) == [("extension_waiting", date(2026, 6, 30), HEAD)]


@pytest.mark.parametrize(
    ("asked_on", "first_said_on"),
    [
        (date(2026, 4, 2), date(2026, 4, 9)),  # Easter: Good Friday and Easter Monday are not worked
        (date(2026, 12, 23), date(2026, 12, 30)),  # Christmas on a Friday, Boxing Day moved to Monday
        (date(2026, 12, 30), date(2027, 1, 5)),  # the new year's bank holiday lies in the next year
        (date(2026, 8, 27), date(2026, 9, 2)),  # the late summer bank holiday
    ],
)
def test_bank_holidays_do_not_count_as_waiting(asked_on: date, first_said_on: date) -> None:
    assert after_working_days(asked_on, 3) == first_said_on
    facts = with_dates(FACTS, target_on=asked_on + timedelta(days=60), last_word_on=asked_on, requested_on=asked_on)
    assert said(facts, first_said_on - timedelta(days=1)) == []
    assert said(facts, first_said_on) == [("extension_waiting", first_said_on, HEAD)]


def test_an_overdue_action_with_a_request_is_said_to_both() -> None:
    facts = with_dates(FACTS, requested_on=plus(-10))
    assert [(d.kind, d.recipient_id) for d in due_by(facts, plus(1))] == [
        ("overdue", OFFICER),
        ("extension_waiting", HEAD),
    ]


def test_a_leap_day_is_a_day_like_any_other() -> None:
    leap = with_dates(FACTS, target_on=date(2028, 2, 29), last_word_on=date(2028, 1, 10))
    assert said(leap, date(2028, 2, 28)) == [("before_due", date(2028, 2, 28), OFFICER)]
    assert said(leap, date(2028, 2, 29)) == [("before_due", date(2028, 2, 28), OFFICER)]
    assert said(leap, date(2028, 3, 1)) == [("overdue", date(2028, 3, 1), OFFICER)]
    month_before = with_dates(FACTS, target_on=date(2028, 3, 30), last_word_on=date(2028, 2, 1))
    assert said(month_before, date(2028, 2, 29)) == [("before_due", date(2028, 2, 29), OFFICER)]


@pytest.mark.parametrize(
    "silent",
    [
        replace(FACTS, is_open=False),
        replace(FACTS, published_on=None),
        replace(FACTS, published_on=plus(2)),
        with_dates(replace(FACTS, is_open=False), requested_on=plus(-20)),
    ],
)
def test_nothing_is_said_of_closed_actions_or_unpublished_reviews(silent: Facts) -> None:
    assert due_by(silent, plus(1)) == ()
    assert not is_unheard(silent, plus(1))


def test_a_moved_date_begins_anew_under_another_key() -> None:
    before = due_by(FACTS, plus(-14))
    moved = due_by(with_dates(FACTS, target_on=plus(16)), plus(-14))
    assert before == (Due("before_due", 7, T, plus(-14), OFFICER),)
    assert moved == (Due("before_due", 7, plus(16), plus(-14), OFFICER),)


def test_nobody_to_tell_is_noticed() -> None:
    assert is_unheard(replace(FACTS, people={Audience.DECIDES: (HEAD,)}), plus(1))
    assert not is_unheard(replace(FACTS, people={Audience.DECIDES: (HEAD,)}), plus(-31))
    assert not is_unheard(FACTS, plus(1))


def test_the_next_day_is_known_for_the_words_of_the_mail() -> None:
    def following(day: int) -> date | None:
        return next_on(FACTS, Audience.ANSWERS, plus(day))

    assert [following(d) for d in (-30, -7, -1, 0, 1)] == [plus(-14), plus(-1), plus(1), plus(1), plus(5)]
    assert next_on(replace(FACTS, is_open=False), Audience.ANSWERS, T) is None


# --- Properties ----------------------------------------------------------------------------------------------------

offsets = st.integers(-150, 150)
EVERYBODY = {
    Audience.ANSWERS: (OFFICER, 3),
    Audience.DECIDES: (HEAD,),
    Audience.HEADS: (CHIEF,),
    Audience.CHAIRS: (CHAIR,),
}
facts_of_any_kind = st.builds(
    lambda target, said, asked, limit: with_dates(
        replace(FACTS, people=EVERYBODY, published_on=plus(-900), stale_after_days=limit),
        target_on=target,
        last_word_on=said,
        requested_on=asked,
    ),
    offsets.map(plus),
    offsets.map(plus),
    st.none() | offsets.map(plus),
    st.integers(1, 120),
)


@given(facts_of_any_kind, offsets.map(plus))
def test_overdue_is_never_said_before_it_is(facts: Facts, day: date) -> None:
    kinds = {due.kind for due in due_by(facts, day)}
    assert ("overdue" in kinds) == (day > facts.dates[TARGET])
    assert "before_due" not in kinds or facts.dates[TARGET] - timedelta(days=30) <= day <= facts.dates[TARGET]
    assert "stale" not in kinds or (day - facts.dates[LAST_WORD]).days > facts.stale_after_days


@given(facts_of_any_kind, offsets.map(plus))
def test_each_person_hears_one_thing_and_nothing_from_the_future(facts: Facts, day: date) -> None:
    dues = due_by(facts, day)
    people = [due.recipient_id for due in dues]
    assert len(people) == len(set(people))
    assert all(due.due_on <= day for due in dues)


@given(facts_of_any_kind, st.sets(st.integers(0, 99)))
def test_after_any_outage_the_latest_stage_is_said_once_and_nothing_twice(facts: Facts, off: set[int]) -> None:
    """Whatever days are missed: nothing is said twice, and each working day ends with the latest stage said."""
    said_so_far: set[Due] = set()
    for n in range(100):
        if n in off:
            continue
        day = plus(n - 50)
        new = set(due_by(facts, day)) - said_so_far
        assert len({due.recipient_id for due in new}) == len(new)
        said_so_far |= new
        assert {stage.due_on for stage in stages(facts, day)} <= {due.due_on for due in said_so_far}


@given(facts_of_any_kind)
def test_an_overdue_action_is_never_passed_over_in_silence_for_more_than_a_week(facts: Facts) -> None:
    days = [plus(n) for n in range(-50, 100)]
    heard = [day for day in days if any(d.kind == "overdue" and d.due_on == day for d in due_by(facts, day))]
    overdue = [day for day in days if day > facts.dates[TARGET]]
    for day in overdue[7:]:
        assert any(day - timedelta(days=7) < spoken <= day for spoken in heard)


@given(facts_of_any_kind, offsets.map(plus))
def test_the_announced_next_day_comes_true(facts: Facts, day: date) -> None:
    announced = next_on(facts, Audience.ANSWERS, day)
    if announced:
        fresh = [d for d in due_by(facts, announced) if d.recipient_id == OFFICER and d.due_on == announced]
        assert len(fresh) == 1
        between = (day + timedelta(days=n) for n in range(1, (announced - day).days))
        said_between = [d for b in between for d in due_by(facts, b) if d.recipient_id == OFFICER]
        assert not any(d.due_on > day for d in said_between)
