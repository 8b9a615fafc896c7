"""The chapters of a report besides its recommendations: what is asked of members, slippage, responses, questions."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from recommendations.figures import Position, lower_first
from recommendations.models import Question
from recommendations.sentences import listed
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import NOT_ACCEPTED, State
from reports import contents
from reports.contents import Ask, ExceptionList
from reports.lines import Names, action_line, counted, exempt_words, verdict_detail, written


def asks(position: Position, names: Names) -> Iterator[Ask]:
    """What members are asked to do, in the order in which a meeting takes it."""
    of = "the reviews" if position.scope.is_committee else f"the {position.scope.title}"
    yield Ask(f"Note where {of} stood on {written(position.on)}.")
    standings = position.standings
    claimed = [s for s in standings if s.state == State.CLAIMED]
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


def exceptions(position: Position, names: Names) -> tuple[ExceptionList, ...]:
    """Overdue, then late by officers' own word, then silent. An action may stand in more than one."""
    late = sorted((a for a in position.actions if a.state == State.DELAYED), key=lambda a: (a.target_on, a.action.pk))
    silent = f"Every open action was updated in the last {position.committee.stale_after_days} days."
    found = (
        ("overdue", "Overdue", "Nothing is overdue.", position.timely("overdue")),
        ("delayed", "Delayed or stopped", "Nothing that is still in time is delayed.", late),
        ("stale", "Not updated", silent, position.timely("stale")),
    )
    return tuple(
        ExceptionList(key, title, none, tuple(action_line(a, names) for a in rows)) for key, title, none, rows in found
    )


def ledger(position: Position, names: Names) -> tuple[contents.Moved, ...]:
    """Every action whose target moved, the furthest first."""
    moved = sorted(position.timely("moved"), key=lambda a: (-a.slippage, a.action.pk))
    return tuple(
        contents.Moved(
            of=names.link(a.action.recommendation),
            reference=a.action.reference,
            title=a.action.title,
            first=written(a.action.original_target_on),
            now=written(a.target_on),
            days=a.slippage,
            moves=tuple(f"To {written(m.to_on)}.{f' {m.get_reason_display()}.' if m.reason else ''}" for m in a.moves),
            is_called_in=a.is_called_in,
        )
        for a in moved
    )


def ledger_sentence(position: Position) -> str:
    """5 actions have moved, typically by 61 days (the median). 2 are on the call-in list: 3c.1 and 9.1."""
    found, called = position.slippage, [a.action.reference for a in position.timely("call_in")]
    if not found.moved.count:
        return "No target date has moved."
    moved = (
        f"{counted(found.moved.count, 'action')} moved, typically by {counted(found.median_days, 'day')} (the median)."
    )
    if not called:
        return f"{moved} None is on the call-in list."
    return f"{moved} {len(called)} {'is' if len(called) == 1 else 'are'} on the call-in list: {listed(called)}."


def clock(position: Position, names: Names) -> tuple[contents.Answer, ...]:
    """The executive's clock on each recommendation."""
    return tuple(clock_line(s, names) for s in position.standings)


def clock_line(standing: RecommendationStanding, names: Names) -> contents.Answer:
    """One recommendation's: when an answer was due, when it came and what it was."""
    response, due, over = standing.response, standing.response_due_on, standing.response_days_over
    if due is None:
        stands = "Not sent to the executive yet"
    elif response is None:
        stands = f"Overdue {counted(over, 'day')}" if over else "Awaited"
    else:
        stands = f"{counted(over, 'day')} late" if over else "In time"
    return contents.Answer(
        of=names.link(standing.recommendation),
        due=written(due) if due else "",
        given=written(response.decided_on) if response else "",
        response=standing.response_words,
        standing=stands,
        is_late=bool(over),
    )


def clock_sentence(position: Position) -> str:
    """13 recommendations: 12 answered, 3 of them late; 1 awaited, 1 of them overdue. 2 were not accepted."""
    answered = [s for s in position.standings if s.response]
    late = sum(1 for s in answered if s.response_days_over)
    awaited = position.count - len(answered)
    refused = sum(1 for s in answered if s.response and s.response.kind in NOT_ACCEPTED)
    words = f"{len(answered)} of {counted(position.count, 'recommendation')} answered"
    words += f", {late} of them late." if late else "."
    if awaited:
        words += f" {awaited} awaited"
        words += f", {len(position.late_responses)} of them overdue." if position.late_responses else "."
    return words + (f" {refused} not accepted." if refused else "")


def questions(position: Position, names: Names) -> tuple[contents.Question, ...]:
    """Members' questions, those that wait first."""
    on = position.on
    rows = sorted(position.questions, key=lambda q: (not q.is_open(on), q.due_on, q.pk))
    return tuple(question(q, on, names) for q in rows)


