"""The verbs of an import: choose a file, read it, decide about what was found, make the review, or remove it."""

from intake.workflow.adding import add
from intake.workflow.deciding import (
    Edited,
    accept_sure,
    assign,
    decide,
    edit,
    leave_out,
    merge,
    settle,
    split,
    start_again,
    word_otherwise,
)
from intake.workflow.leaving import keep_typed, remove
from intake.workflow.making import NOTHING_CONFIRMED, make_review, numbers_by_item
from intake.workflow.numbering import are_missing
from intake.workflow.reading import AlreadyImported, choose, read, sweep
from intake.workflow.undoing import Change, change_between, is_as_it_left, rows_of, undo
from intake.workflow.unmaking import NO_REVIEW, take_back

__all__ = [
    "NOTHING_CONFIRMED",
    "NO_REVIEW",
    "AlreadyImported",
    "Change",
    "Edited",
    "accept_sure",
    "add",
    "are_missing",
    "assign",
    "change_between",
    "choose",
    "decide",
    "edit",
    "is_as_it_left",
    "keep_typed",
    "leave_out",
    "make_review",
    "merge",
    "numbers_by_item",
    "read",
    "remove",
    "rows_of",
    "settle",
    "split",
    "start_again",
    "sweep",
    "take_back",
    "undo",
    "word_otherwise",
]
