"""The choices that everything else speaks in. Imports nothing of ours."""

from django.db.models import IntegerChoices, TextChoices


class Status(TextChoices):
    """What an officer says of an action. "Overdue", "stale" and "achieved late" are computed, never said."""

    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    DELAYED = "delayed", "Delayed"
    ACHIEVED = "achieved", "Achieved"
    NOT_ACHIEVED = "not_achieved", "Not achieved"
    PAUSED = "paused", "Paused"
    NO_LONGER_FEASIBLE = "no_longer_feasible", "No longer feasible"

    # As a word has it. An enumeration's own is a call of Python, and a committee's page counts thousands by status.
    __hash__ = str.__hash__


# From which status an update may go to which. Nothing goes back to not started; an achievement can be taken back.
NEXT: dict[Status, tuple[Status, ...]] = {
    Status.NOT_STARTED: tuple(Status),
    Status.ON_TRACK: tuple(s for s in Status if s != Status.NOT_STARTED),
    Status.DELAYED: tuple(s for s in Status if s != Status.NOT_STARTED),
    Status.ACHIEVED: (Status.ON_TRACK, Status.DELAYED, Status.ACHIEVED),
    Status.NOT_ACHIEVED: (Status.ON_TRACK, Status.DELAYED, Status.ACHIEVED, Status.NOT_ACHIEVED),
    Status.PAUSED: (Status.ON_TRACK, Status.DELAYED, Status.PAUSED, Status.NO_LONGER_FEASIBLE),
    Status.NO_LONGER_FEASIBLE: (Status.ON_TRACK, Status.NO_LONGER_FEASIBLE),
}

# Statuses that say something is wrong, and so need a coded reason.
IN_TROUBLE = (Status.DELAYED, Status.NOT_ACHIEVED, Status.PAUSED, Status.NO_LONGER_FEASIBLE)


class Answering(TextChoices):
    """In which part somebody answered for a post when they gave an update. Kept, since holdings may be corrected."""

    HOLDER = "holder", "By its holder"
    DEPUTY = "deputy", "By its deputy"
    HEAD = "head", "By the head of the service while it was vacant"


class Asking(TextChoices):
    """What a member asks for."""

    WORDS = "words", "An answer in words"
    PROOF = "proof", "Proof of what was said"


class Outcome(TextChoices):
    """How a question was closed."""

    ANSWERED = "answered", "Answered to our satisfaction"
    NOT_ANSWERED = "not_answered", "Not answered: asked again"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Reason(TextChoices):
    """Why an action is late or stopped, coded so that reasons can be counted."""

    STAFFING = "staffing", "Staffing or vacancy"
    FUNDING = "funding", "Funding"
    PARTNER = "partner", "Waiting for a partner"
    DECISION = "decision", "Waiting for a decision"
    CONTRACT = "contract", "Contract or procurement"
    LEGAL = "legal", "Law or policy changed"
    DEMAND = "demand", "Demand was higher than planned"
    OTHER = "other", "Another reason"


class ResponseKind(TextChoices):
    """The executive's answer to one recommendation. No row yet means awaiting."""

    ACCEPTED = "accepted", "Accepted"
    ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part"
    ACCEPTED_IN_PRINCIPLE = "accepted_in_principle", "Accepted in principle"
    REJECTED = "rejected", "Rejected"
    NOTED_ONLY = "noted_only", "Noted only"
    REFERRED = "referred", "Referred to a partner"


NOT_ACCEPTED = (ResponseKind.REJECTED, ResponseKind.NOTED_ONLY)


class VerdictKind(TextChoices):
    """What the committee thinks of one recommendation at one meeting. Achieved ends monitoring."""

    ACHIEVED = "achieved", "Achieved"
    ACCEPTABLE = "acceptable", "Acceptable progress"
    UNACCEPTABLE = "unacceptable", "Unacceptable progress"


class Worked(TextChoices):
    """What an outcome check found."""

    WORKED = "worked", "It made the difference that was hoped for"
    IN_PART = "in_part", "It made a difference in part"
    DID_NOT = "did_not", "It made no difference"
    TOO_EARLY = "too_early", "Too early to tell"


class ViewPage(TextChoices):
    """The pages of which a view can be saved."""

    DASHBOARD = "dashboard", "Dashboard"
    RECOMMENDATIONS = "recommendation_list", "Recommendations"
    ACTIONS = "action_list", "Actions"


class State(TextChoices):
    """Where a recommendation stands. Each is in exactly one state, in the order of the headline strip.

    Actions carry the same marks; only an action is ever withdrawn.
    """

    SIGNED_OFF = "signed_off", "Signed off"
    CLAIMED = "claimed", "Achieved, officers say"
    ON_TRACK = "on_track", "On track"
    NOT_UPDATED = "not_updated", "On track, not updated"
    NOT_STARTED = "not_started", "Not started"
    DELAYED = "delayed", "Delayed"
    OVERDUE = "overdue", "Overdue"
    AWAITING = "awaiting", "Awaiting a response"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"

    __hash__ = str.__hash__


# What each is, in the words of the glossary.
MEANINGS = {
    State.SIGNED_OFF: "The committee agreed at a meeting that the recommendation is achieved. Monitoring ends.",
    State.CLAIMED: "Officers say that every action is achieved. The committee has not agreed yet.",
    State.ON_TRACK: "Officers expect to meet the target dates, and have said so recently.",
    State.NOT_UPDATED: "Officers last said “on track”, but too long ago to rely on.",
    State.NOT_STARTED: "The recommendation was answered, and no work has been reported yet.",
    State.DELAYED: "Officers say that at least one action will be late, or has stopped.",
    State.OVERDUE: (
        "At least one action has passed its target date and is not achieved. "
        "The tracker works this out; nobody types it."
    ),
    State.AWAITING: "The executive has not answered the recommendation yet.",
    State.NOT_ACCEPTED: "The executive rejected the recommendation, or only noted it. It never counts as achieved.",
    State.WITHDRAWN: "This action is not to be done any more, for a reason that stands in its history. Never achieved.",
}

OF_A_RECOMMENDATION = tuple(state for state in State if state != State.WITHDRAWN)


class Agreement(TextChoices):
    """How the officers' claim stands to the committee's verdict."""

    AGREE = "agree", "They agree"
    DISAGREE = "disagree", "They disagree"
    CLAIM_SINCE = "claim_since", "Claim made since"
    NO_VERDICT = "no_verdict", "No verdict yet"


class DifferenceKind(TextChoices):
    """How the wording in a report's summary differs from the wording in its body."""

    PUNCTUATION = "punctuation", "Punctuation"
    CAPITAL = "capital", "Capital letter"
    SPACING = "spacing", "Spacing"
    WORDING = "wording", "Wording"
    SCOPE = "scope", "Scope"


class Schedule12A(IntegerChoices):
    """The descriptions of exempt information, Local Government Act 1972, Schedule 12A, Part 1 (England)."""

    INDIVIDUAL = 1, "1. About an individual"
    IDENTITY = 2, "2. Likely to reveal who an individual is"
    FINANCIAL = 3, "3. Financial or business affairs"
    LABOUR = 4, "4. Consultations or negotiations with staff"
    PRIVILEGE = 5, "5. Legal professional privilege"
    ORDERS = 6, "6. A notice, order or direction that is proposed"
    CRIME = 7, "7. Preventing, investigating or prosecuting crime"