def question(row: Question, on: date, names: Names) -> contents.Question:
    """One of them as it stood on a day: what was answered later is not in it."""
    given = row.given if row.given is not None and row.given.given_on <= on else None
    closed = row.closed_on is not None and row.closed_on <= on
    late = row.days_late(on)
    if row.is_open(on):
        stands = f"Answer overdue {counted(late, 'day')}" if late else f"To be answered by {written(row.due_on)}"
    elif closed:
        stands = str(row.get_outcome_display())
    else:
        stands = "Answered. Nobody has said yet whether it is enough"
    return contents.Question(
        of=names.link(row.recommendation),
        about=row.about,
        words=row.words,
        asked=f"{row.asked_as}, {written(row.asked_on)}",
        post=row.post.title,
        answer=given.words if given else "",
        standing=stands,
        is_late=bool(late) and row.is_open(on),
        exempt=exempt_words(row.exempt_under),
    )


def question_sentence(position: Position) -> str:
    """4 questions: 1 waits for an answer, which is overdue."""
    rows, waiting = position.questions, position.unanswered
    if not rows:
        return "No question has been asked."
    late = len(position.questions_in("late"))
    words = f"{counted(len(rows), 'question')}: {len(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for an answer"
    return f"{words}, {late} of them overdue." if late else f"{words}."


def outcomes(position: Position, names: Names) -> tuple[contents.Outcome, ...]:
    """What came of each recommendation that is signed off."""
    return tuple(outcome(s, names) for s in position.standings if s.is_signed_off)


def outcome(standing: RecommendationStanding, names: Names) -> contents.Outcome:
    """Whether it made a difference; or between which days that is to be checked."""
    check, window = standing.outcome, standing.outcome_window
    found = str(check.get_worked_display()) if check else "Not known yet"
    if window:
        first, last = window
        late = f"was to be checked by {written(last)}"
        soon = f"check by {written(last)}" if standing.outcome_is_due else f"to be checked from {written(first)}"
        found = f"{found}: {late if standing.outcome_is_late else soon}"
    return contents.Outcome(
        of=names.link(standing.recommendation),
        signed_off=verdict_detail(standing),
        found=found,
        words=check.words if check else "",
        is_late=standing.outcome_is_late,
    )


def outcome_sentence(position: Position) -> str:
    """2 recommendations are signed off. What came of 1 is known."""
    rows = [s for s in position.standings if s.is_signed_off]
    if not rows:
        return "No recommendation is signed off, so no outcome is to be checked."
    known = sum(1 for s in rows if s.outcome_window is None)
    is_are = "is" if len(rows) == 1 else "are"
    return f"{counted(len(rows), 'recommendation')} {is_are} signed off. What came of {known} of them is known."


def receipts(overdue: tuple[ActionStanding, ...], after: date | None, up_to: date) -> tuple[contents.Receipt, ...]:
    """What became of the reminders about what is overdue. The room that sends them says it (see settings)."""
    references = {a.action.pk: a.action.reference for a in overdue}
    told: Any = import_string(settings.REPORT_RECEIPTS)(list(references), after, up_to)
    return tuple(
        contents.Receipt(references[r.action_id], written(r.day), r.about, r.to, r.result, r.kind) for r in told
    )


def receipt_sentence(found: tuple[contents.Receipt, ...], overdue: int, since: date | None) -> str:
    """13 reminders about 2 overdue actions since 30 June 2017: 11 sent, 1 failed, 1 not needed."""
    about = f"about {counted(overdue, 'overdue action')}"
    when = f" since {written(since)}" if since else ""
    if not overdue:
        return "Nothing is overdue, so no receipts are shown."
    if not found:
        return f"No reminder {about} was planned{when}."
    kinds = (("sent", "sent"), ("failed", "failed"), ("not_needed", "not needed"), ("waits", "not sent yet"))
    said = [f"{n} {word}" for kind, word in kinds if (n := sum(r.kind == kind for r in found))]
    return f"{counted(len(found), 'reminder')} {about}{when}: {', '.join(said)}."


def notes(position: Position, names: Names) -> tuple[str, ...]:
    """Where officers and committee disagree, and whose answer is overdue; by reference."""
    said = (
        ("Officers and the committee disagree on", position.disagreements),
        ("The executive’s response is overdue on", position.late_responses),
    )
    return tuple(f"{words} {names.listed(found)}." for words, found in said if found)


def change_sentence(position: Position) -> str:
    """6 recommendations changed: 2 moved forward and 4 moved back. 7 stayed the same."""
    changes, known = position.changes, len(position.earlier.standings) if position.earlier else 0
    if position.earlier is None:
        return "There is no earlier quarter to compare with."
    if not changes:
        return f"No recommendation changed. All {known} stayed the same."
    forward = sum(1 for change in changes if change.is_forward)
    back, same = len(changes) - forward, known - len(changes)
    ways = [f"{n} moved {way}" for n, way in ((forward, "forward"), (back, "back")) if n]
    stayed = f"{same} stayed the same." if same else "None stayed the same."
    return f"{counted(len(changes), 'recommendation')} changed: {' and '.join(ways)}. {stayed}"


def in_words(position: Position) -> str:
    """2 signed off; 3 on track: every state and its count."""
    return "; ".join(f"{g.count} {lower_first(g.state.label)}" for g in position.groups if g.count)
