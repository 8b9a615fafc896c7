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
    """The position in two sentences.

    "The committee has signed off 2 of the 13 recommendations. 2 are overdue, 1 is delayed, and 1 more has an action
    with no update for 90 days." Each recommendation is counted once: the silent ones are not late as well.
    """
    if not position.count:
        return (Fragment("No recommendation matches these filters."),)
    troubles: list[tuple[Fragment, ...]] = []
    for state in TROUBLES:
        if clause := clause_for(position, state, is_first=not troubles):
            troubles.append(clause)
    last = ", and " if len(troubles) > 2 else " and "
    # Where nothing was agreed, nothing can be late: that is no good news.
    clear = "None is overdue or delayed." if position.has_actions else "No action has been agreed yet."
    end = Fragment("." if troubles else clear)
    return (*signed_off(position), *joined(troubles, last), end)


TROUBLES = (State.OVERDUE, State.DELAYED, State.AWAITING, State.NOT_UPDATED)


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
    """What is to be said of one kind of trouble; nothing when there is none."""
    group = position.group(state)
    if not group.count:
        return ()
    one = group.count == 1
    if state == State.NOT_UPDATED:
        limit = position.committee.stale_after_days
        more = "" if is_first else " more"
        silent = Fragment(f"{group.count}{more} {'has' if one else 'have'} an action", group.url)
        return (silent, Fragment(f" with no update for {limit} days"))
    words = {
        State.OVERDUE: "is overdue" if one else "are overdue",
        State.DELAYED: "is delayed" if one else "are delayed",
        State.AWAITING: "waits for a response" if one else "wait for a response",
    }[state]
    return (Fragment(f"{group.count} {words}", group.url),)


def joined(clauses: list[tuple[Fragment, ...]], last: str = " and ") -> tuple[Fragment, ...]:
    """Clauses with commas, and "and" before the last."""
    out: list[Fragment] = []
    for index, clause in enumerate(clauses):
        if index:
            is_last = index == len(clauses) - 1
            out.append(Fragment(last if is_last else ", "))
        out.extend(clause)
    return tuple(out)
