"""The kinds in which actions, recommendations and questions are counted: the words of each, and what belongs to it."""

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any

from recommendations.models import Question
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import Reason, VerdictKind

TIMELINESS: dict[str, tuple[str, Callable[[ActionStanding], Any]]] = {
    "overdue": ("Overdue", attrgetter("is_overdue")),
    "due_soon": ("Due in the next {days} days", attrgetter("is_due_soon")),
    "stale": ("Not updated for {days} days", attrgetter("is_stale")),
    "call_in": ("Call-in list, each moved at least twice", attrgetter("is_called_in")),
    "moved": ("Target moved", attrgetter("moves")),
    "achieved_in_time": ("Achieved in time", lambda a: a.achieved_on is not None and not a.days_late),
    "achieved_late": ("Achieved late", lambda a: a.days_late > 0),
    "first_date_come": ("First target date has come", attrgetter("first_date_has_come")),
    "first_date_kept": ("First target date has come, and was kept", lambda a: a.kept_first_date),
}
# Those that the table of timeliness tells. The others belong to the reliability of dates.
TIMELINESS_TOLD = ("overdue", "due_soon", "stale", "call_in", "moved", "achieved_in_time", "achieved_late")


# Those that only an open action is of, and those that only one is of which officers say that it is achieved.
OF_OPEN_ACTIONS = ("overdue", "due_soon", "stale", "call_in")
OF_ACHIEVED_ACTIONS = ("achieved_in_time", "achieved_late", "first_date_kept")


def has_action(kind: str) -> Callable[[RecommendationStanding], bool]:
    """Whether a recommendation has an action of one kind of timeliness."""
    _, belongs = TIMELINESS[kind]
    return lambda s: any(belongs(a) for a in s.actions)


# What else a member looks for in recommendations.
HAVING: dict[str, tuple[str, Callable[[RecommendationStanding], bool]]] = {
    "overdue": ("With an overdue action", has_action("overdue")),
    "due_soon": ("With an action due soon", has_action("due_soon")),
    "stale": ("With an action not updated", has_action("stale")),
    "call_in": ("With an action moved at least twice", has_action("call_in")),
    "called_in": ("Called in by the committee", lambda s: s.called_in is not None),
    "unanswered": ("With an unanswered question", lambda s: bool(s.unanswered)),
    "outcome_due": ("Outcome check due", lambda s: s.outcome_is_due),
    "outcome_late": ("Outcome check overdue", lambda s: s.outcome_is_late),
    "no_outcome": ("Signed off, outcome not known", lambda s: s.outcome_window is not None),
}


# In addresses: what has no value, and what waits for an answer.
NONE, AWAITING = "none", "awaiting"
VERDICTS = (*((kind.value, kind.label) for kind in VerdictKind), (NONE, "No verdict yet"))
REASONS = (*((r.value, r.label) for r in Reason), (NONE, "Reason not published"))

QUESTIONS: dict[str, tuple[str, Callable[[Question, date], bool]]] = {
    "unanswered": ("Unanswered", lambda q, on: q.is_open(on)),
    "late": ("Answer overdue", lambda q, on: q.is_open(on) and q.days_late(on) > 0),
    "answered_late": ("Answered late", lambda q, on: not q.is_open(on) and q.days_late(on) > 0),
    "to_judge": ("Answered, nobody has said whether it is enough", lambda q, on: q.waits_for_a_word(on)),
}
