"""Members’ questions, those that wait first."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from council.amounts import counted, written
from recommendations.figures import Position
from recommendations.models import Question
from reports.lines import Names, exempt_words
from reports.values import Chapter, Link


@dataclass(frozen=True)
class Asked:
    """A member's question and what became of it."""

    of: Link
    about: str
    words: str
    asked: str
    post: str
    answer: str
    standing: str
    is_late: bool
    exempt: str


@dataclass(frozen=True)
class Questions(Chapter):
    """Members’ questions."""

    key: ClassVar = "questions"
    heading: ClassVar = "Questions"
    template: ClassVar = "reports/_questions.html"
    is_inside: ClassVar = True

    rows: tuple[Asked, ...]
    sentence: str

    @classmethod
    def of(cls, position: Position, names: Names) -> Self:
        """One line for each question, and the sentence that counts them."""
        on = position.on
        rows = sorted(position.questions, key=lambda q: (not q.is_open(on), q.due_on, q.pk))
        return cls(tuple(line(row, on, names) for row in rows), sentence(position))


def line(row: Question, on: date, names: Names) -> Asked:
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
    return Asked(
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


def sentence(position: Position) -> str:
    """4 questions: 1 waits for an answer, which is overdue."""
    rows, waiting = position.questions, position.unanswered
    if not rows:
        return "No question has been asked."
    late = len(position.questions_in("late"))
    words = f"{counted(len(rows), 'question')}: {len(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for an answer"
    return f"{words}, {late} of them overdue." if late else f"{words}."
