"""Every state of an action x every person x every verb, from the tables that draw the buttons; random histories."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import hypothesis
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import strategies as st

from recommendations import rules, workflow
from recommendations.ledger import load, standings_of
from recommendations.models import Action, Extension, Review, Update
from recommendations.scope import of_review
from recommendations.standing import achieved_since
from recommendations.states import IN_TROUBLE, NEXT, Asking, Outcome, Reason, State, Status, VerdictKind
from recommendations.workflow import Asked, Statement, Wording
from tests import factories as f
from tests import verbs
from tests.conftest import Cast, assemble
from tests.services import on_postgres

pytestmark = pytest.mark.usefixtures("day")

# --- The matrix -------------------------------------------------------------------------------------------------------


def say(cast: Cast, person: str, status: Status, on: date = f.DAY) -> Update:
    reason = Reason.OTHER if status in IN_TROUBLE else ""
    because = verbs.NO_PROOF if status == Status.ACHIEVED else ""
    words = f"Said on {on:%-d %B %Y}: {status.label}."
    said = Statement(status, words, reason, no_proof_because=because)
    return workflow.give_update(cast.action, by=cast.roles(person, on), at=f.noon(on), said=said)


def say_as(status: Status, cast: Cast, person: str) -> Update:
    return say(cast, person, status)


def change(cast: Cast, person: str, on: date = f.DAY) -> Any:
    action = Action.objects.get(pk=cast.action.pk)
    to = Wording(f"{action.title[:80]} again", action.success_measure, action.post, action.part)
    return workflow.change_action(action, by=cast.roles(person, on), to=to, reason="So.")


# Each verb that starts from an action's state: how it is called, and the predicate that shows its button.
VERBS: dict[str, tuple[Callable[[Cast, str], Any], Callable[[Cast, str], bool]]] = {
    **{
        f"say {status.value}": (
            partial(say_as, status),
            lambda cast, person: rules.answers_for(cast.roles(person), Action.objects.get(pk=cast.action.pk)),
        )
        for status in Status
    },
    "nothing has changed": (
        lambda cast, person: workflow.say_unchanged(cast.action, by=cast.roles(person), at=f.noon(f.DAY)),
        lambda cast, person: rules.answers_for(cast.roles(person), Action.objects.get(pk=cast.action.pk)),
    ),
    "ask for more time": (
        lambda cast, person: verbs.ask(cast.action, cast.people[person], f.days(200)),
        lambda cast, person: rules.answers_for(cast.roles(person), Action.objects.get(pk=cast.action.pk)),
    ),
    "change": (
        change,
        lambda cast, person: rules.may_change_action(cast.roles(person), Action.objects.get(pk=cast.action.pk)),
    ),
    "withdraw": (
        lambda cast, person: workflow.withdraw_action(cast.action, by=cast.roles(person), reason="So."),
        lambda cast, person: rules.may_change_action(cast.roles(person), Action.objects.get(pk=cast.action.pk)),
    ),
}
CLOSED = ("signed off", "withdrawn")
STATES = (*(status.value for status in Status), *CLOSED)


def bring_to(cast: Cast, state: str) -> None:
    """Let the action come into a state by its own verbs, the last of them a week ago."""
    if state in set(Status.values) - {Status.NOT_STARTED}:
        say(cast, "officer", Status(state), f.days(-7))
    elif state == "withdrawn":
        workflow.withdraw_action(cast.action, by=cast.roles("scrutiny", f.days(-7)), reason="So.")
    elif state == "signed off":
        say(cast, "officer", Status.ACHIEVED, f.days(-9))
        verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-7))


def may_follow(state: str, verb: str) -> bool:
    """Whether a verb may be done in a state, by whoever may do it at all."""
    if state in CLOSED:
        return False
    if verb.startswith("say "):
        return Status(verb.removeprefix("say ")) in NEXT[Status(state)]
    if verb == "nothing has changed":
        return state not in (Status.NOT_STARTED, Status.ACHIEVED)
    return True


@pytest.mark.parametrize("state", STATES)
def test_in_each_state_each_person_can_do_what_the_tables_and_the_buttons_say(cast: Cast, state: str) -> None:
    cast.recommendation.lead_service = cast.service
    bring_to(cast, state)
    for verb, (do, shows_button) in VERBS.items():
        for person in cast.people:
            allowed, possible = shows_button(cast, person), may_follow(state, verb)
            with transaction.atomic():
                try:
                    do(cast, person)
                    found = "done"
                except PermissionDenied:
                    found = "not theirs"
                except ValidationError:
                    found = "not now"
                transaction.set_rollback(True)
            expected = "not theirs" if not allowed else "done" if possible else "not now"
            assert found == expected, (state, verb, person)


# --- Random histories -------------------------------------------------------------------------------------------------

ACTS = (
    *(f"say {status.value}" for status in Status),
    "nothing has changed",
    "ask",
    "agree",
    "refuse",
    "change",
    "question",
    "answer",
    "close",
    "verdict",
    "withdraw",
)
# On PostgreSQL fewer: the verbs are the same, and what differs there, locks and triggers, has tests of its own.
# HISTORIES=5000 tries for longer.
HISTORIES = int(os.environ.get("HISTORIES") or (100 if on_postgres() else 300))
ACTS_OF_A_HISTORY = 6


def act(cast: Cast, what: str, person: str, on: date) -> None:
    """One act of a random history. What may not be is refused, and changes nothing."""
    if what.startswith("say "):
        say(cast, person, Status(what.removeprefix("say ")), on)
    elif what in ("agree", "refuse"):
        for extension in Extension.objects.waiting():
            verbs.decide(extension, cast.people[person], what == "agree", on=on)
    elif what in ("question", "answer", "close"):
        act_on_questions(cast, what, person, on)
    else:
        OTHER_ACTS[what](cast, person, on)


def act_on_questions(cast: Cast, what: str, person: str, on: date) -> None:
    """Ask one, answer those that wait, or close those that are open."""
    roles, questions = cast.roles(person, on), cast.recommendation.questions.filter(outcome="")
    if what == "question":
        workflow.ask(cast.recommendation, by=roles, asked=Asked("How many?", cast.action, Asking.WORDS))
    elif what == "answer":
        for question in questions.filter(answer=None):
            workflow.answer_question(question, by=roles, at=f.noon(on), words="So many.")
    else:
        for question in questions:
            workflow.close_question(question, by=roles, outcome=Outcome.ANSWERED)


def judge(cast: Cast, person: str, on: date) -> Any:
    """Signed off on some days, and opened again on others."""
    verdict = VerdictKind.ACHIEVED if on.day % 3 == 0 else VerdictKind.ACCEPTABLE
    return verbs.judge(cast.recommendation, cast.people[person], verdict, held_on=on, words="So.")


OTHER_ACTS: dict[str, Callable[[Cast, str, date], Any]] = {
    "nothing has changed": lambda cast, person, on: workflow.say_unchanged(
        cast.action, by=cast.roles(person, on), at=f.noon(on)
    ),
    "ask": lambda cast, person, on: verbs.ask(cast.action, cast.people[person], on + timedelta(days=90), on=on),
    "change": change,
    "verdict": judge,
    "withdraw": lambda cast, person, on: workflow.withdraw_action(cast.action, by=cast.roles(person, on), reason="So."),
}


def hold_together(cast: Cast, on: date) -> None:
    """What must be true after every act: stored columns say what the history says, and no state is impossible."""
    action = Action.objects.get(pk=cast.action.pk)
    updates = list(action.updates.order_by("given_on", "pk"))
    moves = list(action.extensions.filter(agreed=True).order_by("decided_on", "pk"))
    assert action.status == (updates[-1].status if updates else Status.NOT_STARTED)
    assert action.updated_on == (updates[-1].given_on if updates else None)
    assert action.achieved_on == (achieved_since(updates) if action.status == Status.ACHIEVED else None)
    assert action.target_on == (moves[-1].to_on if moves else action.original_target_on)
    assert action.times_moved == len(moves)
    assert action.extensions.filter(agreed=None).count() <= 1
    roles = cast.roles("scrutiny", on)
    (row,) = standings_of(Action.objects.filter(pk=action.pk), roles)
    standing = load(of_review(Review.objects.for_page().get(pk=cast.review.pk)), on, roles).position(on).standings[0]
    assert (row.status, row.target_on) == (Status(action.status), action.target_on)
    assert row.is_open == Action.objects.open().filter(pk=action.pk).exists()
    assert row.is_overdue == Action.objects.overdue(on).filter(pk=action.pk).exists()
    assert row.is_stale == Action.objects.stale(on, cast.committee.stale_after_days).filter(pk=action.pk).exists()
    assert len(standing.actions) + len(standing.withdrawn) == 1
    assert (row.state == State.WITHDRAWN) == bool(standing.withdrawn)
    for earlier, later in pairwise(updates):
        assert Status(later.status) in NEXT[Status(earlier.status)]


@pytest.mark.django_db
@hypothesis.settings(
    max_examples=HISTORIES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
@hypothesis.given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(ACTS),
            st.sampled_from(("officer", "deputy", "head", "member", "chair", "scrutiny", "other_officer")),
            st.integers(0, 40),
        ),
        min_size=1,
        max_size=ACTS_OF_A_HISTORY,
    )
)
def test_no_history_of_random_acts_reaches_an_impossible_state(street: Cast, acts: list[tuple[str, str, int]]) -> None:
    with transaction.atomic():
        on = f.days(-100)
        for what, person, later in acts:
            on += timedelta(days=later)
            try:
                with transaction.atomic():
                    act(street, what, person, on)
            except (PermissionDenied, ValidationError):
                pass
        hold_together(street, on)
        transaction.set_rollback(True)


@pytest.fixture
def street(db: None) -> Cast:
    """The cast, made once for all histories of a run; each is taken back."""
    with time_machine.travel(f.noon(f.DAY), tick=False):
        cast = assemble()
    cast.recommendation.lead_service = cast.service
    cast.recommendation.save()
    return cast
