"""The headline sentence: the position in words, each figure with the address of its list."""

from dataclasses import dataclass

from recommendations.figures import Position
from recommendations.states import State


@dataclass(frozen=True)
class Fragment:
    """A piece of a sentence; with an address where it is a figure."""

    text: str
    url: str = ""


def headline(position: Position) -> tuple[Fragment, ...]:
    """The position in three sentences, in which each recommendation is counted once: their figures add up to all.

    "The committee has signed off 2 of the 13 recommendations. 2 are overdue, 1 is delayed, and 1 more has an action
    with no update for 90 days. 5 are on track, 1 is called achieved by officers, and 1 was not accepted."
    """
    if not position.count:
        return (Fragment("No recommendation matches these filters."),)
    return (*signed_off(position), *troubles(position), *others(position))


TROUBLES = (State.OVERDUE, State.DELAYED, State.AWAITING, State.NOT_UPDATED)
OTHERS = (State.ON_TRACK, State.NOT_STARTED, State.CLAIMED, State.NOT_ACCEPTED)


def troubles(position: Position) -> tuple[Fragment, ...]:
    """Those that want the committee's attention."""
    if found := clauses(position, TROUBLES):
        return (*joined(found), Fragment("."))
    # Where nothing was agreed, nothing can be late: that is no good news.
    return (Fragment("None is overdue or delayed." if position.has_actions else "No action has been agreed yet."),)


def others(position: Position) -> tuple[Fragment, ...]:
    """The rest; nothing where there is none."""
    found = clauses(position, OTHERS)
    return (Fragment(" "), *joined(found), Fragment(".")) if found else ()


def clauses(position: Position, states: tuple[State, ...]) -> list[tuple[Fragment, ...]]:
    """What is to be said of those in each of these states that has any."""
    found: list[tuple[Fragment, ...]] = []
    for state in states:
        if clause := clause_for(position, state, is_first=not found):
            found.append(clause)
    return found


def signed_off(position: Position) -> tuple[Fragment, ...]:
    """How many the committee has signed off."""
    group = position.group(State.SIGNED_OFF)
    if position.count == 1:
        signed = "has signed off" if group.count else "has not signed off"
        return (Fragment(f"The committee {signed} the recommendation{'' if group.count else ' yet'}. "),)
    if not group.count:
        return (Fragment(f"The committee has not signed off any of the {position.count} recommendations yet. "),)
    return (
        Fragment("The committee has signed off "),
        Fragment(f"{group.count} of the {position.count}", group.url),
        Fragment(" recommendations. "),
    )


def clause_for(position: Position, state: State, *, is_first: bool) -> tuple[Fragment, ...]:
    """What is to be said of those in one state; nothing when there is none."""
    group = position.group(state)
    if not group.count:
        return ()
    number, one = group.count, group.count == 1
    if state == State.NOT_UPDATED:
        limit = position.committee.stale_after_days
        more = "" if is_first else " more"
        silent = Fragment(f"{number}{more} {'has' if one else 'have'} an action", group.url)
        return (silent, Fragment(f" with no update for {limit} days"))
    are = "is" if one else "are"
    words = {
        State.OVERDUE: f"{number} {are} overdue",
        State.DELAYED: f"{number} {are} delayed",
        State.AWAITING: f"{number} {'waits' if one else 'wait'} for a response",
        State.ON_TRACK: f"{number} {are} on track",
        State.NOT_STARTED: f"{number} {'has' if one else 'have'} not started",
        State.CLAIMED: f"{number} {are} called achieved by officers",
        State.NOT_ACCEPTED: f"{number} {'was' if one else 'were'} not accepted",
    }[state]
    return (Fragment(words, group.url),)


def joined(clauses: list[tuple[Fragment, ...]]) -> tuple[Fragment, ...]:
    """Clauses with commas, and "and" before the last."""
    last = ", and " if len(clauses) > 2 else " and "
    out: list[Fragment] = []
    for index, clause in enumerate(clauses):
        if index:
            is_last = index == len(clauses) - 1
            out.append(Fragment(last if is_last else ", "))
        out.extend(clause)
    return tuple(out)
