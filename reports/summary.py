"""The summary of a report: what is asked of members, what changed, and where officers and committee disagree."""

from collections.abc import Iterator

from council.amounts import counted, listed, written
from recommendations.figures import Position
from recommendations.standing import RecommendationStanding
from reports.lines import Names
from reports.values import Ask


def asks(position: Position, names: Names) -> Iterator[Ask]:
    """What members are asked to do, in the order in which a meeting takes it."""
    of = "the reviews" if position.scope.is_committee else f"the {position.scope.title}"
    yield Ask(f"Note where {of} stood on {written(position.on)}.")
    standings = position.standings
    claimed = [s for s in standings if s.asks_for_sign_off]
    if claimed:
        yield Ask(
            f"Decide whether to sign off {names.listed(claimed)}.", ("Officers say that every action is achieved.",)
        )
    moved = [(s, [a.action.reference for a in s.actions if a.is_called_in]) for s in standings]
    called = [(s, references) for s, references in moved if references or s.called_in]
    if called:
        reasons = tuple(call_in_reason(s, references, names) for s, references in called)
        yield Ask(f"Call in {names.listed(s for s, _ in called)}.", reasons)
    if late := position.late_responses:
        yield Ask(f"Ask the executive for its response to {names.listed(late)}.", ("The response is overdue.",))
    if differing := position.disagreements:
        yield Ask(
            f"Consider {names.listed(differing)}, on which officers and the committee disagree.",
        )
    if due := [s for s in standings if s.outcome_is_due]:
        yield Ask(f"Check whether {names.listed(due)} made a difference.", ("The outcome check is due.",))


def call_in_reason(standing: RecommendationStanding, references: list[str], names: Names) -> str:
    """Why one recommendation is to be called in."""
    name = names.reference(standing.recommendation)
    why = [f"called in by the committee: {standing.called_in.why}"] if standing.called_in else []
    if references:
        why.append(f"{listed(references)} moved at least twice")
    return f"{name}: {'; '.join(why)}."


def notes(position: Position, names: Names) -> tuple[str, ...]:
    """Where officers and committee disagree, and whose answer is overdue; by reference."""
    said = (
        ("Officers and the committee disagree on", position.disagreements),
        ("The executive’s response is overdue on", position.late_responses),
    )
    return tuple(f"{words} {names.listed(found)}." for words, found in said if found)


def change_sentence(position: Position) -> str:
    """9 recommendations changed: 2 moved forward, 4 moved back and 3 stayed in their group. On 4 nothing changed."""
    changes, inside = position.all_changes, len(position.compared.inside)
    if position.earlier is None:
        return "There is no earlier quarter to compare with."
    if not changes:
        return f"No recommendation changed since {written(position.earlier.on)}."
    forward = sum(1 for change in changes if change.is_forward)
    back = len(changes) - forward - inside
    kinds = (
        (forward, "moved forward"),
        (back, "moved back"),
        (inside, f"stayed in {'its' if inside == 1 else 'their'} group"),
    )
    ways = listed([f"{n} {way}" for n, way in kinds if n])
    same = f" On {position.unchanged} nothing changed." if position.unchanged else ""
    return f"{counted(len(changes), 'recommendation')} changed: {ways}.{same}"
