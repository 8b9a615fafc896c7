"""The verbs of an import: choose a file, read it, decide about what was found, make the review."""

from intake.workflow.deciding import (
    Edited,
    accept_sure,
    assign,
    decide,
    edit,
    leave_out,
    merge,
    split,
    start_again,
)
from intake.workflow.making import NOTHING_CONFIRMED, make_review, numbers_by_item
from intake.workflow.reading import AlreadyImported, choose, read, sweep

__all__ = [
    "NOTHING_CONFIRMED",
    "AlreadyImported",
    "Edited",
    "accept_sure",
    "assign",
    "choose",
    "decide",
    "edit",
    "leave_out",
    "make_review",
    "merge",
    "numbers_by_item",
    "read",
    "split",
    "start_again",
    "sweep",
]
