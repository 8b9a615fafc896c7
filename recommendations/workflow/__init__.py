"""Every change of state: one verb each, and the only writer of state.

A verb locks the row, asks the predicate (PermissionDenied, 403), checks the state it starts from (ValidationError
with the field it concerns), appends history, and saves what the history now says.
"""

from council.rules import author
from recommendations.workflow.actions import (
    Wording,
    agree_action,
    change_action,
    target_can_be_put_right,
    withdraw_action,
)
from recommendations.workflow.acts import (
    ChangedMeanwhile,
    cannot_be_changed,
    closed_by_sign_off,
    latest_verdict,
    locked_action,
    must_be_open,
)
from recommendations.workflow.committee import (
    Decided,
    call_in,
    cannot_be_achieved,
    cannot_be_checked,
    cannot_be_corrected,
    cannot_be_taken_back,
    check_outcome,
    correct_verdict,
    record_sitting,
    record_verdict,
    rehearse_correction,
    rehearse_sitting,
    stays_as_recorded,
    take_back_call_in,
)
from recommendations.workflow.leading import change_lead
from recommendations.workflow.more_time import MoreTime, cannot_be_decided, decide_extension, request_extension
from recommendations.workflow.questions import (
    NOT_PUT_TO,
    Asked,
    answer_question,
    ask,
    cannot_be_answered,
    cannot_be_closed,
    close_question,
    pass_on,
)
from recommendations.workflow.responses import record_response, say_sent_to_executive, sent_already
from recommendations.workflow.reviews import (
    Facts,
    NewDifference,
    NewPart,
    NewRecommendation,
    change_review,
    make_review,
)
from recommendations.workflow.updates import (
    BACK_DATED_DAYS,
    Statement,
    check_boxes,
    check_days,
    give_update,
    say_unchanged,
)

__all__ = [
    "BACK_DATED_DAYS",
    "NOT_PUT_TO",
    "Asked",
    "ChangedMeanwhile",
    "Decided",
    "Facts",
    "MoreTime",
    "NewDifference",
    "NewPart",
    "NewRecommendation",
    "Statement",
    "Wording",
    "agree_action",
    "answer_question",
    "ask",
    "author",
    "call_in",
    "cannot_be_achieved",
    "cannot_be_answered",
    "cannot_be_changed",
    "cannot_be_checked",
    "cannot_be_closed",
    "cannot_be_corrected",
    "cannot_be_decided",
    "cannot_be_taken_back",
    "change_action",
    "change_lead",
    "change_review",
    "check_boxes",
    "check_days",
    "check_outcome",
    "close_question",
    "closed_by_sign_off",
    "correct_verdict",
    "decide_extension",
    "give_update",
    "latest_verdict",
    "locked_action",
    "make_review",
    "must_be_open",
    "pass_on",
    "record_response",
    "record_sitting",
    "record_verdict",
    "rehearse_correction",
    "rehearse_sitting",
    "request_extension",
    "say_sent_to_executive",
    "say_unchanged",
    "sent_already",
    "stays_as_recorded",
    "take_back_call_in",
    "target_can_be_put_right",
    "withdraw_action",
]
