"""Actions as the figures of a whole committee need them: of two thousand a page prints twenty.

To make an instance of a model of each, and of each of their updates, took most of such a page's time. A brief action is
the row that was read, under the names of the model; what tells where it stands is taken straight from the row.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter
from typing import Any, TypeGuard

from council.models import Post
from recommendations.deadlines import Limits
from recommendations.models import Action, Part, Recommendation
from recommendations.standing import ActionStanding, Word
from recommendations.standing.action import ACHIEVED, NOT_STARTED, SIGNED_OFF, STATUSES, WITHDRAWN, state_of
from recommendations.states import State, Status

# The columns of one, in their order in a row. Its part and its post stand there by number: of both there are few.
COLUMNS = (
    *("id", "recommendation_id", "number", "title", "agreed_on", "original_target_on", "status", "updated_on"),
    *("achieved_on", "withdrawn_on", "changed_on", "part_id", "post_id", "tells_itself", "settled_on", "said"),
)
OF, NUMBER, TITLE, STATUS = map(COLUMNS.index, ("recommendation_id", "number", "title", "status"))
AGREED_ON, FIRST_TARGET, UPDATED_ON = map(COLUMNS.index, ("agreed_on", "original_target_on", "updated_on"))
ACHIEVED_ON, WITHDRAWN_ON, CHANGED_ON = map(COLUMNS.index, ("achieved_on", "withdrawn_on", "changed_on"))
PART, POST = map(COLUMNS.index, ("part_id", "post_id"))
TELLS_ITSELF, SAID = map(COLUMNS.index, ("tells_itself", "said"))
# After every label of a part.
LAST = chr(sys.maxunicode)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Owners:
    """The posts and parts that actions can belong to, by number."""

    posts: dict[int, Post]
    parts: dict[int, Part]

    def with_posts(self, wanted: set[int]) -> "Owners":
        """The same with these posts too: one query where one is not among them, as when it was made since."""
        missing = wanted - self.posts.keys()
        if not missing:
            return self
        return replace(self, posts=self.posts | Post.objects.select_related("service").in_bulk(missing))


def column(name: str) -> Any:
    """What stands in one column of its row."""
    at = COLUMNS.index(name)
    return property(lambda action: action.row[at])


class BriefAction:
    """One action, with its recommendation. Its part and post are those of its owners; it is read and never saved."""

    __slots__ = ("id", "is_plain", "owners", "recommendation", "recommendation_id", "row", "success_measure")

    def __init__(self, row: Row, recommendation: Recommendation, owners: Owners) -> None:
        self.row, self.recommendation, self.owners = row, recommendation, owners
        # These two are asked for again and again.
        self.id, self.recommendation_id = row[0], row[OF]
        # Nobody changed what it says; what asked for more time is not known here.
        self.is_plain: bool = row[TELLS_ITSELF] and row[CHANGED_ON] is None

    pk = column("id")
    number = column("number")
    agreed_on = column("agreed_on")
    original_target_on = column("original_target_on")
    status = column("status")
    updated_on = column("updated_on")
    achieved_on = column("achieved_on")
    withdrawn_on = column("withdrawn_on")
    changed_on = column("changed_on")
    tells_itself = column("tells_itself")
    settled_on = column("settled_on")
    post_id = column("post_id")
    # By an earlier day, where it was updated since: the day of the last word by then, and its status behind it.
    said = column("said")
    reference = Action.reference
    get_absolute_url = Action.get_absolute_url

    # Words, owner and part may be put back to what they were on a past day.

    @property
    def title(self) -> str:
        """What is to be done."""
        return str(self.row[TITLE])

    @title.setter
    def title(self, title: str) -> None:
        self.put(TITLE, title)

    @property
    def part(self) -> Part | None:
        """The part of its recommendation that it belongs to."""
        part = self.row[PART]
        return None if part is None else self.owners.parts[part]

    @part.setter
    def part(self, part: Part | None) -> None:
        self.put(PART, part and part.pk)

    @property
    def post(self) -> Post:
        """The post that it belongs to, with its service."""
        return self.owners.posts[self.row[POST]]

    @post.setter
    def post(self, post: Post) -> None:
        self.put(POST, post.pk)

    def put(self, at: int, value: Any) -> None:
        """Put another value into one place of its row."""
        self.row = (*self.row[:at], value, *self.row[at + 1 :])


class BriefStanding(ActionStanding):
    """Where an action stands that tells it itself. Its last word is put together when somebody asks for it."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name != "updates":
            raise AttributeError(name)
        pk, row = self.action.pk, self.action.row  # type: ignore[attr-defined]  # of a brief action
        said_on = row[UPDATED_ON]
        self.updates = () if said_on is None else (Word(pk, row[STATUS], said_on, row[ACHIEVED_ON] or said_on),)
        return self.updates


