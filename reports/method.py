"""How a report's figures were come by, and what its words mean."""

from council.amounts import counted, written
from recommendations.figures import Position
from recommendations.states import MEANINGS, State
from reports import values
from reports.states import Version
from reports.values import Fact

OTHER_WORDS = (
    Fact("Action", "One piece of work for one post, with a success measure and a target date."),
    Fact("Update", "What an officer says about an action on a day. A mistake is corrected by a further update."),
    Fact("Call-in list", "Open actions whose target moved at least twice. The committee looks at them at its meeting."),
    Fact("Response", "The executive’s answer to a recommendation."),
    Fact("Verdict", "What the committee thinks of a recommendation, recorded at a meeting. Achieved ends monitoring."),
    Fact("Outcome check", "Whether a recommendation made a difference, asked 6 to 12 months after sign-off."),
    Fact("Exempt", "Not for the public: Local Government Act 1972, Schedule 12A."),
)
LEFT_OUT = {
    Version.PUBLIC: (
        "Exempt information is left out of this version, whether there is any or not. Nothing in it is computed "
        "from exempt information. Members’ questions, reminders and the reasons for more time stay inside the council."
    ),
    Version.EXEMPT: (
        "This version holds exempt information where there is any, and marks it. It is not for publication: Local "
        "Government Act 1972, section 100B(2)."
    ),
}


def method(position: Position, version: Version) -> tuple[str, ...]:
    """How the figures were come by."""
    committee, day = position.committee, written(position.on)
    limit, months = committee.stale_after_days, counted(committee.response_months, "month")
    return (
        f"The report says where each recommendation stood at the end of {day}. Later records are not in it.",
        "Each recommendation is counted in one state only, so the states add up to the total.",
        "Officers claim and the committee decides. Both stand side by side, and the report says where they differ.",
        "“Overdue”, “not updated” and “achieved late” are worked out from dates. Nobody types them.",
        f"A status counts as not updated when nothing was said for {limit} days.",
        f"The executive is asked to respond within {months}. Days are local days, and months are calendar months.",
        "A first target date stays from the day after it is set. Agreed extra time moves it, and each move is listed.",
        "A recommendation that the executive rejected or only noted is never counted as achieved.",
        LEFT_OUT[version],
    )


def states(position: Position) -> tuple[values.State, ...]:
    """Every state with its meaning and how many are in it."""
    return tuple(
        values.State(values.Mark(g.state.value, g.state.label), MEANINGS[g.state], g.count) for g in position.all_groups
    )


def glossary() -> tuple[Fact, ...]:
    """The other words, and the state that an action alone can be in."""
    return (*OTHER_WORDS, Fact(State.WITHDRAWN.label, MEANINGS[State.WITHDRAWN]))
