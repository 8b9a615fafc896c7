"""Every change of what people belong to: one verb each, and the only writer.

A verb asks the predicate (PermissionDenied, 403), locks the row, checks what it starts from (ValidationError with the
field it concerns) and writes. Who edited what, and when, is kept beside each row by django-simple-history.
"""

from council.workflow.committees import add_committee, join_committee, leave_committee, remove_committee
from council.workflow.departures import (
    cannot_be_handed_over,
    carried,
    close_accounts_of_leavers,
    close_departure,
    covering,
    hand_over_post,
    holds_anything,
    open_departure,
    uncovered_posts,
)
from council.workflow.founding import Founded, found
from council.workflow.look import LARGEST_LOGO, Look, Picture, give_look
from council.workflow.posts import NOT_YOURS, Cover, cover, declare_vacancy, end_holding, hold, stand_down, stand_in
from council.workflow.rows import ChangedMeanwhile, all_or_nothing, refusal_of, remove, set_up

__all__ = [
    "LARGEST_LOGO",
    "NOT_YOURS",
    "ChangedMeanwhile",
    "Cover",
    "Founded",
    "Look",
    "Picture",
    "add_committee",
    "all_or_nothing",
    "cannot_be_handed_over",
    "carried",
    "close_accounts_of_leavers",
    "close_departure",
    "cover",
    "covering",
    "declare_vacancy",
    "end_holding",
    "found",
    "give_look",
    "hand_over_post",
    "hold",
    "holds_anything",
    "join_committee",
    "leave_committee",
    "open_departure",
    "refusal_of",
    "remove",
    "remove_committee",
    "set_up",
    "stand_down",
    "stand_in",
    "uncovered_posts",
]
