"""Actions as the figures of a whole committee need them: of two thousand a page prints twenty.

To make an instance of a model of each, and of each of their updates, took most of such a page's time. A brief action
carries what says where it stands, what groups it and what a row prints of it, under the names of the model.
"""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from operator import itemgetter
from typing import Any

from council.models import Post, Service
from recommendations.models import Action, Part, Recommendation
from recommendations.slim import Slim, maker, once

# The columns of one, in the order of its arguments; then those of its part and post.
OWN = (
    *("id", "recommendation_id", "number", "title", "agreed_on", "original_target_on", "status", "updated_on"),
    *("achieved_on", "withdrawn_on", "changed_on", "tells_itself", "settled_on"),
)
PART = Slim(Part, ("id", "label"))
POST = Slim(Post, ("id", "title", "service_id"), {"service": Slim(Service, ("id", "name"))})
COLUMNS = Slim(Action, OWN, {"part": PART, "post": POST}).lookups()
AT_PART, AT_POST = len(OWN), len(OWN) + len(PART.lookups())
AT_NUMBER, AT_LABEL = OWN.index("number"), AT_PART + PART.columns.index("label")
# After every label of a part.
LAST = chr(sys.maxunicode)


class BriefAction:
    """One action, with its recommendation, its part and its post. It is read and never saved."""

    __slots__ = (*OWN, "part", "post", "recommendation", "success_measure")

    id: int
    recommendation: Recommendation
    part: Part | None
    post: Post
    number: int
    original_target_on: date
    tells_itself: bool
    settled_on: date | None

    def __init__(self, own: Iterable[Any], part: Part | None, post: Post, recommendation: Recommendation) -> None:
        (
            self.id,
            self.recommendation_id,
            self.number,
            self.title,
            self.agreed_on,
            self.original_target_on,
            self.status,
            self.updated_on,
            self.achieved_on,
            self.withdrawn_on,
            self.changed_on,
            self.tells_itself,
            self.settled_on,
        ) = own
        self.part, self.post, self.recommendation = part, post, recommendation

    @property
    def pk(self) -> int:
        """Its number in the database."""
        return self.id

    @property
    def post_id(self) -> int:
        """The post that it belongs to."""
        return self.post.id

    reference = Action.reference
    get_absolute_url = Action.get_absolute_url


def briefed(rows: Iterable[tuple[Any, ...]], recommendations: Mapping[int, Recommendation]) -> list[BriefAction]:
    """The actions of rows of COLUMNS, in the order of the report within each recommendation; one whose recommendation
    is not in hand was agreed since and is left out."""
    part, post = once(maker(PART, AT_PART), AT_PART), once(maker(POST, AT_POST), AT_POST)
    # By number inside each part; those of no part come last, as the database has it.
    ordered = sorted(rows, key=itemgetter(AT_NUMBER))
    ordered.sort(key=lambda row: row[AT_LABEL] or LAST)
    found = ((row, recommendations.get(row[1])) for row in ordered)
    return [BriefAction(row[:AT_PART], part(row), post(row), of) for row, of in found if of is not None]