def said(row: Row, on: date) -> tuple[Status, date]:
    """What officers last said by a day of an action that tells it itself, and when."""
    said_on = row[UPDATED_ON]
    return (NOT_STARTED, row[AGREED_ON]) if said_on is None or said_on > on else (STATUSES[row[STATUS]], said_on)


def brief_standing(action: Any, limits: Limits, signed_off: bool) -> BriefStanding:
    """Where an action that tells it itself stands, as ``ActionStanding`` works it out; no time was ever asked for."""
    row: Row = action.row
    on = limits.on
    standing = BriefStanding.__new__(BriefStanding)
    standing.action, standing.limits, standing.signed_off = action, limits, signed_off
    standing.moves, standing.waiting, standing.decided = (), None, None
    said_on, withdrawn_on, target_on = row[UPDATED_ON], row[WITHDRAWN_ON], row[FIRST_TARGET]
    standing.post_id, standing.first_target_on, standing.first_date_has_come = row[POST], target_on, target_on <= on
    status, said_on = (NOT_STARTED, row[AGREED_ON]) if said_on is None else (STATUSES[row[STATUS]], said_on)
    standing.status, standing.said_on, standing.target_on = status, said_on, target_on
    is_withdrawn = standing.is_withdrawn = withdrawn_on is not None and withdrawn_on <= on
    closed = standing.closed = signed_off or is_withdrawn
    is_achieved = status is ACHIEVED
    is_open = standing.is_open = not closed and not is_achieved
    standing.is_overdue = is_open and target_on < on
    standing.is_due_soon = is_open and on <= target_on <= limits.soon_by
    standing.is_stale = is_open and said_on < limits.silent_since
    standing.achieved_on = (row[ACHIEVED_ON] or said_on) if is_achieved and not is_withdrawn else None
    if closed:
        standing.state = WITHDRAWN if is_withdrawn else SIGNED_OFF
    else:
        standing.state = state_of(status, said_on, target_on, limits)
    return standing


def brief_state(row: Row, limits: Limits) -> tuple[State, Status]:
    """The state alone, on a day since which it tells itself, of one that is not signed off; with what officers said."""
    withdrawn_on, on = row[WITHDRAWN_ON], limits.on
    if withdrawn_on is not None and withdrawn_on <= on:
        return WITHDRAWN, NOT_STARTED
    status, said_on = said(row, on)
    return state_of(status, said_on, row[FIRST_TARGET], limits), status


def tells_itself(action: Any) -> TypeGuard[BriefAction]:
    """Whether an action itself tells where it stands."""
    return type(action) is BriefAction and action.row[TELLS_ITSELF]


def is_plain(action: Any) -> TypeGuard[BriefAction]:
    """Whether it does, and no more time was asked for and nothing of it changed."""
    return type(action) is BriefAction and action.is_plain


def briefed(rows: Iterable[Row], recommendations: Mapping[int, Recommendation], owners: Owners) -> list[BriefAction]:
    """The actions of rows of COLUMNS, in the order of the report within each recommendation; one whose recommendation
    or part is not in hand was agreed since and is left out."""
    parts = owners.parts
    known = (r for r in rows if r[OF] in recommendations and (r[PART] is None or r[PART] in parts))
    # By number inside each part; those of no part come last, as the database has it.
    ordered = sorted(known, key=itemgetter(NUMBER))
    if parts:
        ordered.sort(key=lambda row: LAST if row[PART] is None else parts[row[PART]].label)
    return [BriefAction(row, recommendations[row[OF]], owners) for row in ordered]
