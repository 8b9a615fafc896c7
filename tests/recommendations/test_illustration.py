"""The illustrative council looks the same on whatever day it is loaded, and its history went through the verbs."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.models import User
from council.models import Holding, Meeting, Post
from council.roles import roles_of
from council.working_days import is_working_day, papers_due
from recommendations.desk import desk
from recommendations.ledger import load
from recommendations.models import Action, Extension, Response, Review, Update, Verdict
from recommendations.scope import of_review
from recommendations.sentences import headline
from recommendations.states import NEXT, State, Status
from tests import factories as f

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "illustrative_council.json"

# A summer day, a leap day, two ends of a year, and the days around a clock change and Easter.
DAYS = [f.DAY, date(2028, 2, 29), date(2026, 12, 31), date(2027, 3, 28), date(2026, 4, 4)]

GROUPS = {
    State.SIGNED_OFF: ["R5", "R8"],
    State.CLAIMED: ["R2"],
    State.ON_TRACK: ["R1", "R6", "R7"],
    State.NOT_UPDATED: ["R4"],
    State.NOT_STARTED: [],
    State.DELAYED: ["R9"],
    State.OVERDUE: ["R3", "R11"],
    State.AWAITING: ["R10"],
    State.NOT_ACCEPTED: ["R12", "R13"],
}
TIMELY = {"overdue": 5, "due_soon": 2, "stale": 6, "call_in": 2, "moved": 5, "achieved_late": 1}
SENTENCE = (
    "The committee has signed off 2 of the 13 recommendations. 2 are overdue, 1 is delayed, 1 waits for a response, "
    "and 1 more has an action with no update for 90 days. "
    "3 are on track, 1 is called achieved by officers, and 2 were not accepted."
)


@pytest.fixture
def facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@pytest.fixture(params=DAYS, ids=str)
def today(request: pytest.FixtureRequest, db: None) -> Iterator[date]:
    """The council, loaded on this day."""
    with time_machine.travel(f.noon(request.param), tick=False):
        call_command("load_review", stdout=StringIO())
        call_command("load_illustrative_council", stdout=StringIO())
        yield request.param


def test_the_picture_of_the_day_is_the_same_on_any_day(today: date, facts: dict[str, Any]) -> None:
    review = Review.objects.for_page().get()
    position = load(of_review(review), today, f.reader(review)).position(today)
    groups = {group.state: [s.recommendation.reference for s in group.standings] for group in position.all_groups}
    assert groups == GROUPS
    assert "".join(fragment.text for fragment in headline(position)) == SENTENCE
    assert {kind: position.timely_figure(kind).count for kind in TIMELY} == TIMELY
    assert [s.recommendation.reference for s in position.disagreements] == ["R4"]
    the_histories_add_up(today, facts)
    the_posts_are_right(today)
    the_meetings_are_right(today)


def the_histories_add_up(today: date, facts: dict[str, Any]) -> None:
    """Each action's stored columns are what its history says, and each step was allowed."""
    assert Action.objects.count() == len(facts["actions"]) == 50
    assert Update.objects.count() == sum(len(a["updates"]) for a in facts["actions"])
    assert Extension.objects.count() == sum(len(a["extensions"]) for a in facts["actions"])
    assert (Response.objects.count(), Verdict.objects.count()) == (len(facts["responses"]), len(facts["verdicts"]))
    for action in Action.objects.prefetch_related("updates", "extensions"):
        said = [Status.NOT_STARTED, *(Status(u.status) for u in action.updates.all())]
        assert all(after in NEXT[before] for before, after in pairwise(said)), action
        agreed = [e for e in action.extensions.all() if e.agreed]
        assert (action.status, action.times_moved) == (said[-1], len(agreed))
        assert action.target_on == (agreed[-1].to_on if agreed else action.original_target_on)
        assert action.version == 1 + len(said) - 1 + len(agreed)
        days = [u.given_on for u in action.updates.all()]
        assert days == sorted(days)
        assert (action.updated_on, action.agreed_on <= min([*days, today])) == (days[-1] if days else None, True)
    assert set(Update.objects.values_list("status", flat=True)) == set(Status.values)
    for model, field in ((Update, "given_on"), (Extension, "requested_on"), (Verdict, "recorded_on")):
        assert not model._default_manager.filter(**{f"{field}__gt": today}).exists()


def the_posts_are_right(today: date) -> None:
    """One post is vacant, and everybody on the sign-in page has something to do."""
    held = Holding.objects.filter(from_on__lte=today).exclude(to_on__lt=today)
    vacant = Post.objects.exclude(pk__in=held.values("post"))
    assert vacant.count() == 1
    assert vacant.get().actions.exists()
    due = Action.objects.get(recommendation__number=3, part__label="b", number=1)
    assert (due.reference, due.target_on) == ("3b.1", today + timedelta(days=7))
    officer = User.objects.get(demonstration__kind="Officer")
    found = {p.key: [r.action.reference for r in p.rows] for p in desk(roles_of(officer, today)).piles}
    assert "3b.1" in found["due_soon"]


def the_meetings_are_right(today: date) -> None:
    """On Wednesdays that are working days, with five clear working days for the papers."""
    meetings = list(Meeting.objects.all())
    assert len(meetings) == 6
    for meeting in meetings:
        assert (meeting.held_on.weekday(), is_working_day(meeting.held_on)) == (2, True)
        assert meeting.papers_due_on == papers_due(meeting.held_on)
    assert Counter(m.held_on > today for m in meetings)[True] >= 1
    assert not Verdict.objects.filter(meeting__held_on__gt=today).exists()


@pytest.mark.django_db
def test_it_is_for_demonstrations_only(settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="for demonstrations only"):
        call_command("load_illustrative_council")


@pytest.mark.django_db
def test_it_needs_the_review_first() -> None:
    with pytest.raises(CommandError, match=r"Load the review first: manage\.py load_review"):
        call_command("load_illustrative_council")
